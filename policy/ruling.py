"""A ruling: what the rulebook asks for in one case, and why; it survives the book as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from policy.book import Rulebook
from policy.figures import Figure
from policy.items import Duty, Value
from policy.units import as_text, from_text

__all__ = ["Duty", "Look", "Ruling", "Value", "look_in"]

Look = Callable[[str], Value]


def look_in(chapter: str, *, on: date, book: Rulebook, set: str) -> Look:
    """A look at the figures of one chapter on one day, by their names.

    raises  NotInForce, UnknownSet; the look itself also UnknownChapter and NotSet
    """
    book.refuse_before(set, on)
    return lambda name: Value.of(book.parameter(set, chapter, name), on)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one chapter of one set asks for, for these facts on one day."""

    set: str
    chapter: str
    on: date
    version: str
    hash: str
    facts: tuple[tuple[str, str], ...]
    duties: tuple[Duty, ...] = ()
    values: tuple[Value, ...] = ()
    value: Figure | None = None
    unit: str = ""

    @classmethod
    def by(
        cls,
        book: Rulebook,
        *,
        set: str,
        chapter: str,
        on: date,
        facts: Mapping[str, str],
        duties: Iterable[Duty] = (),
        values: Iterable[Value] = (),
        value: Figure | None = None,
        unit: str = "",
    ) -> Self:
        """The ruling by a book: its version and hash go with it."""
        return cls(
            set=set,
            chapter=chapter,
            on=on,
            version=book.version,
            hash=book.hash,
            facts=tuple(sorted(facts.items())),
            duties=tuple(duties),
            values=tuple(values),
            value=value,
            unit=unit,
        )

    def requires(self, name: str) -> bool:
        """True for a duty of that name, and for a switch of that name that is on."""
        return any(duty.name == name for duty in self.duties) or any(
            value.name == name and value.value is True for value in self.values
        )

    def value_of(self, name: str) -> Figure | None:
        """The value of that name; None where the ruling has none."""
        return next((value.value for value in self.values if value.name == name), None)

    def figure(self, name: str) -> Figure:
        """The value of that name. Raises KeyError where the ruling has none."""
        value = self.value_of(name)
        if value is None:
            raise KeyError(name)
        return value

    def as_json(self) -> dict[str, Any]:
        """A copy that needs no book: numbers as text, titles of the sources included."""
        return {
            "set": self.set,
            "chapter": self.chapter,
            "on": self.on.isoformat(),
            "version": self.version,
            "hash": self.hash,
            "facts": dict(self.facts),
            "value": as_text(self.value),
            "unit": self.unit,
            "duties": [duty.as_json() for duty in self.duties],
            "values": [value.as_json() for value in self.values],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The ruling that `as_json` wrote, equal to the first one."""
        return cls(
            set=data["set"],
            chapter=data["chapter"],
            on=date.fromisoformat(data["on"]),
            version=data["version"],
            hash=data["hash"],
            facts=tuple(sorted(data["facts"].items())),
            duties=tuple(Duty.from_json(duty) for duty in data["duties"]),
            values=tuple(Value.from_json(value) for value in data["values"]),
            value=from_text(data["unit"], data["value"]),
            unit=data["unit"],
        )
