"""Sweeps of the deadlines that meet another sweep, a decision, a withdrawal."""

from collections.abc import Iterator

import pytest

from approvals import deadlines, errors
from approvals.models import Assignment, Case, Message
from registry.journal import Entry
from tests.cast import Cast, decide, draft, row, submit, withdraw
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def late_case(cast: Cast) -> tuple[Case, Assignment]:
    """A case whose first step is overdue, and nothing else that is."""
    case = submit(cast, draft(cast, "5000"))
    return case, row(case, cast.wang)


def escalated(case: Case) -> list[int]:
    """How often the superior was asked: rows, lines of the journal, messages."""
    lines = Entry.objects.filter(subject=case.journal_subject, verb="escalated")
    messages = Message.objects.filter(topic="overdue", body__case=case.pk)
    rows = case.assignments.filter(reason=Assignment.Reason.ESCALATED)
    return [rows.count(), lines.count(), messages.count()]


def two_sweeps(cast: Cast) -> Scene:
    """Two workers find the same late case."""
    case, asked = late_case(cast)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if sum(o.value or 0 for o in outcomes) != 1:
            yield f"{[o.value for o in outcomes]} cases were swept, not one"
        if escalated(case) != [1, 1, 1]:
            yield f"the superior was asked {escalated(case)} times"

    return Scene([lambda: deadlines.sweep(asked.due_at)] * 2, judge)


def sweep_and_decision(cast: Cast) -> Scene:
    """Wang decides in the second in which his time is over."""
    case, asked = late_case(cast)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "the sweep and the decision are in each other's way"
        if escalated(case) != [outcomes[0].value] * 3:
            yield f"the superior was asked {escalated(case)} times"
        if Case.objects.get(pk=case.pk).status != "recorded":
            yield "the decision is lost"
        if case.assignments.filter(state=Assignment.State.OPEN).exists():
            yield "somebody is asked at a step that is over"

    return Scene(
        [
            lambda: deadlines.sweep(asked.due_at),
            lambda: decide(cast, case, cast.wang, row=asked.pk, seen=1, at=asked.due_at),
        ],
        judge,
    )


def sweep_and_withdrawal(cast: Cast) -> Scene:
    """Li withdraws in that second."""
    case, asked = late_case(cast)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "the sweep and the withdrawal are in each other's way"
        if case.assignments.filter(state=Assignment.State.OPEN).exists():
            yield "somebody is asked in a case that was withdrawn"

    return Scene(
        [
            lambda: deadlines.sweep(asked.due_at),
            lambda: withdraw(cast, case, at=asked.due_at),
        ],
        judge,
    )


def test_of_two_sweeps_one_escalates(rounds: Rounds) -> None:
    assert rounds.hold(two_sweeps) == []


def test_without_locks_two_sweeps_clash(rounds: Rounds) -> None:
    assert rounds.without(two_sweeps)


@pytest.mark.parametrize("scene", [sweep_and_decision, sweep_and_withdrawal])
def test_a_sweep_is_in_nobodys_way(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", [sweep_and_decision, sweep_and_withdrawal])
def test_without_locks_a_sweep_clashes_with_who_acts(rounds: Rounds, scene) -> None:
    assert rounds.without(scene)


def test_who_is_asked_above_and_who_was_asked_first_decide_once(rounds: Rounds) -> None:
    def both(cast: Cast) -> Scene:
        case, asked = late_case(cast)
        deadlines.sweep(asked.due_at)
        above, at = row(case, cast.deputy), asked.due_at

        def judge(outcomes: list[Outcome]) -> Iterator[str]:
            if sorted(o.ok for o in outcomes) != [False, True]:
                yield "not exactly one decided"
            if not any(o.refused(errors.AlreadyDecided) for o in outcomes):
                yield "the other is not told who decided"

        return Scene(
            [
                lambda: decide(cast, case, cast.wang, row=asked.pk, seen=1, at=at),
                lambda: decide(cast, case, cast.deputy, row=above.pk, seen=1, at=at),
            ],
            judge,
        )

    assert rounds.hold(both) == []
