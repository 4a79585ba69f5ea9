"""保护期满处理: a customer was not developed in time, and the centre chooses what follows."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.conditions import requires
from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import expiry
from workflows.expiry import effects, sheet


class ExpiryFlow(CaseFlow):
    """保护期满处理"""

    # Source: dongguan-measures, 10(1) and 12(6). The clock starts it; nobody requests it.
    start = Submitted().Next(this.choose)

    # The centre may leave the customer to the market again, give it to others, put it out to
    # bidding, or, where the policy allows it, let the developers go on.
    choose = (
        Decide(by=Role.CENTRE_DIRECTOR, because="deadline.choose")
        .Annotation(title=_("Choice of the centre"))
        .On("released", this.release)
        .On("reassigned", this.reassign)
        .On("bid_out", this.put_out)
        .On("extended", this.extend, only_if=requires(expiry.EXTENSION))
    )

    release = Effect(this.set_free).Annotation(title=_("Released")).Next(this.notice)
    reassign = Effect(this.give_to_others).Annotation(title=_("Given to others")).Next(this.notice)
    put_out = Effect(this.open_to_all).Annotation(title=_("Put out to bidding")).Next(this.notice)
    extend = Effect(this.let_go_on).Annotation(title=_("Extended")).Next(this.notice)
    notice = Issue(this.write_notice).Annotation(title=_("Decision issued")).Next(this.recorded)
    recorded = Close(Status.RECORDED).Annotation(title=_("Recorded"))

    def set_free(self, case: Case, move: Move) -> None:
        effects.set_free(case, move)

    def give_to_others(self, case: Case, move: Move) -> None:
        effects.give_to_others(case, move)

    def open_to_all(self, case: Case, move: Move) -> None:
        effects.open_to_all(case, move)

    def let_go_on(self, case: Case, move: Move) -> None:
        effects.let_go_on(case, move)

    def write_notice(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.decision(case, move)
