"""营销项目报批: what a marketing project goes through before it is carried out."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.conditions import requires
from approvals.deliberation import Deliberate
from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide, Revise
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import proposals
from workflows.proposal import effects, sheet


class ProposalFlow(CaseFlow):
    """营销项目报批"""

    # Source: measures-2007, 5(8). Read from top to bottom: it is the article, step by step.
    # The figures are not here: policy/rulebook holds them, with their dates.
    start = Submitted().Next(this.unit_review)

    # Every project: the head of the unit reviews it. Below the first threshold it is recorded.
    unit_review = (
        Decide(by=Role.UNIT_HEAD, because="deadline.unit_review")
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.plan_check, when=requires(proposals.PLAN))
        .Agreed(this.record_project)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # From 10 000 yuan (带方案): the centre checks that the plan is complete.
    plan_check = (
        Decide(by=Role.PLAN_CHECKER, because=proposals.PLAN)
        .Annotation(title=_("Plan check"))
        .Agreed(this.discuss, when=requires(proposals.DISCUSSION))
        .Agreed(this.sign_off, when=requires(proposals.SIGN_OFF))
        .Agreed(this.open_project)
        .Returned(this.revise)
    )

    # The documents name no decider below 30 000 yuan; an organisation may do without this step.
    sign_off = (
        Decide(by=Role.CENTRE_DIRECTOR, because=proposals.SIGN_OFF, apart_from=this.unit_review)
        .Annotation(title=_("Director's sign-off"))
        .Agreed(this.open_project)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # From 30 000 yuan (集体讨论): the key-account centre discusses the plan together.
    discuss = (
        Deliberate(by=Role.CENTRE_MEMBER, chair=Role.CENTRE_DIRECTOR, because=proposals.DISCUSSION)
        .Annotation(title=_("Collective discussion"))
        .Agreed(this.listing, when=requires(proposals.LISTING))
        .Agreed(this.open_project)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # From 50 000 yuan (列入局重点): the marketing department lists it, or agrees without listing.
    listing = (
        Decide(by=Role.MARKETING_HEAD, because=proposals.LISTING)
        .Annotation(title=_("Listing as a bureau key project"))
        .On("listed", this.list_project)
        .On("unlisted", this.open_project)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # A returned proposal is ruled again, by the rules of the day, and starts anew at the unit.
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.unit_review)

    # What the decision changes in the registers; then its papers get their numbers.
    record_project = (
        Effect(this.enter_project).Annotation(title=_("Project recorded")).Next(this.filing_slip)
    )
    open_project = (
        Effect(this.enter_project).Annotation(title=_("Project entered")).Next(this.approval_papers)
    )
    list_project = (
        Effect(this.list_key_project)
        .Annotation(title=_("Key project listed"))
        .Next(this.listing_papers)
    )

    filing_slip = (
        Issue(this.write_slip).Annotation(title=_("Filing slip issued")).Next(this.recorded)
    )
    approval_papers = (
        Issue(this.write_approval).Annotation(title=_("Approval form issued")).Next(this.agreed)
    )
    listing_papers = (
        Issue(this.write_listing).Annotation(title=_("Listing sheet issued")).Next(this.agreed)
    )

    recorded = Close(Status.RECORDED).Annotation(title=_("Recorded"))
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def enter_project(self, case: Case, move: Move) -> None:
        effects.enter_project(case, move)

    def list_key_project(self, case: Case, move: Move) -> None:
        effects.list_key_project(case, move)

    def write_slip(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.filing_slip(case, move)

    def write_approval(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.approval_papers(case, move)

    def write_listing(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.listing_papers(case, move)
