"""开发成功报告: what the report of a successful development goes through."""

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
from policy import protection
from workflows.success import effects, sheet


class SuccessFlow(CaseFlow):
    """开发成功报告"""

    # Source: dongguan-measures, 11(1) and 11(2). A report in time stops the clock; one that is late
    # is not taken, as the centre chooses what follows then.
    start = Submitted().Next(this.in_time)
    in_time = Effect(this.hold_the_clock).Annotation(title=_("In time")).Next(this.unit_review)

    unit_review = (
        Decide(by=Role.UNIT_HEAD, because="deadline.unit_review")
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.confirm)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # The centre confirms that the agreement is signed, or the first revenue is there.
    confirm = (
        Decide(by=Role.CENTRE_DIRECTOR, because=protection.SUCCESS, apart_from=this.unit_review)
        .Annotation(title=_("Confirmation by the centre"))
        .On("confirmed", this.succeed)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.in_time)

    # The B manager leads now, the A manager supports (B角维护为主).
    succeed = Effect(this.end_and_swap).Annotation(title=_("Developed")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Confirmation issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def hold_the_clock(self, case: Case, move: Move) -> None:
        effects.hold_the_clock(case, move)

    def end_and_swap(self, case: Case, move: Move) -> None:
        effects.end_and_swap(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.success_form(case, move)
