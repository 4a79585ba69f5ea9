"""Substitutions that meet a decision, and substitutions that would close a circle."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals import errors, reorganise
from approvals.models import Assignment
from registry.errors import StandsInACircle
from registry.org import substitutions
from registry.org.models import Substitution
from tests.cast import Cast, decide, draft, row, submit
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene, one_wins

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def away(cast: Cast, who: str, substitute: str, on: date) -> Substitution:
    return substitutions.set_up(
        person=cast.people[who],
        substitute=cast.people[substitute],
        since=on,
        until=on,
        by=cast.people[who],
        at=cast.now,
    )


def substitute_and_end(cast: Cast) -> Scene:
    """Fang decides for Wang while Wang ends the substitution."""
    link = away(cast, "wang", "fang", timezone.localdate(cast.now))
    case = submit(cast, draft(cast, "12000"))
    asked, at = row(case, cast.fang).pk, cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        decided, ended = outcomes
        if not ended.ok:
            yield "the substitution was not ended"
        # What the end reads first is the locked row; the decision looks it up before it locks it.
        if decided.ok and ended.entered < decided.last:
            yield "the decision was made while the substitution was being ended"
        if not decided.ok and not decided.refused(errors.SubstitutionEnded):
            yield "the substitute is not told that it ended"

    return Scene(
        [
            lambda: decide(cast, case, cast.fang, row=asked, seen=1, at=at),
            lambda: substitutions.end(substitution_id=link.pk, by=cast.wang, at=at),
        ],
        judge,
        point="registry_substitution",
    )


def circle_of_four(cast: Cast) -> Scene:
    """Wang has Fang and the director has the deputy stand in; the other two links come at once."""
    cast.now += timedelta(days=1)
    today = timezone.localdate(cast.now)
    away(cast, "wang", "fang", today)
    away(cast, "director", "deputy", today)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        yield from one_wins(outcomes)
        if not all(o.ok or o.refused(StandsInACircle) for o in outcomes):
            yield "the loser is not told why"

    return Scene(
        [
            lambda: away(cast, "fang", "director", today),
            lambda: away(cast, "deputy", "wang", today),
        ],
        judge,
        point="registry_unit",
    )


def test_a_substitute_decides_before_the_substitution_ends_or_not_at_all(rounds: Rounds) -> None:
    assert rounds.hold(substitute_and_end) == []


def test_without_locks_a_substitute_decides_while_the_substitution_ends(rounds: Rounds) -> None:
    assert rounds.without(substitute_and_end)


def test_a_circle_of_four_is_not_closed_by_two_at_once(rounds: Rounds) -> None:
    assert rounds.hold(circle_of_four) == []


def test_without_locks_two_close_a_circle(rounds: Rounds) -> None:
    assert rounds.without(circle_of_four)


def twin_sweeps(cast: Cast) -> Scene:
    """Two workers sweep at once after Wang has gone away."""
    cast.now += timedelta(days=1)
    case = submit(cast, draft(cast, "12000"))
    away(cast, "wang", "fang", timezone.localdate(cast.now))
    at = cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if (moved := sum(o.value or 0 for o in outcomes)) != 1:
            yield f"the case was given to others {moved} times"
        asked = case.assignments.filter(state=Assignment.State.OPEN)
        if [row.person for row in asked] != [cast.fang]:
            yield f"{list(asked)} are asked"

    return Scene([lambda: reorganise.after_change([cast.wang.pk], at)] * 2, judge)


def sweep_and_decision(cast: Cast) -> Scene:
    """Wang, who has gone away, decides while his step is given to Fang."""
    cast.now += timedelta(days=1)
    case = submit(cast, draft(cast, "12000"))
    away(cast, "wang", "fang", timezone.localdate(cast.now))
    asked, at = row(case, cast.wang).pk, cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        decided, swept = outcomes
        if not decided.ok and not decided.refused(errors.GivenToOthers):
            yield "Wang is not told that the step is another's"
        if decided.ok and swept.value:
            yield "the step was decided, and given to another"

    return Scene(
        [
            lambda: decide(cast, case, cast.wang, row=asked, seen=1, at=at),
            lambda: reorganise.after_change([cast.wang.pk], at),
        ],
        judge,
    )


def test_twin_sweeps_give_a_case_to_others_once(rounds: Rounds) -> None:
    assert rounds.hold(twin_sweeps) == []


def test_without_locks_twin_sweeps_clash(rounds: Rounds) -> None:
    assert rounds.without(twin_sweeps)


def test_a_step_is_decided_or_given_to_another(rounds: Rounds) -> None:
    assert rounds.hold(sweep_and_decision) == []


def test_without_locks_a_step_is_decided_and_given_to_another(rounds: Rounds) -> None:
    assert rounds.without(sweep_and_decision)
