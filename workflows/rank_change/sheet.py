"""The paper of a change of rank: 客户经理级别调整审批表."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Sheet, facts, sections
from policy import managers
from registry.people import managers as register
from workflows.rank_change.models import RankChange

DECISION = declare(
    PaperKind(
        code="rank_change", title="客户经理级别调整审批表", mark="级", label=_("Change of rank")
    )
)


def decision(case: Case, move: Move) -> list[Sheet]:
    """The form, with the rank and its day."""
    told, asked = Dossier(case, move), RankChange.of(case)
    manager = asked.manager
    assert manager is not None
    earned = wording.figures(asked.year_yuan) if asked.year_yuan else ""
    form = told.sheet(
        DECISION,
        conclusion=f"同意调整为{asked.get_rank_display()}",
        subject_label="调整事项",
        amount="",
        facts=facts(
            ("客户经理", "Account manager", manager.person.name),
            ("所在单位", "Unit", manager.unit.name),
            ("聘任日期", "Appointed on", wording.day(manager.appointed_on)),
            ("原级别", "Rank before", _rank_before(asked)),
            ("调整后级别", "New rank", str(asked.get_rank_display())),
            ("生效日期", "From", wording.day(asked.since)),
            ("半年业绩", "Performance", earned),
        ),
        sections=sections(("调整理由", "Reason", asked.reason)),
        clauses=told.clauses(managers.LADDER, managers.REVIEW_MONTHS),
    )
    return [form]


def _rank_before(asked: RankChange) -> str:
    assert asked.manager is not None and asked.since is not None
    held = register.rank_of(asked.manager, asked.since - timedelta(days=1))
    return str(held.get_rank_display()) if held else ""
