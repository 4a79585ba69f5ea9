"""The paper of a reward: 商机信息奖励审批表."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Sheet, facts, sections
from policy import lead
from workflows.lead.models import Lead

NOTICE = declare(
    PaperKind(
        code="lead_reward", title="商机信息奖励审批表", mark="奖", label=_("Reward for a lead")
    )
)


def notice(case: Case, move: Move) -> list[Sheet]:
    """The form, with the profit and the reward."""
    told, asked = Dossier(case, move), Lead.of(case)
    reward, profit = asked.reward_yuan, asked.profit_yuan
    form = told.sheet(
        NOTICE,
        conclusion=f"奖励信息提供人 {wording.figures(reward)}" if reward else "",
        subject_label="商机信息",
        amount=wording.figures(reward) if reward else "",
        capitals=wording.capitals(reward) if reward else "",
        amount_label="奖励金额",
        amount_en="Reward",
        facts=facts(
            ("意向客户", "Prospect", asked.prospect),
            ("联系人", "Contact", asked.contact),
            ("提供人单位", "Unit", case.unit.name),
            ("项目创利", "Profit", wording.figures(profit) if profit else ""),
        ),
        sections=sections(("客户需求", "Need", asked.need)),
        clauses=told.clauses(lead.SHARE),
    )
    return [form]
