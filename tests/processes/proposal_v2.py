"""A second shape of the proposal, as a bureau might release it: a leader has the last word on all."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide, Revise
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from workflows.proposal.sheet import filing_slip


class ProposalFlowV2(CaseFlow):
    """The unit reviews, a bureau leader decides; nobody checks the plan."""

    version = "2"

    start = Submitted().Next(this.unit_review)

    unit_review = (
        Decide(by=Role.UNIT_HEAD)
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.leader)
        .Returned(this.revise)
    )

    leader = (
        Decide(by=Role.HR)
        .Annotation(title=_("Director's sign-off"))
        .Agreed(this.slip)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.unit_review)
    slip = Issue(this.write_slip).Annotation(title=_("Filing slip issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def write_slip(self, case: Case, move: Move) -> list[Sheet]:
        return filing_slip(case, move)
