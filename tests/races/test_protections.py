"""Two units that declare one customer, a success at the last moment, and clocks that strike at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from approvals import errors
from approvals.models import Case
from registry.customers.models import Customer, Protection
from tests.cast import Cast, decide, submit
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene, loser_is_told
from tests.workflows.declaring import confirmed, declared, report
from workflows.expiry import clock
from workflows.registration.effects import RegisteredMeanwhile
from workflows.success.effects import TooLate

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def new_name() -> str:
    return f"海风食品{Customer.objects.count()}厂"


def two_units(cast: Cast) -> Scene:
    """The centre confirms the same new customer for two units."""
    name = {"name": new_name(), "licence_code": "", "situation": "新厂"}
    first = declared(cast, **name)
    second = declared(cast, by=cast.chen, unit=cast.other, a_manager=cast.chen, **name)
    at = cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        yield from loser_is_told(outcomes, RegisteredMeanwhile, "分局")
        if (found := Customer.objects.filter(name=name["name"]).count()) != 1:
            yield f"the customer is registered {found} times"

    both = [
        lambda c=case: decide(cast, c, cast.director, "confirmed", at=at)
        for case in (first, second)
    ]
    return Scene(both, judge, point="registry_unit")


def late(cast: Cast) -> Protection:
    """A period whose last day was yesterday."""
    held = confirmed(cast, name=new_name(), licence_code="", situation="新厂")
    cast.later(days=(held.last_day - cast.now.date()).days + 1)
    return held


def success_and_clock(cast: Cast) -> Scene:
    """Li reports the success while the clock strikes."""
    held = late(cast)
    case, at = report(cast, held), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        reported, struck = outcomes
        state = Protection.objects.get(pk=held.pk).state
        asked = Case.objects.filter(kind="expiry", expiry__protection=held).count()
        if not struck.ok:
            yield "the clock stopped with an error"
        if reported.ok and (state, asked) != ("running", 0):
            yield f"it was reported in time and is {state}, with {asked} choices asked for"
        if not reported.ok and (state, asked) != ("lapsed", 1):
            yield f"the report was refused and it is {state}, with {asked} choices asked for"
        if not reported.ok and not reported.refused(TooLate, errors.Incomplete):
            yield "who comes too late is not told"

    actions = [lambda: submit(cast, case, at=at), lambda: clock.sweep(at)]
    return Scene(actions, judge, point="registry_customer", clean=(errors.Incomplete,))


def two_clocks(cast: Cast) -> Scene:
    """Two workers sweep at once."""
    held, at = late(cast), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        asked = Case.objects.filter(kind="expiry", expiry__protection=held).count()
        if asked != 1 or sum(o.value or 0 for o in outcomes) != 1:
            yield f"the centre was asked {asked} times"

    cast.now += timedelta(days=1)
    return Scene([lambda: clock.sweep(at)] * 2, judge, point="registry_customer")


SCENES = (two_units, success_and_clock, two_clocks)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_one_comes_first_and_the_other_is_told(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_locks_it_goes_wrong(rounds: Rounds, scene) -> None:
    assert rounds.without(scene) != []
