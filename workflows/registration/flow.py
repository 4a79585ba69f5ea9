"""申报注册与项目报备: what a declaration goes through, from the unit to the centre."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide, Revise
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import registration
from workflows.registration import effects, sheet


class RegistrationFlow(CaseFlow):
    """申报注册与项目报备"""

    # Source: dongguan-measures, 10(1) and 11(2). The figures are in policy/rulebook.
    start = Submitted().Next(this.unit_review)

    # Who declares something for a unit does so through its head.
    unit_review = (
        Decide(by=Role.UNIT_HEAD, because="deadline.unit_review")
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.confirm)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # The municipal centre confirms (确认): from that day on the declaring unit comes first. It says
    # whose the customer is, and whether it is one that is registered already.
    confirm = (
        Decide(
            by=Role.CENTRE_DIRECTOR,
            because=registration.CONFIRMATION,
            apart_from=this.unit_review,
        )
        .Annotation(title=_("Confirmation by the centre"))
        .On("confirmed", this.register)
        .On("confirmed_elsewhere", this.register_elsewhere)
        .On("duplicate", this.refused)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.unit_review)

    # The customer is entered, if it is new, and the protected period begins (开发期).
    register = (
        Effect(this.enter_and_protect)
        .Annotation(title=_("Registered and protected"))
        .Next(this.form)
    )
    register_elsewhere = (
        Effect(this.enter_for_another)
        .Annotation(title=_("Registered for another unit"))
        .Next(this.form)
    )

    form = Issue(this.write_form).Annotation(title=_("Declaration form issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def enter_and_protect(self, case: Case, move: Move) -> None:
        effects.enter_and_protect(case, move)

    def enter_for_another(self, case: Case, move: Move) -> None:
        effects.enter_for_another(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.declaration_form(case, move)
