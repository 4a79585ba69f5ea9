"""A sheet: all that stands on a paper, and nothing of how it looks. Survives as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A row of the form: what it is, and what it is here."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """A longer text under its own head."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Clause:
    """What the rules ask for, in our words, and where that stands."""

    says: str
    source: str
    assumption: bool


@dataclass(frozen=True, kw_only=True)
class File:
    """A document that was attached: its name and its SHA-256."""

    kind: str
    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Box:
    """One level of approval. `capacity` says how the person came to sign: as a deputy, by rule."""

    title: str
    person: str
    post: str
    capacity: str
    verdict: str
    opinion: str
    on: str


@dataclass(frozen=True, kw_only=True)
class Vote:
    """What a member of the discussion said; an empty verdict for one who did not vote."""

    person: str
    post: str
    verdict: str
    opinion: str
    dissents: bool


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A collective discussion: who was asked, who spoke, how they voted."""

    members: int
    voted: int
    quorum: int
    votes_for: int
    votes_against: int
    votes_abstain: int
    votes: tuple[Vote, ...]

    @property
    def dissent(self) -> tuple[Vote, ...]:
        """Those who were of another opinion than the conclusion."""
        return tuple(vote for vote in self.votes if vote.dissents)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The content of one paper. `number`, `issued_on`, `code` and `address` come with its issue."""

    kind: str
    title: str
    bureau: str
    unit: str
    applicant: str
    subject: str
    case_number: str
    amount: str
    capitals: str
    conclusion: str
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    clauses: tuple[Clause, ...] = ()
    files: tuple[File, ...] = ()
    boxes: tuple[Box, ...] = ()
    meeting: Meeting | None = None
    number: str = ""
    issued_on: str = ""
    code: str = ""
    address: str = ""

    def as_json(self) -> dict[str, Any]:
        """A copy of plain values, equal when read back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The sheet that `as_json` wrote."""
        parts: dict[str, Any] = {
            "facts": _each(Fact, data["facts"]),
            "sections": _each(Section, data["sections"]),
            "clauses": _each(Clause, data["clauses"]),
            "files": _each(File, data["files"]),
            "boxes": _each(Box, data["boxes"]),
            "meeting": _meeting(data["meeting"]),
        }
        return cls(**{**data, **parts})


def _each(part: type, rows: Any) -> tuple[Any, ...]:
    return tuple(part(**row) for row in rows)


def _meeting(data: Mapping[str, Any] | None) -> Meeting | None:
    return None if data is None else Meeting(**{**data, "votes": _each(Vote, data["votes"])})
