"""Two deciders who grant at once, and a revocation that meets a use."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from registry.customers import entering
from registry.customers.models import Customer
from registry.discounts import grants, uses
from registry.discounts.invariants import CHECKS
from registry.discounts.models import DiscountGrant, DiscountUse
from registry.revenue.models import Line
from tests.cast import Cast
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def customer_of(cast: Cast) -> Customer:
    """A customer of its own for each round."""
    name, about = f"海风{Customer.objects.count()}厂", {"by": cast.director, "at": cast.later()}
    with transaction.atomic():
        return entering.enter(unit=cast.county, name=name, since=cast.now.date(), **about)


def give(cast: Cast, customer: Customer, depth: str, origin: str) -> DiscountGrant:
    """As a decision does: in one transaction."""
    today = timezone.localdate(cast.now)
    with transaction.atomic():
        return grants.grant(
            Customer.objects.get(pk=customer.pk),
            unit=cast.county,
            line=Line.EXPRESS,
            product="同城快递",
            list_yuan=Decimal("10.00"),
            price_yuan=Decimal("9.40"),
            depth_percent=Decimal(depth),
            ceiling_percent=Decimal(10),
            valid_from=today,
            valid_until=today + timedelta(days=90),
            by=cast.director,
            at=cast.now,
            origin=origin,
        )


def broken() -> Iterator[str]:
    for check in CHECKS:
        yield from check()


def two_deciders(cast: Cast) -> Scene:
    """Two discounts of 6 % under a ceiling of 10 are granted at once."""
    customer = customer_of(cast)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if sorted(o.ok for o in outcomes) != [False, True]:
            yield "not exactly one was granted"
        if not any(o.refused(grants.TooDeepTogether) for o in outcomes):
            yield "who comes second is not told"
        yield from broken()

    both = [lambda n=n: give(cast, customer, "6", f"case:{customer.pk}{n}") for n in (1, 2)]
    return Scene(both, judge, point="registry_customer", clean=(grants.TooDeepTogether,))


def revoked_and_used(cast: Cast) -> Scene:
    """The director revokes while the ledger enters a use of that day."""
    customer = customer_of(cast)
    made = give(cast, customer, "6", f"case:{customer.pk}3")
    at = cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "one of the two failed"
            return
        revoked, used = outcomes
        use = DiscountUse.objects.get(customer=customer)
        first = (revoked.entered or 0) < (used.entered or 0)
        if first and not use.flagged:
            yield "it was used after it had been revoked, and nobody sees it"
        yield from broken()

    def revokes() -> DiscountGrant:
        return grants.revoke(made.pk, why="欠费", by=cast.director, at=at)

    def enters() -> DiscountUse:
        return uses.enter(
            Customer.objects.get(pk=customer.pk),
            line=Line.EXPRESS,
            used_on=timezone.localdate(at),
            list_yuan=Decimal(100),
            charged_yuan=Decimal(94),
            reference="",
            by=cast.wang,
            at=at + timedelta(seconds=1),
        )

    return Scene([revokes, enters], judge, point="registry_customer")


SCENES = (two_deciders, revoked_and_used)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_one_comes_first_and_the_other_sees_it(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_locks_it_goes_wrong(rounds: Rounds, scene) -> None:
    assert rounds.without(scene) != []
