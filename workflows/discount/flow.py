"""资费优惠审批: what a discount goes through, by its depth."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.conditions import requires
from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide, Revise
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import discounts
from workflows.discount import effects, sheet


class DiscountFlow(CaseFlow):
    """资费优惠审批"""

    # Source: shantou-plan, 日常管理 4.5, which names the procedure and no figure. The bureau sets them.
    start = Submitted().Next(this.unit_review)

    unit_review = (
        Decide(by=Role.UNIT_HEAD, because="deadline.unit_review")
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.margin, when=requires(discounts.MARGIN_OPINION))
        .Agreed(this.centre_decides)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # Finance says what margin is left (毛利意见); it decides nothing.
    margin = (
        Decide(by=Role.FINANCE, because=discounts.MARGIN_OPINION)
        .Annotation(title=_("Opinion on the margin"))
        .On("given", this.centre_decides)
        .Returned(this.revise)
    )

    # The deeper it is, the higher the last decider (按幅度审批). Each may agree to less.
    centre_decides = (
        Decide(by=Role.CENTRE_DIRECTOR, because=discounts.CENTRE_UP_TO, apart_from=this.unit_review)
        .Annotation(title=_("Decision of the centre"))
        .Agreed(this.market_decides, when=requires(discounts.MARKET_DECIDES))
        .Agreed(this.grant)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    market_decides = (
        Decide(by=Role.MARKETING_HEAD, because=discounts.MARKET_DECIDES)
        .Annotation(title=_("Decision of the marketing department"))
        .Agreed(this.leader_decides, when=requires(discounts.LEADER_DECIDES))
        .Agreed(this.grant)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    leader_decides = (
        Decide(by=Role.BUREAU_LEADER, because=discounts.LEADER_DECIDES)
        .Annotation(title=_("Decision of the bureau's leader"))
        .Agreed(this.grant)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.unit_review)

    # It holds from the day of the decision at the earliest, never before (不追溯).
    grant = Effect(this.enter_grant).Annotation(title=_("Granted")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Approval form issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def enter_grant(self, case: Case, move: Move) -> None:
        effects.enter_grant(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.approval_form(case, move)
