"""Rounds of one race: a new scene each, either one first, and what is wrong afterwards."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from approvals.invariants import check_all
from tests.cast import Cast
from tests.crash.harness import wrong_files
from tests.races.harness import Outcome, no_row_locks, race

CONTROLS = 40  # rounds without the defence; one that goes wrong ends them


@dataclass
class Scene:
    """Actions that meet, and `judge`: what is wrong with their outcomes, as sentences."""

    actions: Sequence[Callable[[], Any]]
    judge: Callable[[list[Outcome]], Iterator[str]]
    point: str = "approvals_case"
    clean: Sequence[type[Exception]] = ()  # refusals besides the usual ones


@dataclass
class Rounds:
    """`hold(scene)` runs the rounds with the defences on, `without(scene)` the control."""

    cast: Cast
    number: int
    _count: int = 0

    def hold(self, make: Callable[[Cast], Scene]) -> list[str]:
        """What was wrong in all the rounds; empty if nothing."""
        return [
            fault for _ in range(self.number) for fault in self._round(make, nullcontext(False))
        ]

    def without(self, make: Callable[[Cast], Scene], defence_off: Any = no_row_locks) -> list[str]:
        """The control: the same with a defence switched off, until a round goes wrong."""
        tries = (self._round(make, defence_off()) for _ in range(CONTROLS))
        return next(filter(None, tries), [])

    def _round(self, make: Callable[[Cast], Scene], defence: Any) -> list[str]:
        scene = make(self.cast)
        ways = [*permutations(range(len(scene.actions))), None]
        order = ways[self._count % len(ways)]
        self._count += 1
        with defence as deferred:
            outcomes = race(scene.actions, order=order, point=scene.point, deferred=deferred)
        found = [
            f"an error: {o.error!r}" for o in outcomes if o.broken and not o.refused(*scene.clean)
        ]
        found += scene.judge(outcomes)
        found += check_all()
        found += wrong_files()
        told = " | ".join(map(str, outcomes))
        return [f"{fault} (order {order}: {told})" for fault in found]


def one_wins(outcomes: list[Outcome]) -> Iterator[str]:
    """Exactly one was carried out."""
    if (done := sum(o.ok for o in outcomes)) != 1:
        yield f"{done} of {len(outcomes)} were carried out"


def loser_is_told(outcomes: list[Outcome], refusal: type[Exception], word: str) -> Iterator[str]:
    """Exactly one was carried out, and the other refused with that sentence and word in it."""
    yield from one_wins(outcomes)
    for outcome in outcomes:
        if not outcome.ok and not (outcome.refused(refusal) and word in str(outcome.error)):
            yield f"the loser is not told: {refusal.__name__}, {word}"
