"""The paper of a year-end adjustment: 年终薪级岗位调整审批表."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Sheet, facts, sections
from policy import managers, ranks
from workflows.year_end.models import YearEnd

FORM = declare(
    PaperKind(
        code="year_end", title="年终薪级岗位调整审批表", mark="年", label=_("Year-end adjustment")
    )
)


def form(case: Case, move: Move) -> list[Sheet]:
    """The form, with what the rules ask for and what was decided."""
    told, asked = Dossier(case, move), YearEnd.of(case)
    assert asked.manager is not None and asked.year_yuan is not None
    decided = []
    if asked.paid_as:
        decided.append(f"次年按{asked.get_paid_as_display()}执行岗位工资")
    if asked.new_post:
        decided.append(f"岗位调整为{asked.new_post}")
    made = told.sheet(
        FORM,
        conclusion="同意" + "，".join(decided or ["保持现级别"]),
        subject_label="调整事项",
        amount="",
        facts=facts(
            ("客户经理", "Account manager", asked.manager.person.name),
            ("所在单位", "Unit", asked.manager.unit.name),
            ("年度", "Year", str(asked.year)),
            ("年度业绩", "Performance", wording.figures(asked.year_yuan)),
            ("当年级别", "Rank", str(asked.get_rank_display())),
            ("胜任月均业绩", "Competent", _figure(case, managers.competent(asked.rank))),
            ("年劳动生产率", "Productivity", _figure(case, managers.PRODUCTIVITY)),
            ("规则结论", "By the rules", ranks.WORDS[str(case.ruling.value)].zh),
        ),
        sections=sections(("调整理由", "Reason", asked.reason)),
        clauses=told.clauses(managers.PRODUCTIVITY, managers.competent(asked.rank)),
    )
    return [made]


def _figure(case: Case, name: str) -> str:
    """A figure of the ruling in yuan; empty where the bureau has set none."""
    found = case.ruling.value_of(name)
    return "" if found is None else wording.figures(Decimal(str(found)))
