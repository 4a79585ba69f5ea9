"""The paper of a discount: 资费优惠审批表."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sheet import Sheet, facts, sections
from workflows.discount.effects import grant_of
from workflows.discount.models import Discount

APPROVAL_FORM = declare(
    PaperKind(
        code="discount_form", title="资费优惠审批表", mark="惠", label=_("Discount approval form")
    )
)


def approval_form(case: Case, move: Move) -> list[Sheet]:
    """What was asked for, what was granted and until when."""
    told, asked, made = Dossier(case, move), Discount.of(case), grant_of(case)
    customer = case.customer
    assert made is not None and customer is not None
    lower = made.depth_percent < (asked.depth_percent or made.depth_percent)
    managers = "、".join(p.name for p in (asked.a_manager, asked.b_manager) if p)
    margin = asked.margin_percent
    form = told.sheet(
        APPROVAL_FORM,
        conclusion=f"同意优惠 {percent(made.depth_percent)}"
        + ("（低于申请幅度）" if lower else ""),
        facts=facts(
            ("客户", "Customer", customer.name),
            ("客户等级", "Grade", f"{customer.get_tier_display()}"),
            ("业务板块", "Line of business", asked.get_line_display()),
            ("产品", "Product", asked.product),
            ("标准价", "List price", wording.figures(made.list_yuan)),
            ("申请价", "Price asked for", _yuan(asked.price_yuan)),
            ("申请幅度", "Depth asked for", percent(asked.depth_percent)),
            ("核定幅度", "Depth granted", percent(made.depth_percent)),
            ("核定价", "Price granted", wording.figures(made.price_yuan)),
            ("有效期自", "Valid from", wording.day(made.valid_from)),
            ("有效期至", "Valid until", wording.day(made.valid_until)),
            ("预计业务量", "Volume", asked.volume),
            ("优惠后毛利率", "Margin", "" if margin is None else percent(margin)),
            ("客户经理", "Managers", managers),
            ("行业地位", "Place in its industry", asked.get_standing_display()),
            ("用邮规模", "Scale", asked.scale),
            ("竞争对手报价", "Competitors", asked.competitor),
            ("政策依据", "Policy", asked.policy_reference),
        ),
        sections=sections(("优惠理由", "Reason", asked.reason)),
    )
    return [form]


def percent(depth: Decimal | None) -> str:
    """8.50 as "8.5%"."""
    return "" if depth is None else f"{depth.normalize():f}%"


def _yuan(value: Decimal | None) -> str:
    return "" if value is None else wording.figures(value)
