"""A flow in which several people decide in every way that there is, for the tests."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide, Revise
from approvals.tallies import all_agree, in_order, share
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from workflows.proposal.sheet import filing_slip


class SeveralFlow(CaseFlow):
    """One head; all members; the plan checkers in turn; two thirds of the members; two directors."""

    start = Submitted().Next(this.review)

    review = (
        Decide(by=Role.UNIT_HEAD)
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.countersign)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    countersign = (
        Decide(by=Role.CENTRE_MEMBER, rule=all_agree)
        .Annotation(title=_("Collective discussion"))
        .Agreed(this.in_turn)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    in_turn = (
        Decide(by=Role.PLAN_CHECKER, rule=in_order)
        .Annotation(title=_("Plan check"))
        .Agreed(this.ballot)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    ballot = (
        Decide(by=Role.CENTRE_MEMBER, rule=share("quorum_share", weights="vote_weight"))
        .Annotation(title=_("Collective discussion"))
        .Agreed(this.sign_off)
        .Refused(this.refused)
    )

    sign_off = (
        Decide(by=Role.CENTRE_DIRECTOR)
        .Annotation(title=_("Director's sign-off"))
        .Agreed(this.final)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    final = (
        Decide(by=Role.MARKETING_HEAD)
        .Annotation(title=_("Listing as a bureau key project"))
        .Agreed(this.slip)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.review)
    slip = Issue(this.write_slip).Annotation(title=_("Filing slip issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def write_slip(self, case: Case, move: Move) -> list[Sheet]:
        return filing_slip(case, move)
