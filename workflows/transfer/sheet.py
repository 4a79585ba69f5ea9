"""The paper of a transfer: 客户移交审批表."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sharing import split_tables
from documents.sheet import Sheet, facts, sections
from policy import transfer
from registry.customers.models import Holding
from workflows.transfer.models import Transfer

TRANSFER_FORM = declare(
    PaperKind(code="transfer_form", title="客户移交审批表", mark="移", label=_("Transfer form"))
)


def transfer_form(case: Case, move: Move) -> list[Sheet]:
    """Whose the customer was and is, what goes with it, and how both share it."""
    told, asked = Dossier(case, move), Transfer.of(case)
    customer, other = case.customer, case.other_unit
    assert customer is not None and other is not None
    now = Holding.objects.filter(customer=customer, until=None).select_related(
        "a_manager", "b_manager"
    )
    held = now.filter(origin=case.journal_subject).first()
    before = Holding.objects.filter(customer=customer).exclude(origin=case.journal_subject)
    was = before.select_related("a_manager", "b_manager").order_by("-since", "-pk").first()
    sheet = told.sheet(
        TRANSFER_FORM,
        conclusion=told.agreed(f"，由{other.name}接收"),
        amount="",
        subject_label="移交事项",
        facts=facts(
            ("客户", "Customer", customer.name),
            ("客户编号", "Customer id", customer.code or "待编发"),
            ("移出单位", "From", case.unit.name),
            ("原客户经理", "Managers before", _managers(was)),
            ("接收单位", "To", other.name),
            ("接手客户经理", "Managers now", _managers(held)),
            ("移交事由", "Reason", asked.get_reason_display()),
            ("生效日期", "From", wording.day(held.since) if held else ""),
        ),
        sections=sections(
            ("移交说明", "Why", asked.told), ("移交清单", "What goes with it", asked.items)
        ),
        tables=split_tables(case),
        clauses=told.clauses(transfer.BY_PROCESS),
    )
    return [sheet]


def _managers(held: Holding | None) -> str:
    people = (held.a_manager, held.b_manager) if held else ()
    return "、".join(person.name for person in people if person)
