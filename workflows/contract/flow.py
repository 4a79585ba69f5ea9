"""合同与酬金审核: what a contract or a commission goes through at the centre."""

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
from policy import contracts
from workflows.contract import effects, sheet


class ContractFlow(CaseFlow):
    """合同与酬金审核"""

    # Source: measures-2007, 4(3): the centre reviews both, wherever the customer belongs.
    start = Submitted().Next(this.unit_review)

    unit_review = (
        Decide(by=Role.UNIT_HEAD, because="deadline.unit_review")
        .Annotation(title=_("Review by the unit"))
        .Agreed(this.terms_check)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # The centre checks terms and sums (审核), its director decides (审定). The article names no person.
    terms_check = (
        Decide(by=Role.PLAN_CHECKER, because=contracts.UNIFORM)
        .Annotation(title=_("Check of terms and sums"))
        .Agreed(this.contract_decision)
        .Returned(this.revise)
    )
    contract_decision = (
        Decide(
            by=Role.CENTRE_DIRECTOR,
            because=contracts.DECIDED_BY_DIRECTOR,
            apart_from=this.unit_review,
        )
        .Annotation(title=_("Decision of the centre"))
        .Agreed(this.keep)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.unit_review)

    # A contract that is signed goes into the customer's register (业务协议).
    keep = Effect(this.enter_agreement).Annotation(title=_("Entered")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Review sheet issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def enter_agreement(self, case: Case, move: Move) -> None:
        effects.enter_agreement(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.review_sheet(case, move)
