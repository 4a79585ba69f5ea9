"""The story as it is read: the votes of one discussion are one line, a round says from when to when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

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
    for is_vote, group in groupby(lines, key=lambda line: line.verdict in VOTES):
        found = list(group)
        items += [Votes(found)] if is_vote and len(found) > FEW else found
    return items


def changes_of(rounds: Iterable[Round], last: int) -> dict[str, list[str]]:
    """What the last so many edits changed: for each field how it was before them and is now."""
    edits = [line.changes or {} for r in rounds for line in r.lines if line.verb == "edited"]
    changed: dict[str, list[str]] = {}
    for edit in edits[-last:] if last > 0 else []:
        for name, (old, new) in edit.items():
            changed[name] = [changed.get(name, [old])[0], new]
    return changed
