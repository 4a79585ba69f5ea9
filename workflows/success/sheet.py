"""The paper of a success: 开发成功确认表."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Sheet, facts, sections
from policy import protection
from workflows.success.models import Success

SUCCESS_FORM = declare(
    PaperKind(
        code="success_form",
        title="客户开发成功确认表",
        mark="成",
        label=_("Confirmation of success"),
    )
)


def success_form(case: Case, move: Move) -> list[Sheet]:
    """The form, with who leads from now on."""
    told, asked = Dossier(case, move), Success.of(case)
    kept, customer = asked.protection, case.customer
    assert kept is not None and customer is not None
    period = f"{wording.day(kept.confirmed_on)}至{wording.day(kept.last_day)}"
    developed = "、".join(p.name for p in (kept.a_manager, kept.b_manager) if p)
    customer.refresh_from_db(fields=["a_manager", "b_manager"])
    leads = customer.a_manager.name if customer.a_manager else ""
    supports = customer.b_manager.name if customer.b_manager else ""
    form = told.sheet(
        SUCCESS_FORM,
        conclusion="确认开发成功",
        facts=facts(
            ("客户", "Customer", customer.name),
            ("客户编号", "Customer id", customer.code or ""),
            ("项目", "Project", kept.project),
            ("保护期", "Protected period", period),
            ("开发人员", "Developed by", developed),
            ("成功依据", "Proof", asked.get_proof_display()),
            ("签约或收入日期", "On", wording.day(asked.on_day)),
            ("协议编号", "Number of the agreement", asked.agreement_number),
            ("协议期限", "Agreement until", wording.day(asked.agreement_ends_on)),
            ("今后维护（A角）", "Leads from now on", leads),
            ("协助维护（B角）", "Supports from now on", supports),
        ),
        sections=sections(("开发经过", "How it went", asked.told)),
        clauses=told.clauses(protection.SUCCESS),
    )
    return [form]
