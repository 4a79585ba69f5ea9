"""The words of the tests of discounts: a table that the bureau has set, and a request."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals import drafts
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Case
from approvals.words import Part
from policy import discounts
from registry import amending
from registry.customers import grades, record
from registry.revenue.models import Line
from tests.cast import Cast, decide, new_key, submit

EXAMPLE = {
    **{"ceiling_diamond": 20, "ceiling_gold": 15, "ceiling_silver": 10, "ceiling_general": 5},
    **{"centre_up_to": 5, "market_up_to": 10, "leader_up_to": 20},
}
SAYS = {"zh": "示例，使用前由本局修改。", "en": "An example: change it before use."}


def set_table(cast: Cast, tier: str = "diamond", **figures: int) -> None:
    """The bureau's table, proposed by Zhao and approved by the director; the customer's grade."""
    today = timezone.localdate(cast.now)
    rows = amending.propose_together(
        EXAMPLE | figures,
        bureau=cast.bureau,
        by=cast.zhao,
        at=cast.now,
        today=today,
        set=cast.bureau.policy_set,
        chapter=discounts.CHAPTER,
        effective=today,
        says=SAYS,
    )
    about = {"by": cast.director, "at": cast.later(), "today": today, "approve": True}
    amending.settle_together([row.pk for row in rows], **about)
    with transaction.atomic():
        held = record.locked(cast.customer.pk)
        grades.grade_each([(held, grades.Graded(tier))], since=today, by=None, at=cast.now)
    cast.customer.refresh_from_db()


def ask(cast: Cast, price: str = "9.60", **changes: Any) -> Case:
    """Li's draft: express at a price, the list says 10 yuan, from today for half a year."""
    today = timezone.localdate(cast.now)
    request: dict[str, Any] = {
        "line": Line.EXPRESS,
        "product": "同城快递",
        "list_yuan": Decimal("10.00"),
        "price_yuan": Decimal(price),
        "depth_percent": discounts.depth_of(Decimal(10), Decimal(price)),
        "cost_yuan": Decimal("6.00"),
        "valid_from": today,
        "valid_until": today + timedelta(days=180),
        "reason": "年寄递量增长一倍。",
        "a_manager": cast.li,
    }
    case = {"title": "东港茶业快递优惠", "customer": cast.customer, "value_yuan": Decimal(120000)}
    request |= {k: v for k, v in changes.items() if k not in case}
    case |= {k: v for k, v in changes.items() if k in case}
    content = Content(unit=cast.county, case=case, request=request, parts={Part.A_MANAGER: cast.li})
    kind = kind_of("discount")
    return drafts.create(kind=kind, actor=cast.li, content=content, at=cast.later(), key=new_key())


def at_the_centre(cast: Cast, price: str = "9.60", **changes: Any) -> Case:
    """A discount on which the director decides now: the unit agreed, finance gave the margin."""
    case = submit(cast, ask(cast, price, **changes))
    decide(cast, case, cast.wang)
    return give_margin(cast, case)


def give_margin(cast: Cast, case: Case) -> Case:
    """Marketing says what margin is left, as the bureau of the tests has no finance department."""
    said = {"margin_percent": "35", "carries": "yes"}
    return decide(cast, case, cast.zhao, "given", answers=said)


def day(text: str) -> date:
    return date.fromisoformat(text)
