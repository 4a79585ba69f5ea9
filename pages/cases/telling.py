"""The story as it is read: the votes of one discussion are one line, a round says from when to when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from approvals.models import Assignment
from approvals.timeline import Line, Round
from approvals.words import VOTES, Verdict

FEW = 3


@dataclass(frozen=True)
class Votes:
    """The votes of one discussion, in the order in which they were given."""

    lines: list[Line]
    verb: str = "votes"

    @property
    def step(self) -> Any:
        return self.lines[0].step

    @property
    def at(self) -> datetime:
        return self.lines[-1].at

    def _count(self, verdict: Verdict) -> int:
        return Counter(line.verdict for line in self.lines)[verdict]

    @property
    def votes_for(self) -> int:
        return self._count(Verdict.FOR)

    @property
    def votes_against(self) -> int:
        return self._count(Verdict.AGAINST)

    @property
    def votes_abstain(self) -> int:
        return self._count(Verdict.ABSTAIN)


@dataclass(frozen=True)
class Told:
    """One round as the page shows it."""

    number: int
    items: list[Line | Votes]
    began: datetime
    ended: datetime


def told(rounds: Iterable[Round]) -> list[Told]:
    """The rounds with their votes drawn together; a few votes stay lines of their own."""
    return [Told(r.number, _items(r.lines), r.lines[0].at, r.lines[-1].at) for r in rounds]


def _items(lines: list[Line]) -> list[Line | Votes]:
    items: list[Line | Votes] = []
    for is_vote, group in groupby(lines, key=_is_vote):
        found = list(group)
        items += [Votes(found)] if is_vote and len(found) > FEW else found
    return items


def _is_vote(line: Line) -> bool:
    return line.verb == "opinion" and line.verdict in VOTES and not line.taken_back


def changes_of(lines: Iterable[Line], version: int) -> dict[str, list[str]]:
    """What the edits after a data version changed on the whole: for each field the old and new text."""
    changed: dict[str, list[str]] = {}
    for line in lines:
        if line.verb == "edited" and line.version > version:
            for name, (old, new) in (line.changes or {}).items():
                changed[name] = [changed.get(name, [old])[0], new]
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1]}


@dataclass(frozen=True)
class Since:
    """What changed since a person's last word at a step, in an earlier round."""

    said: Line
    changes: dict[str, list[str]]

    @property
    def returned(self) -> bool:
        return self.said.verdict == Verdict.RETURNED


def since_last_word(lines: list[Line], row: Assignment) -> Since | None:
    """None for somebody who says something at that step for the first time."""
    mine = (x for x in reversed(lines) if x.verb == "opinion" and x.speaker == row.person_id)
    earlier = (x for x in mine if x.node == row.node and x.round < row.round)
    said = next((x for x in earlier if not x.taken_back), None)
    return None if said is None else Since(said, changes_of(lines, said.version))
