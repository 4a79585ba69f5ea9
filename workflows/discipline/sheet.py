"""The papers of a case of discipline: 营销纪律处理决定, or 营销纪律核查告知."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Fact, Sheet, facts, sections
from policy import discipline
from policy.units import fraction
from workflows.discipline.models import Discipline

DECISION = declare(
    PaperKind(
        code="discipline_decision",
        title="营销纪律处理决定书",
        mark="律",
        label=_("Decision on a violation"),
    )
)
NOTICE = declare(
    PaperKind(
        code="discipline_notice",
        title="营销纪律核查结果告知书",
        mark="告",
        label=_("Notice of an unproven violation"),
    )
)


def decision(case: Case, move: Move) -> list[Sheet]:
    """What is withheld or taken off; nothing that the finding didn't name."""
    told, asked, said = Dossier(case, move), Discipline.of(case), move.answers("finding")
    share = case.ruling.value_of(discipline.WITHHELD)
    follows = []
    if said.get("pay") and share is not None:
        follows.append(f"扣发当月薪酬的{float(fraction(share) * 100):g}%")
    if said.get("points"):
        follows.append("当月考核扣分")
    form = told.sheet(
        DECISION,
        conclusion=f"违纪属实，{'，'.join(follows)}",
        subject_label="处理事项",
        amount="",
        facts=_facts(asked),
        sections=sections(("违纪事实", "What is known", asked.told)),
        clauses=told.clauses(discipline.WITHHELD, discipline.STACKING),
    )
    return [form]


def acquittal(case: Case, move: Move) -> list[Sheet]:
    """The violation was not confirmed; nothing follows."""
    told, asked = Dossier(case, move), Discipline.of(case)
    form = told.sheet(
        NOTICE,
        conclusion="违纪未予认定，不作处理",
        subject_label="核查事项",
        amount="",
        facts=_facts(asked),
        clauses=(),
    )
    return [form]


def _facts(asked: Discipline) -> tuple[Fact, ...]:
    assert asked.manager is not None
    return facts(
        ("客户经理", "Account manager", asked.manager.person.name),
        ("所在单位", "Unit", asked.manager.unit.name),
        ("违纪类别", "Kind", str(asked.get_kind_display())),
        ("发生日期", "Day", wording.day(asked.on_day)),
    )
