"""A flow whose steps ask for more than a verdict, wait for a moment and go on by themselves."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.answers import AnswerForm
from approvals.flows import CaseFlow, Close, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Contribute, Decide, Revise, Wait
from approvals.words import Part, Status, Verdict
from documents.nodes import Issue
from documents.sheet import Sheet
from registry.org.models import Unit
from workflows.proposal.sheet import filing_slip


class AskingFlow(CaseFlow):
    """The head names a unit; the B manager tells; it waits two days; the director confirms or moves it."""

    start = Submitted().Next(this.review)

    review = (
        Decide(by=Role.UNIT_HEAD)
        .Annotation(title=_("Review by the unit"))
        .On("confirmed", this.tell)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    tell = (
        Contribute(by=Part.B_MANAGER, otherwise=Role.UNIT_HEAD)
        .Annotation(title=_("Plan check"))
        .Given(this.rest)
        .Lapsed(this.rest)
    )
    rest = (
        Wait(until=this.in_two_days, by=Role.HR)
        .Annotation(title=_("Listing as a bureau key project"))
        .Lapsed(this.sign_off)
        .On("ended_early", this.refused)
    )
    sign_off = (
        Decide(by=Role.OTHER_UNIT_HEAD)
        .Annotation(title=_("Director's sign-off"))
        .Agreed(this.slip)
        .On("moved", this.recorded)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.review)
    slip = Issue(this.write_slip).Annotation(title=_("Filing slip issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    recorded = Close(Status.RECORDED).Annotation(title=_("Recorded"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def write_slip(self, case: Case, move: Move) -> list[Sheet]:
        return filing_slip(case, move)

    def in_two_days(self, case: Case, move: Move) -> datetime:
        return move.at + timedelta(days=2)


class Named(AnswerForm):
    """The unit that the customer goes to, and how many months it has."""

    verdicts = (Verdict.CONFIRMED,)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=3)

    def prepare(self) -> None:
        units = Unit.objects.filter(bureau=self.case.bureau_id, kind="county")
        self.fields["unit"].queryset = units.order_by("pk")

    def clean_unit(self) -> Unit:
        if self.cleaned_data["unit"].pk == self.case.unit_id:
            raise ValidationError(_("Name another unit than the own one."))
        return self.cleaned_data["unit"]


class Why(AnswerForm):
    """On which day it ended."""

    verdicts = (Verdict.ENDED_EARLY,)
    on_day = forms.DateField(label=_("On"))
