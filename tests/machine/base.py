"""A history: a step is carried out or cleanly refused, and afterwards everything is looked at."""

from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from approvals import authority, reorganise
from approvals.errors import (
    NobodyToDecide,
    NoQuorum,
    NotCarried,
    PostEnded,
    Refused,
    SubstitutionEnded,
)
from approvals.forecast import rest_of
from approvals.invariants import check_all
from approvals.models import Assignment, Case
from approvals.move import Move
from registry.errors import RegistryError
from registry.org.models import Person
from tests.cast import START, Cast, new_key
from tests.machine import judge
from tests.machine.seen import Seen, State

CLEAN = (Refused, RegistryError)
# What can be in the way of a step that is asked for rightly: the post is gone, the next step has
# nobody, the discussion isn't ready.
GONE = (PostEnded, SubstitutionEnded)
IN_THE_WAY = (*GONE, NobodyToDecide, NoQuorum, NotCarried)
pick = st.integers(0, 255)  # which of those that there are; taken modulo their number

Work = Callable[[UUID, Any], Any]


class Wrong(AssertionError):
    """Something happened that may not."""


class Base(RuleBasedStateMachine):
    """The words of all rules: `do` what must work, `refuse` what must not."""

    carried_out: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    histories = 0
    first_wrong: int | None = None  # the history in which something went wrong first
    cast_of_test: Cast

    def __init__(self) -> None:
        super().__init__()
        type(self).histories += 1
        self.block = transaction.atomic()
        self.block.__enter__()
        self.cast = copy(self.cast_of_test)
        self.cast.now = START
        self.told: dict[int, dict[int, dict[str, str]]] = {}  # case, data version: what it said
        self.last: tuple[str, Work, UUID, int | None] | None = None
        self.fresh = False  # whether nothing happened since the last
        self._failed = False
        self.calm = 0  # steps on cases since the last change of people
        self.tried = False  # whether the last step was one that must not work
        self.look()

    @property
    def failed(self) -> bool:
        return self._failed

    @failed.setter
    def failed(self, value: bool) -> None:
        self._failed = value
        if value and type(self).first_wrong is None:
            type(self).first_wrong = type(self).histories

    def look(self, organisation: bool = True) -> None:
        """Read the tables; those of people only where something can have happened to them."""
        self.seen = Seen.now(None if organisation else self.seen)
        if not organisation:
            return
        self.cast.people = {one.username: one for one in Person.objects.order_by("pk")}
        self.people = {one.pk: one for one in self.cast.people.values()}

    def teardown(self) -> None:
        try:
            if not self.failed:
                self.must_hold(check_all(), "the end")
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def must_hold(self, faults: Sequence[str], name: str) -> None:
        if faults:
            self.failed = True
            raise Wrong(f"after {name}: " + "; ".join(faults))

    def one(self, found: Sequence[Any], n: int) -> Any:
        return found[n % len(found)]

    def case(self, pk: int) -> Case:
        return Case.objects.select_related("applicant", "unit", "process").get(pk=pk)

    def cases(self, *statuses: str) -> list[Any]:
        """The cases in one of these statuses, the oldest first."""
        return [case for case in self.seen.cases.values() if case.status in statuses]

    def rows(self, *states: Any) -> list[Any]:
        """The rows of deciders in running cases, in these states, of people who can log in."""
        return [
            row
            for row in self.seen.asked(*states)
            if self.seen.cases[row.case_id].status == "running"
            and self.seen.active[row.person_id].is_active
        ]

    def do(
        self,
        name: str,
        work: Work,
        *,
        on: int | None = None,
        may: tuple[type[Exception], ...] = (),
        status: tuple[str, ...] = (),
        same_step: bool = False,
    ) -> bool:
        """Carry a step out that is asked for rightly; whether it was.

        on         the case that it is about: no other may change
        may        why it may be refused nevertheless: then nothing has changed
        status     what the case may be afterwards
        same_step  the case stays where it is
        """
        before, key = self.seen, new_key()
        try:
            work(key, self.cast.later())
        except CLEAN as refusal:
            self.look(on is None)
            if not isinstance(refusal, may):
                self.failed = True
                raise Wrong(f"{name} was refused: {refusal!r}: {refusal}") from refusal
            self.refused[f"{name}: {type(refusal).__name__}"] += 1
            self.unchanged(before, name)
            return False
        except Exception:
            self.failed = True
            raise
        self.carried_out[name] += 1
        self.calm, self.tried = self.calm + 1, False
        self.last, self.fresh = (name, work, key, on), True
        self.look(on is None)
        found = list(judge.faults(before, self.seen, only=on, name=name))
        if on is not None:
            found += self._went(before.cases.get(on), self.seen.cases[on], status, same_step)
            old, new = before.cases.get(on), self.seen.cases[on]
            moved = old is None or (old.step, old.round) != (new.step, new.round)
            found += self.somebody_can(on, foretell=moved)
        self.must_hold(found, name)
        return True

    def refuse(self, name: str, work: Work, *, key: UUID | None = None) -> None:
        """Try what is nobody's right: it is refused with a sentence, and nothing changes."""
        before, self.tried = self.seen, True
        try:
            work(key or new_key(), self.cast.later())
        except CLEAN as refusal:
            if not str(refusal):
                self.must_hold([f"{refusal!r} has no sentence"], name)
            self.refused[name] += 1
        except Exception:
            self.failed = True
            raise
        else:
            self.must_hold(["it was carried out"], name)
        self.look(False)
        self.unchanged(before, name)

    def unchanged(self, before: Seen, name: str) -> None:
        if before != self.seen:
            self.must_hold(["it was refused, but something changed"], name)

    def _went(self, old: Any, new: Any, status: tuple[str, ...], same_step: bool) -> list[str]:
        found = []
        if status and new.status not in status:
            found.append(f"case {new.pk} is {new.status}, not {' or '.join(status)}")
        if same_step and (old.step, old.status, old.round) != (new.step, new.status, new.round):
            found.append(f"case {new.pk} went from {old.step} to {new.step}")
        return found

    def somebody_can(self, case_id: int, foretell: bool = True) -> list[str]:
        """A running case has somebody who may decide, or the monitor names it; its rest is foretold."""
        if self.seen.cases[case_id].status != "running":
            return []
        case = self.case(case_id)
        case.process.case = case
        move = Move(case, case.applicant, self.cast.now)
        try:
            if foretell:
                rest_of(move)
        except Exception:
            self.failed = True
            raise
        rows = Assignment.objects.filter(case=case, state=State.OPEN)
        asked = rows.select_related("post__unit", "person", "acting_for")
        if any(authority.stands(move.people, row) for row in asked):
            return []
        named = reorganise.nobody_can_decide(case.bureau_id, self.cast.now)
        if case_id in [case.pk for case in named]:
            return []
        return [f"case {case_id}: nobody asked may decide, and the monitor doesn't name it"]
