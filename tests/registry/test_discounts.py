"""Discounts in the register: never back-dated, never above the ceiling; uses are held against them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from registry.customers import record
from registry.discounts import grants, uses
from registry.discounts.invariants import CHECKS
from registry.discounts.models import DiscountGrant, DiscountUse
from registry.revenue.models import Line
from tests.cast import Cast


def give(cast: Cast, depth: str = "8", **changes: Any) -> DiscountGrant:
    """A discount of the cast's customer, from today for three months."""
    today = timezone.localdate(cast.now)
    given: dict[str, Any] = {
        "unit": cast.county,
        "line": Line.EXPRESS,
        "product": "同城快递",
        "list_yuan": Decimal("10.00"),
        "price_yuan": Decimal("9.20"),
        "depth_percent": Decimal(depth),
        "ceiling_percent": Decimal(15),
        "valid_from": today,
        "valid_until": today + timedelta(days=90),
        "by": cast.director,
        "at": cast.now,
        "origin": f"case:{DiscountGrant.objects.count() + 900}",
    }
    with transaction.atomic():
        return grants.grant(cast.customer, **given | changes)


def use(cast: Cast, charged: str = "920", **changes: Any) -> DiscountUse:
    """What the customer was charged today of 1,000 yuan."""
    given: dict[str, Any] = {
        "line": Line.EXPRESS,
        "used_on": timezone.localdate(cast.now),
        "list_yuan": Decimal(1000),
        "charged_yuan": Decimal(charged),
        "reference": "",
        "by": cast.li,
        "at": cast.later(),
    }
    cast.customer.a_manager = cast.li
    cast.customer.save(update_fields=["a_manager"])
    return uses.enter(cast.customer, **given | changes)


def whole() -> list[str]:
    return [fault for check in CHECKS for fault in check()] + list(record.faults())


def test_a_discount_is_never_back_dated(cast: Cast) -> None:
    today = timezone.localdate(cast.now)
    with pytest.raises(grants.BackDated):
        give(cast, valid_from=today - timedelta(days=1))
    made = give(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        DiscountGrant.objects.bulk_create(
            [DiscountGrant(**_columns(made) | {"valid_from": date(2026, 3, 1), "origin": "case:1"})]
        )


def test_what_was_granted_is_never_changed_in_the_database(cast: Cast) -> None:
    made = give(cast)
    for changed in ({"depth_percent": 9}, {"valid_until": date(2030, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DiscountGrant.objects.filter(pk=made.pk).update(**changed)


@pytest.mark.parametrize(("second", "allowed"), [("6.99", True), ("7", True), ("7.01", False)])
def test_discounts_of_one_time_stay_within_the_ceiling_together(
    second: str, allowed: bool, cast: Cast
) -> None:
    give(cast, "8")
    if allowed:
        give(cast, second)
    else:
        with pytest.raises(grants.TooDeepTogether):
            give(cast, second)
    give(cast, second, line=Line.LETTERS)  # another line of business counts apart
    assert whole() == []


def test_one_that_follows_on_another_adds_up_with_nothing(cast: Cast) -> None:
    first = give(cast, "15")
    after = first.valid_until + timedelta(days=1)
    give(cast, "15", valid_from=after, valid_until=after + timedelta(days=30))
    with pytest.raises(grants.TooDeepTogether):
        give(cast, "1", valid_from=first.valid_until, valid_until=after)
    assert whole() == []


def test_only_the_heads_revoke_and_once(cast: Cast) -> None:
    made = give(cast)
    with pytest.raises(grants.MayNotRevoke):
        grants.revoke(made.pk, why="客户欠费", by=cast.wang, at=cast.later())
    grants.revoke(made.pk, why="客户欠费", by=cast.zhao, at=cast.later())
    with pytest.raises(grants.RevokedAlready):
        grants.revoke(made.pk, why="客户欠费", by=cast.director, at=cast.later())
    assert whole() == []


@pytest.mark.parametrize(
    ("charged", "flagged"), [("920.01", False), ("920", False), ("919.99", True)]
)
def test_a_use_that_goes_deeper_than_granted_is_flagged(
    charged: str, flagged: bool, cast: Cast
) -> None:
    give(cast, "8")
    row = use(cast, charged)
    assert (row.flagged, row.allowed_percent) == (flagged, Decimal(8))
    assert whole() == []


def test_a_use_without_a_grant_is_flagged(cast: Cast) -> None:
    today = timezone.localdate(cast.now)
    made = give(cast, valid_from=today + timedelta(days=1))
    assert use(cast).flagged, "it holds from tomorrow on"
    cast.later(days=1)
    assert not use(cast).flagged
    assert use(cast, line=Line.LETTERS).flagged, "another line of business"
    grants.revoke(made.pk, why="客户欠费", by=cast.zhao, at=cast.later())
    assert use(cast).flagged, "on the day of the revocation it holds no more"
    assert whole() == []


def test_only_those_who_answer_for_the_customer_enter_its_uses(cast: Cast) -> None:
    with pytest.raises(uses.NotTheirs):
        use(cast, by=cast.chen)
    with pytest.raises(uses.StillToCome):
        use(cast, used_on=timezone.localdate(cast.now) + timedelta(days=1))
    use(cast, by=cast.qian)


def _columns(row: DiscountGrant) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "id"}
