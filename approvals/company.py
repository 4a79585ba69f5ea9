"""Everybody at one open step: the places that its rule counts, and those whom they brought in.

A place is a row that the resolver made. Its holder can hand it to another, add signers before,
beside or after, or ask for advice: the rows that come of it hang below it.
"""

from collections.abc import Iterator
from functools import cached_property

from approvals.models import Assignment, Opinion
from approvals.tallies import Ballot, together
from approvals.words import AGREEMENT, SIGN_OFFS, VOTES

State, Reason, Added = Assignment.State, Assignment.Reason, Assignment.Added
LIVE = (State.OPEN, State.WAITING, State.HELD, State.PAUSED)


class Company:
    """The rows of one task and what was said on them. Two statements."""

    def __init__(self, task_id: int) -> None:
        about = ("person", "acting_for", "post__unit", "task")
        rows = Assignment.objects.filter(task=task_id).select_related(*about)
        self.rows = list(rows.order_by("place", "pk"))
        self._task_id = task_id

    @cached_property
    def said(self) -> dict[int, str]:
        """The standing verdicts by row."""
        opinions = Opinion.objects.standing().filter(task=self._task_id)
        return dict(opinions.values_list("assignment", "verdict"))

    @property
    def places(self) -> list[Assignment]:
        """The rows that the rule of the step counts, in their order."""
        return [r for r in self.rows if r.origin_id is None and r.state != State.CLOSED]

    @property
    def live(self) -> list[Assignment]:
        return [row for row in self.rows if row.state in LIVE]

    @property
    def ballots(self) -> list[Ballot]:
        return [Ballot(self.word_of(place), place.weight) for place in self.places]

    def brought_in(self, row: Assignment) -> list[Assignment]:
        """Those whom a person brought in, without those who were sent away again."""
        return [r for r in self.rows if r.origin_id == row.pk and r.state != State.CLOSED]

    def below(self, row: Assignment) -> Iterator[Assignment]:
        """All rows that hang below one, at any depth."""
        for other in self.rows:
            if other.origin_id == row.pk:
                yield other
                yield from self.below(other)

    def word_of(self, row: Assignment) -> str | None:
        """What a row and all that hangs below it say as one; advice says nothing."""
        others = self.brought_in(row)
        if row.state == State.PASSED:
            others = [r for r in others if r.reason == Reason.TRANSFERRED]
            return together(self.word_of(other) for other in others) if others else None
        own = self.said.get(row.pk)
        signers = [self.word_of(r) for r in others if r.reason == Reason.ADDED]
        if own not in AGREEMENT and (own in SIGN_OFFS or own in VOTES):
            # A result, or a vote: the signers agree to it or refuse it, but don't name it.
            others_say = together(signers) if signers else None
            return own if not signers or others_say in SIGN_OFFS else others_say
        return together([own, *signers])

    def to_open(self, in_turn: bool) -> list[Assignment]:
        """The rows whose turn has come."""
        later = [row for row in self.rows if row.state in (State.WAITING, State.HELD)]
        return [row for row in later if self.state_of(row, in_turn) == State.OPEN]

    def state_of(self, row: Assignment, in_turn: bool) -> Assignment.State:
        """What a row that nothing was said on is by what the others have said: asked now, waiting for
        its turn, or held for somebody whom its person asked.
        """
        if self._comes_later(row, in_turn):
            return State.WAITING
        return State.HELD if self.awaited_by(row) else State.OPEN

    def _comes_later(self, row: Assignment, in_turn: bool) -> bool:
        """Whether somebody signs before it who hasn't signed."""
        if row.origin_id is not None:
            origin = next(r for r in self.rows if r.pk == row.origin_id)
            after = row.added == Added.AFTER and row.reason == Reason.ADDED
            return after and self.said.get(origin.pk) not in SIGN_OFFS
        before = [place for place in self.places if place.place < row.place]
        return in_turn and not all(self.word_of(place) in SIGN_OFFS for place in before)

    def awaited_by(self, row: Assignment) -> list[Assignment]:
        """Those whom a person has asked first: added before, or for advice, and not done yet."""
        first = [
            r
            for r in self.brought_in(row)
            if r.reason == Reason.DELEGATED or r.added == Added.BEFORE
        ]
        advice = [r for r in first if r.reason == Reason.DELEGATED and r.state != State.DONE]
        return advice + [
            r for r in first if r.reason == Reason.ADDED and self.word_of(r) not in SIGN_OFFS
        ]
