"""Numbers and rules that several people want at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest import mock

import pytest
from django.db import transaction

from policy.errors import PolicyError
from registry import amending, numbers, rulebook
from registry.amendments import Amendment
from registry.errors import AlreadyRevoked, AlreadySettled
from tests.cast import Cast, decide, draft, new_key, row, submit
from tests.races.harness import Outcome, no_row_locks
from tests.races.rounds import Rounds, Scene, loser_is_told

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 3, 2)


def two_cases_submitted(cast: Cast) -> Scene:
    """Li and Lin submit at once; the numbers' register has a row after the first round."""
    cases, at = [draft(cast, by=cast.li), draft(cast, by=cast.lin)], cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "one of two cases could not be submitted"

    return Scene(
        [
            lambda: submit(cast, cases[0], at=at),
            lambda: submit(cast, cases[1], at=at),
        ],
        judge,
        point="registry_register",
    )


def one_submitted_while_another_ends(cast: Cast) -> Scene:
    new, old = draft(cast, by=cast.lin), submit(cast, draft(cast, "5000"))
    asked, at = row(old, cast.wang).pk, cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "two cases are in each other's way"

    return Scene(
        [
            lambda: submit(cast, new, at=at),
            lambda: decide(cast, old, cast.wang, row=asked, seen=1, at=at),
        ],
        judge,
    )


def first_number_of_a_register(cast: Cast) -> Scene:
    """Two take the first number: nobody has opened the register yet."""
    kind = f"paper-{str(new_key())[:8]}"

    def take() -> int:
        with transaction.atomic():
            return numbers.take(unit_id=cast.bureau.pk, kind=kind, year=2026)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if sorted(str(o.value) for o in outcomes) != ["1", "2"]:
            yield f"the numbers are {[o.value for o in outcomes]}"

    return Scene([take, take], judge, point="registry_register")


def proposed(cast: Cast, value: str, effective: date) -> Amendment:
    return amending.propose(
        bureau=cast.bureau,
        by=cast.zhao,
        at=cast.later(),
        today=TODAY,
        set="merged",
        chapter="majority",
        parameter="majority_share",
        effective=effective,
        value=value,
        says={"zh": "改为三分之二。", "en": "Two thirds from now on."},
    )


def settling(amendment: Amendment, by, at, approve: bool = True):
    return lambda: amending.settle(
        amendment_id=amendment.pk, by=by, at=at, today=TODAY, approve=approve
    )


def one_amendment_settled_twice(cast: Cast) -> Scene:
    """The director approves what the information supervisor declines."""
    day = date(2027, 1, 1 + Amendment.objects.count())
    amendment, at = proposed(cast, "2/3", day), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        row = Amendment.objects.get(pk=amendment.pk)
        winner = cast.director if outcomes[0].ok else cast.qian
        yield from loser_is_told(outcomes, AlreadySettled, winner.name)
        if (row.settled_by, row.approved) != (winner, outcomes[0].ok):
            yield f"settled by {row.settled_by}, approved: {row.approved}"

    return Scene(
        [
            settling(amendment, cast.director, at),
            settling(amendment, cast.qian, at, approve=False),
        ],
        judge,
        point="registry_amendment",
    )


def two_amendments_that_exclude_each_other(cast: Cast) -> Scene:
    """Two values for one figure on one day: only one can be approved."""
    day = date(2028, 1, 1 + Amendment.objects.count())
    rivals, at = [proposed(cast, value, day) for value in ("2/3", "3/4")], cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        approved = Amendment.objects.filter(effective=day, approved=True).count()
        if approved != 1:
            yield f"{approved} values are in force on one day"

    return Scene(
        [settling(rivals[0], cast.director, at), settling(rivals[1], cast.qian, at)],
        judge,
        point="registry_amendment",
        clean=[PolicyError],
    )


def two_sets_for_one_day(cast: Cast) -> Scene:
    """The bureau goes over to one of two sets: a day has one."""
    day = date(2029, 1, 1 + Amendment.objects.count())
    before = rulebook.ruling(cast.bureau, day)[1]
    rivals = [
        amending.propose_set(
            bureau=cast.bureau,
            by=cast.zhao,
            at=cast.later(),
            today=TODAY,
            set=name,
            effective=day,
            says={"zh": "改用。", "en": "Over."},
        )[0]
        for name in ("moushi", "dongguan", "yueyang")
        if name != before
    ][:2]
    at = cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        approved = Amendment.objects.filter(effective=day, approved=True).values_list("set")
        if len(approved) != 1:
            yield f"{len(approved)} sets on one day"
        elif rulebook.ruling(cast.bureau, day)[1] != approved[0][0]:
            yield "the set that was approved is not the one that holds"

    return Scene(
        [settling(rivals[0], cast.director, at), settling(rivals[1], cast.qian, at)],
        judge,
        point="registry_amendment",
        clean=[PolicyError],
    )


def one_amendment_revoked_twice(cast: Cast) -> Scene:
    """Two approve two revocations of one amendment: one of them takes it back."""
    approved = proposed(cast, "2/3", date(2030, 1, 1 + Amendment.objects.count()))
    settling(approved, cast.director, cast.later())()
    about = {"by": cast.zhao, "today": TODAY, "says": {"zh": "写错。", "en": "Wrong."}}
    rivals = [
        amending.propose_revocation(approved, at=cast.later(), **about)[0] for _again in range(2)
    ]
    at = cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        revoked = Amendment.objects.filter(revokes=approved, approved=True).count()
        if revoked != 1 or approved in rulebook.approved_in(cast.bureau):
            yield f"taken back {revoked} times"

    return Scene(
        [settling(rivals[0], cast.director, at), settling(rivals[1], cast.qian, at)],
        judge,
        point="registry_amendment",
        clean=[AlreadyRevoked],
    )


NUMBERS = [two_cases_submitted, first_number_of_a_register]
SCENES = [
    one_amendment_settled_twice,
    two_amendments_that_exclude_each_other,
    two_sets_for_one_day,
    one_amendment_revoked_twice,
]


@contextmanager
def read_then_written() -> Iterator[bool]:
    """A number is read in one statement and written in the next."""

    def take_each(*, unit_id: int, kinds: list[str], year: int) -> list[int]:
        taken = []
        for kind in kinds:
            place = {"unit_id": unit_id, "kind": kind, "year": year}
            there = numbers.Register.objects.filter(**place).first()
            register = there or numbers.Register(**place)
            register.last += 1
            register.save()
            taken.append(register.last)
        return taken

    with no_row_locks() as deferred, mock.patch.object(numbers, "take_each", take_each):
        yield deferred


@pytest.mark.parametrize("scene", [*SCENES, *NUMBERS, one_submitted_while_another_ends])
def test_registers_are_whole_whoever_comes_at_once(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES)
def test_without_locks_registers_are_not(rounds: Rounds, scene) -> None:
    assert rounds.without(scene)


@pytest.mark.parametrize("scene", NUMBERS)
def test_read_before_they_are_written_numbers_are_not(rounds: Rounds, scene) -> None:
    assert rounds.without(scene, read_then_written)
