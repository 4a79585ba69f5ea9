"""A transfer while the clock ends a protection, two centres that decide, a transfer against a ruling."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from approvals import errors
from registry.customers import entering, holdings, moving, protections
from registry.customers.models import Customer, Holding, Protection
from registry.errors import RegistryError
from tests.cast import Cast, decide
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene
from tests.workflows.contesting import before_the_centre
from workflows.transfer.effects import NotPossibleNow

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def new_customer(cast: Cast) -> Customer:
    """One of its own for each round."""
    name = f"海风{Customer.objects.count()}厂"
    about = {"since": cast.now.date(), "by": None, "at": cast.later()}
    with transaction.atomic():
        return entering.enter(unit=cast.county, name=name, **about)


def owned_once(customer: Customer) -> Iterator[str]:
    """The customer has one open holding, and belongs to whom that says."""
    customer.refresh_from_db()
    open_ = list(Holding.objects.filter(customer=customer, until=None))
    if [held.unit_id for held in open_] != [customer.unit_id]:
        yield f"{len(open_)} owners, or another than the customer says"
    live = Protection.objects.filter(customer=customer, state__in=Protection.LIVE)
    if any(held.unit_id != customer.unit_id for held in live):
        yield "it is developed by a unit that does not own it"


def to_chen(cast: Cast, customer: Customer, origin: str, **given: object) -> Customer:
    about = {"unit": cast.other, "a_manager": cast.chen, "b_manager": None, "reason": "移交"}
    about |= {"protected": moving.GOES_ALONG, "by": cast.director, "origin": origin}
    about |= {"on": cast.now.date(), "at": cast.now}
    return moving.move(customer, **(about | given))  # type: ignore[arg-type]


def transfer_and_clock(cast: Cast) -> Scene:
    """The customer moves with its protection while the clock says that its time is over."""
    customer, at = new_customer(cast), cast.now
    begun = {"confirmed_on": (at - timedelta(days=60)).date(), "last_day": at.date()}
    about = {"by": None, "at": at, "origin": "case:0"}
    with transaction.atomic():
        held = protections.begin(
            customer,
            unit=cast.county,
            a_manager=cast.li,
            b_manager=None,
            kind="regular",
            **begun,
            **about,
        )
    tomorrow = at + timedelta(days=1)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        moved, struck = outcomes
        yield from owned_once(customer)
        states = sorted(customer.protections.values_list("state", flat=True))
        if not struck.ok:
            yield "the clock stopped with an error"
        if moved.ok and states != ["reassigned", "running"]:
            yield f"it moved, and its protections are {states}"
        if not moved.ok and (not moved.refused(RegistryError) or states != ["lapsed"]):
            yield f"who comes too late is not told; its protections are {states}"
        Protection.objects.filter(customer=customer).update(state="released", ended_on=at.date())

    def lapses() -> None:
        with transaction.atomic():
            protections.lapse(held.pk, on=tomorrow.date(), at=tomorrow)

    actions = [lambda: to_chen(cast, customer, "case:1"), lapses]
    return Scene(actions, judge, point="registry_customer", clean=(RegistryError,))


def two_centres(cast: Cast) -> Scene:
    """Two decisions give one customer to two units at once."""
    customer = new_customer(cast)
    origins = ("case:1", "case:2")

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        yield from owned_once(customer)
        count = holdings.history_of(customer).count()
        if count != 1 + sum(o.ok for o in outcomes):
            yield f"{count} holdings after {[o.ok for o in outcomes]}"

    def goes(unit: object, origin: str) -> object:
        return lambda: to_chen(cast, customer, origin, unit=unit, a_manager=None)

    actions = [goes(cast.other, origins[0]), goes(cast.centre, origins[1])]
    return Scene(actions, judge, point="registry_customer", clean=(RegistryError,))  # type: ignore[arg-type]


def decision_and_ruling(cast: Cast) -> Scene:
    """The centre decides on a transfer while a ruling gives the customer to somebody else."""
    customer = new_customer(cast)
    case, at = before_the_centre(cast, customer=customer), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        decided, _ruled = outcomes
        yield from owned_once(customer)
        if not decided.ok and not decided.refused(NotPossibleNow):
            yield "who comes too late is not told"
        if not any(o.ok for o in outcomes):
            yield "nobody got it"

    actions = [
        lambda: decide(cast, case, cast.director, at=at),
        lambda: to_chen(cast, customer, "case:0", unit=cast.centre, a_manager=None, at=at),
    ]
    clean = (errors.Refused, RegistryError)
    return Scene(actions, judge, point="registry_customer", clean=clean)


SCENES = (transfer_and_clock, two_centres, decision_and_ruling)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_one_customer_has_one_owner_whoever_comes_first(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_locks_it_goes_wrong(rounds: Rounds, scene) -> None:
    assert rounds.without(scene) != []
