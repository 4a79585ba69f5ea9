"""客户移交: what a customer goes through that is handed to another unit."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Contribute, Decide, Revise
from approvals.words import Part, Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import transfer
from workflows.transfer import effects, sheet


class TransferFlow(CaseFlow):
    """客户移交"""

    # Source: shantou-plan, 薪酬三: a customer of the bureau is handed over by this way only.
    start = Submitted().Next(this.unit_review)

    # The unit that has the customer lets it go (移出单位).
    unit_review = (
        Decide(by=Role.UNIT_HEAD, because=transfer.BY_PROCESS)
        .Annotation(title=_("Consent of the giving unit"))
        .Agreed(this.receive)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # The unit that gets it takes it, and names who looks after it (接收单位).
    receive = (
        Decide(by=Role.OTHER_UNIT_HEAD, because=transfer.BY_PROCESS, apart_from=this.unit_review)
        .Annotation(title=_("Consent of the receiving unit"))
        .Agreed(this.continuity)
        .Returned(this.revise)
        .Refused(this.refused)
    )

    # The centre checks that care goes on: archive, log, arrears, what is under way (移交核查).
    continuity = (
        Decide(by=Role.PLAN_CHECKER, because=transfer.BY_PROCESS)
        .Annotation(title=_("Check that care goes on"))
        .Agreed(this.confirm)
        .Returned(this.revise)
    )
    confirm = (
        Decide(by=Role.CENTRE_DIRECTOR, because=transfer.BY_PROCESS, apart_from=this.continuity)
        .Annotation(title=_("Decision of the centre"))
        .Agreed(this.handed)
        .Returned(this.revise)
        .Refused(this.refused)
    )
    revise = Revise().Annotation(title=_("Revision")).Resubmitted(this.unit_review)

    # From that day on it is the receiving unit's; its A manager confirms what was handed over (交接).
    handed = Effect(this.move_customer).Annotation(title=_("Handed over")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Transfer form issued")).Next(this.hand_over)
    hand_over = (
        Contribute(
            by=Part.NEW_A_MANAGER,
            otherwise=Role.OTHER_UNIT_HEAD,
            named_later=True,
            because="deadline.hand_over",
        )
        .Annotation(title=_("Hand-over confirmed"))
        .Given(this.agreed)
        .Lapsed(this.agreed)
    )
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def move_customer(self, case: Case, move: Move) -> None:
        effects.move_customer(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.transfer_form(case, move)
