"""What a finding says besides its verdict: which of the consequences apply. Nothing is added by itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.words import Verdict


class Finding(AnswerForm):
    """Pay withheld, points taken off, or both; one of them at least."""

    verdicts = (Verdict.PROVEN,)

    pay = forms.BooleanField(
        label=_("Withhold the share of the month’s pay"), required=False, initial=True
    )
    points = forms.BooleanField(label=_("Take the points off the month’s card too"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("pay") and not data.get("points"):
            self.add_error("pay", ValidationError(_("Say what follows: pay, points, or both.")))
        return data
