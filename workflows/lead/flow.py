"""商机信息: what a lead goes through until its supplier is rewarded."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from approvals.flows import CaseFlow, Close, Effect, Submitted
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.steps import Decide
from approvals.words import Status
from documents.nodes import Issue
from documents.sheet import Sheet
from policy import lead
from workflows.lead import effects, sheet


class LeadFlow(CaseFlow):
    """商机信息采用与奖励"""

    # Source: measures-2007, 5(6). The centre collects leads, and adopts those that are worth it.
    start = Submitted().Next(this.adopt)
    adopt = (
        Decide(by=Role.CENTRE_DIRECTOR, because="deadline.adopt")
        .Annotation(title=_("Adoption by the centre"))
        .On("adopted", this.profit)
        .On("not_adopted", this.refused)
    )

    # Once it brought profit the supplier has a tenth of it.
    profit = (
        Decide(by=Role.FINANCE, because=lead.SHARE, apart_from=this.adopt)
        .Annotation(title=_("Profit confirmed by finance"))
        .Agreed(this.reward)
        .Refused(this.refused)
    )
    reward = Effect(this.reckon_reward).Annotation(title=_("Reward reckoned")).Next(this.form)
    form = Issue(this.write_form).Annotation(title=_("Notice issued")).Next(this.agreed)
    agreed = Close(Status.AGREED).Annotation(title=_("Agreed"))
    refused = Close(Status.REFUSED).Annotation(title=_("Refused"))

    def reckon_reward(self, case: Case, move: Move) -> None:
        effects.reckon_reward(case, move)

    def write_form(self, case: Case, move: Move) -> list[Sheet]:
        return sheet.notice(case, move)
