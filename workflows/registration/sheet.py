"""The paper of a declaration: 客户申报注册表, or 项目报备表 where a project is declared."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from approvals.words import Verdict
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Fact, Sheet, facts, sections
from policy import registration
from registry.customers import industries
from workflows.registration.effects import protection_of
from workflows.registration.models import Registration

REGISTRATION_FORM = declare(
    PaperKind(
        code="registration_form", title="客户申报注册表", mark="注", label=_("Registration form")
    )
)
DECLARATION_FORM = declare(
    PaperKind(
        code="declaration_form", title="项目报备表", mark="报", label=_("Project declaration form")
    )
)


def declaration_form(case: Case, move: Move) -> list[Sheet]:
    """The form, with the period in which nobody else steps in."""
    told, asked = Dossier(case, move), Registration.of(case)
    kind = DECLARATION_FORM if asked.declares_project else REGISTRATION_FORM
    said = next(o.verdict for o in reversed(move.opinions) if o.node == "confirm")
    elsewhere = said == Verdict.CONFIRMED_ELSEWHERE and case.other_unit is not None
    form = told.sheet(
        kind,
        conclusion=f"确认归属{case.other_unit}" if elsewhere else "确认，由申报单位优先开发",
        facts=_facts(case, move, asked),
        sections=sections(("客户情况", "Customer", asked.situation)),
        clauses=told.clauses(registration.CONFIRMATION, f"{asked.kind}_months"),
    )
    return [form]


def _facts(case: Case, move: Move, asked: Registration) -> tuple[Fact, ...]:
    managers = [p.name for p in (asked.a_manager, asked.b_manager) if p]
    kept = protection_of(case)
    period = f"{wording.day(kept.confirmed_on)}至{wording.day(kept.last_day)}" if kept else ""
    customer = case.customer
    return facts(
        ("客户", "Customer", asked.named()),
        ("客户编号", "Customer id", (customer.code if customer else "") or "待编发"),
        ("统一社会信用代码", "Licence code", asked.licence_code),
        ("行业", "Industry", _industry(case, asked)),
        ("申报依据", "Basis", asked.get_basis_display()),
        ("申报类别", "Kind", asked.get_kind_display()),
        ("签约机构所在地", "Seat of the signing office", asked.territory),
        ("客户经理", "Managers", "、".join(managers)),
        ("申报日期", "Submitted on", wording.day(case.submitted_at)),
        ("保护期", "Protected period", period),
    )


def _industry(case: Case, asked: Registration) -> str:
    return industries.name_of(asked.industry, bureau=case.bureau, on=case.ruling.on)
