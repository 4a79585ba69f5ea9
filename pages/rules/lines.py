"""A figure of the book as the page shows it: what holds on a day, what was before, what comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pages.rules.reach import Reading
from policy.figures import AMENDMENT, Parameter, Version


@dataclass(frozen=True)
class Line:
    """One figure on one day. `now` is None where it is not set, not yet in force, or repealed."""

    parameter: Parameter
    now: Version | None
    ahead: tuple[Version, ...]
    before: tuple[Version, ...]

    @classmethod
    def of(cls, parameter: Parameter, on: date) -> "Line":
        latest = parameter.latest(on)
        now = latest if latest is not None and latest.value is not None else None
        versions = parameter.versions
        return cls(
            parameter,
            now,
            tuple(v for v in versions if v.effective > on),
            tuple(v for v in reversed(versions) if v.effective <= on and v is not now),
        )

    @property
    def is_open(self) -> bool:
        """The documents leave it open and nobody has set it."""
        return self.parameter.set_by is not None and not self.parameter.versions

    @property
    def assumed(self) -> bool:
        return self.now is not None and self.now.assumption

    @property
    def amended(self) -> bool:
        return any(v.kind == AMENDMENT for v in self.parameter.versions)


@dataclass(frozen=True)
class Contents:
    """A chapter in the list: its figures, and how many are assumed, open, or set by the bureau."""

    name: str
    label: object
    lines: tuple[Line, ...]

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]

    @property
    def assumed(self) -> int:
        return sum(line.assumed for line in self.lines)

    @property
    def amended(self) -> int:
        return sum(line.amended for line in self.lines)


def contents_of(reading: Reading, name: str, on: date) -> Contents:
    """One chapter of the book; raises policy.errors.UnknownChapter."""
    lines = tuple(Line.of(p, on) for p in reading.book.chapter(reading.set, name))
    return Contents(name, reading.book.head(reading.set, name).label, lines)


def holding(chapters: Iterable[Contents], sought: str) -> list[tuple[Contents, Line]]:
    """The figures whose words, basis or name hold what is sought."""
    wanted = sought.casefold()
    return [
        (chapter, line)
        for chapter in chapters
        for line in chapter.lines
        if wanted in _text(chapter, line)
    ]


def _text(chapter: Contents, line: Line) -> str:
    said = [str(chapter.label), line.parameter.label.zh, line.parameter.label.en]
    for version in line.parameter.versions:
        said += [version.says.zh, version.says.en, version.citation.title.zh]
        said += [version.citation.article]
    return " ".join(said).casefold()
