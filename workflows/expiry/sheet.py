"""The paper of the centre's choice: 保护期满处理决定."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Sheet, facts
from registry.customers import protections
from workflows.expiry.models import Expiry

DECISION = declare(
    PaperKind(
        code="expiry_decision",
        title="客户保护期满处理决定",
        mark="期",
        label=_("Decision on a period that is over"),
    )
)
_CHOSEN = {
    "released": "释放客户，各单位可重新申报",
    "reassigned": "改由其他单位开发",
    "bid_out": "公开竞标",
    "extended": "延长保护期",
}


def decision(case: Case, move: Move) -> list[Sheet]:
    """What was chosen, and for whom the customer is protected now."""
    told, over = Dossier(case, move), Expiry.of(case).protection
    now = protections.live_of(over.customer_id)
    who = "、".join(p.name for p in (now.a_manager, now.b_manager) if p) if now else ""
    sheet = told.sheet(
        DECISION,
        conclusion=_CHOSEN.get(case.result, ""),
        amount="",
        facts=facts(
            ("客户", "Customer", over.customer.name),
            ("原开发单位", "Developed by", over.unit.name),
            ("原保护期限", "Until", wording.day(over.last_day)),
            ("现开发单位", "Developed now by", now.unit.name if now else ""),
            ("现开发人员", "Managers now", who),
            ("现保护期限", "Protected until", wording.day(now.last_day) if now else ""),
        ),
    )
    return [sheet]
