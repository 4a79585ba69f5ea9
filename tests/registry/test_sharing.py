"""Splits, consents and instructions: kept for ever, whole, and about customers of others only."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from approvals.invariants import check_all
from policy import splits as policy
from registry.customers import holdings, moving, protections
from registry.customers.models import Protection
from registry.sharing import consents, instructions, splits
from registry.sharing.models import Instruction, Share
from registry.sharing.splits import Side
from tests.cast import Cast

DAY = date(2026, 3, 2)


def shared(cast: Cast, how: str = policy.LEAD_ASSIST, percent: str = "70", **given: Any):
    return splits.enter(
        cast.customer,
        how=how,
        lead=given.get("lead") or Side(cast.county, cast.li),
        assist=given.get("assist") or Side(cast.other, cast.chen),
        lead_percent=Decimal(percent),
        since=given.get("since", DAY),
        by=cast.director,
        at=cast.later(),
        origin=given.get("origin", "case:1"),
        reason="约定",
    )


def consented(cast: Cast, **given: Any):
    about = {"customer": cast.customer, "area": "", "owner": cast.county, "unit": cast.other}
    about |= {"person": cast.chen, "since": DAY, "until": DAY + timedelta(days=30)}
    about |= {"by": cast.director, "at": cast.later(), "origin": "case:2"}
    return consents.give(**(about | given))


def developed(cast: Cast) -> Protection:
    return protections.begin(
        cast.customer,
        unit=cast.county,
        a_manager=cast.li,
        b_manager=None,
        kind="regular",
        confirmed_on=DAY,
        last_day=DAY + timedelta(days=60),
        by=cast.director,
        at=cast.later(),
        origin="case:3",
    )


@pytest.mark.parametrize(
    ("how", "performance", "revenue"),
    [
        ("lead_assist", ["70.00", "30.00"], ["70.00", "30.00"]),
        ("agreed", ["70.00", "30.00"], ["70.00", "30.00"]),
        ("both_count", ["100.00", "100.00"], ["70.00", "30.00"]),
    ],
)
def test_performance_and_revenue_stand_in_ledgers_of_their_own(cast, how, performance, revenue):
    made = shared(cast, how)
    found = {
        ledger: [str(row.percent) for row in made.shares.filter(ledger=ledger).order_by("pk")]
        for ledger in policy.LEDGERS
    }
    assert found == {"performance": performance, "revenue": revenue}
    assert check_all() == []


def test_the_last_split_counts_and_the_one_before_is_kept(cast):
    first = shared(cast)
    second = shared(cast, "agreed", "50", origin="case:9", since=DAY + timedelta(days=5))
    assert splits.on(cast.customer, DAY) == first
    assert splits.on(cast.customer, DAY + timedelta(days=5)) == second
    assert splits.on(cast.customer, DAY - timedelta(days=1)) is None


def test_within_a_unit_nothing_is_counted_twice(cast):
    with pytest.raises(splits.OneSide):
        shared(cast, "both_count", assist=Side(cast.county, cast.lin))
    with pytest.raises(IntegrityError), transaction.atomic():
        shared(cast, percent="0")


def test_a_share_too_many_is_refused_and_one_between_strangers_is_found(cast):
    made = shared(cast)
    about = {"split": made, "unit": cast.other, "person": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(ledger="revenue", side="lead", percent=Decimal(1), **about)
    wrong = shared(
        cast, origin="case:7", lead=Side(cast.other, cast.chen), assist=Side(cast.centre)
    )
    assert check_all() == [f"split {wrong.pk}: neither of the two owned the customer"]


def test_what_was_split_consented_and_ordered_is_never_changed(cast):
    rows = [shared(cast), consented(cast), shared(cast, origin="case:5").shares.first()]
    rows.append(
        instructions.give(
            Instruction.What.FINE,
            customer=cast.customer,
            person=cast.chen,
            unit=cast.other,
            on=DAY,
            origin="case:4",
            amount_yuan=Decimal(500),
        )
    )
    for one in rows:
        with pytest.raises(DatabaseError), transaction.atomic():
            type(one).objects.filter(pk=one.pk).update(id=one.pk)


@pytest.mark.parametrize(
    ("what", "amount", "taken"),
    [
        ("fine", "500", True),
        ("fine", None, False),
        ("no_credit", None, True),
        ("no_credit", "500", False),
    ],
)
def test_only_a_fine_has_an_amount(cast, what, amount, taken):
    about = {"customer": cast.customer, "person": cast.chen, "unit": cast.other, "on": DAY}
    amount_yuan = Decimal(amount) if amount else None
    if taken:
        instructions.give(what, origin="case:4", amount_yuan=amount_yuan, **about)
        assert instructions.without_credit(cast.chen, cast.customer) == (what == "no_credit")
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            instructions.give(what, origin="case:4", amount_yuan=amount_yuan, **about)


def test_a_consent_runs_from_its_first_to_its_last_day(cast):
    given = consented(cast)
    for days, found in ((-1, None), (0, given), (30, given), (31, None)):
        day = DAY + timedelta(days=days)
        assert consents.in_force(cast.customer, cast.other, day) == found
    assert consents.in_force(cast.customer, cast.county, DAY) is None


def test_nobody_gets_consent_for_the_own_customer_or_one_that_others_develop(cast):
    with pytest.raises(consents.OwnCustomer):
        consented(cast, unit=cast.county, owner=cast.other)
    developed(cast)
    with pytest.raises(protections.Protected):
        consented(cast)


@pytest.mark.parametrize(
    ("protected", "left"), [("goes_along", ["running"]), ("ends", []), ("stays", None)]
)
def test_what_becomes_of_the_protected_period_when_a_customer_moves(cast, protected, left):
    before = developed(cast)
    about = {"unit": cast.other, "a_manager": cast.chen, "b_manager": None, "on": DAY}
    about |= {"by": cast.director, "at": cast.later(), "origin": "case:6", "reason": "移交"}
    if left is None:
        with pytest.raises(protections.Protected):
            moving.move(cast.customer, protected=protected, **about)
        assert holdings.on(DAY).get(customer=cast.customer).unit == cast.county
        return
    moving.move(cast.customer, protected=protected, **about)
    live = Protection.objects.filter(customer=cast.customer, state__in=Protection.LIVE)
    assert list(live.values_list("state", flat=True)) == left
    assert [held.last_day for held in live] == [before.last_day] * len(left)
    assert check_all() == []
