"""级别调整: what a change of rank goes through."""

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
from policy import managers
from workflows.rank_change import effects, sheet


class RankChangeFlow(CaseFlow):
    """级别调整"""

    # Source: yueyang-report, 客户经理管理. Reviewed by the quarter, proposed every half year.
    start = Submitted().Next(this.check_proposal)

    check_proposal = (
        Decide(by=Role.HR, because=managers.REVIEW_MONTHS)
        .Annotation(title=_("Check by human resources"))
        .Agreed(this.meeting)
        .Returned(this.revise)
    )

    # The results and the proposal go to the bureau's office meeting, which decides (局办公会).
    meeting = (
        Decide(by=Role.BUREAU_LEADER, because=managers.LADDER, apart_from=this.check_proposal)
        .Annotation(title=_("Decision of the bureau’s office meeting"))
        .Agreed(this.take_effect)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.check_proposal)
    take_effect = Effect(this.change_rank).Annotation(title=_("Rank changed")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Decision issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def change_rank(self, case: Case, move: Move) -> None:
        effects.change_rank(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.decision(case, move)
