"""The form with which an instruction is marked as carried out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import PlainText


class DoneForm(forms.Form):
    """By what it was done."""

    reason = PlainText(
        label=_("How it was done"),
        max_length=200,
        help_text=_("The voucher, the posting or the number of the case."),
    )
