"""What is named besides agreement: the new managers, the split, and what was received."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.answers import AnswerForm
from approvals.sharing import ManagersForm, check_split, how_field, percent_field
from approvals.words import AGREEMENT, Verdict
from workflows.transfer.models import Transfer


class Receiving(ManagersForm):
    """Who of the receiving unit looks after the customer."""

    verdicts = AGREEMENT


class Deciding(AnswerForm):
    """How both units share the customer from now on; the receiving one leads."""

    verdicts = AGREEMENT

    how = how_field()
    lead_percent = percent_field()

    def prepare(self) -> None:
        asked = Transfer.of(self.case)
        self.fields["how"].initial = asked.how
        self.fields["lead_percent"].initial = asked.lead_percent

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_split(self, bureau=self.case.bureau, on=self.on)
        return data


class Handing(AnswerForm):
    """What the new manager has got."""

    verdicts = (Verdict.GIVEN,)

    received = forms.MultipleChoiceField(
        label=_("Received"),
        choices=[
            ("archive", _("Customer archive")),
            ("log", _("Log of visits and service")),
            ("agreements", _("Agreements and orders under way")),
            ("arrears", _("Statement of arrears")),
            ("contacts", _("Introduction to the contact persons")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
