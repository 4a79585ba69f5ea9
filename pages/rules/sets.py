"""What becomes other for a bureau that goes over to another set: figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policy.book import PolicySet, Rulebook
from policy.figures import AMENDMENT, Parameter, Version, Words


@dataclass(frozen=True)
class Other:
    """A figure that is not the same in both sets; a side is None where its set has no such figure."""

    before: Parameter | None
    after: Parameter | None
    day: date

    @property
    def label(self) -> Words:
        return (self.after or self.before).label

    @property
    def old(self) -> Version | None:
        return _latest(self.before, self.day)

    @property
    def new(self) -> Version | None:
        return _latest(self.after, self.day)

    @property
    def is_open(self) -> bool:
        """The new set has the figure, but nobody has set its value."""
        return self.after is not None and self.new is None and self.after.set_by is not None


@dataclass(frozen=True)
class SetDiff:
    """Two sets side by side as they are on a day; `lost` are chapters that only the old one has."""

    before: PolicySet
    after: PolicySet
    day: date
    chapters: list[tuple[Words, list[Other]]]
    lost: list[Words]
    same: int
    left: int  # amendments of the bureau that hold in the old set and have no place in the new one

    @property
    def open(self) -> int:
        return sum(one.is_open for _label, others in self.chapters for one in others)


def differing(book: Rulebook, before: str, after: str, day: date) -> SetDiff:
    """Every figure that is another one in the set `after`."""
    old, new = set(book.chapters(before)), set(book.chapters(after))
    found, same, left = [], 0, 0
    for chapter in sorted(old | new):
        others = []
        for one in _pairs(book, before, after, chapter, day):
            if (one.before is None) == (one.after is None) and _value(one.old) == _value(one.new):
                same += 1
                continue
            left += one.old is not None and one.old.kind == AMENDMENT
            others.append(one)
        if others and chapter in new:
            found.append((book.head(after, chapter).label, others))
    lost = [book.head(before, chapter).label for chapter in sorted(old - new)]
    sets = (book.policy_set(before), book.policy_set(after))
    return SetDiff(*sets, day, found, lost, same, left)


def _pairs(book: Rulebook, before: str, after: str, chapter: str, day: date) -> Iterator[Other]:
    both = (before, after)
    sides = [
        {p.name: p for p in book.chapter(name, chapter)} if chapter in book.chapters(name) else {}
        for name in both
    ]
    for name in {**sides[0], **sides[1]}:
        yield Other(sides[0].get(name), sides[1].get(name), day)


def _latest(parameter: Parameter | None, day: date) -> Version | None:
    return parameter.latest(day) if parameter else None


def _value(version: Version | None) -> object:
    return version.value if version else None
