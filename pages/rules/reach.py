"""Whose rulebook the reader looks at, and who keeps it."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404

from pages.desk import Desk
from policy.book import DEFAULT_SET, Rulebook, Words
from registry import rulebook
from registry.org.models import Unit
from registry.rule_keepers import keepers_of


@dataclass(frozen=True)
class Reading:
    """A book and the set that rules the reader's bureau; without a bureau, the shipped default."""

    bureau: Unit | None
    book: Rulebook
    set: str
    keeps: bool

    @classmethod
    def of(cls, desk: Desk, chapter: str = "", on: date | None = None) -> "Reading":
        """As the bureau reads it on a day, today by default.

        chapter  the one that is read; human resources keeps those of personnel too
        """
        bureau = desk.bureau
        keeps = any(
            post.role in keepers_of(chapter) and bureau and post.unit.root_id == bureau.pk
            for post in desk.posts
        )
        book = rulebook.current(bureau)
        name = rulebook.set_of(bureau, book, on or desk.on) if bureau else DEFAULT_SET
        return cls(bureau, book, name, keeps)

    def as_on(self, day: date) -> "Reading":
        """The same as the bureau reads it on another day."""
        if self.bureau is None:
            return self
        return replace(self, set=rulebook.set_of(self.bureau, self.book, day))

    def coming(self, day: date) -> list[tuple[date, Words]]:
        """The sets that the bureau goes over to after a day, with their days."""
        later = [choice for choice in self.book.choices if choice.effective > day]
        return [(one.effective, self.book.policy_set(one.set).title) for one in later]


def kept(desk: Desk, chapter: str = "") -> tuple[Reading, Unit]:
    """What the reader keeps, and of which bureau; for anybody else the page isn't there."""
    reading = Reading.of(desk, chapter)
    if not reading.keeps or reading.bureau is None:
        raise Http404
    return reading, reading.bureau


def day_asked(desk: Desk) -> date:
    """The day that is asked for in ?on=, today by default."""
    try:
        return date.fromisoformat(desk.request.GET.get("on", ""))
    except ValueError:
        return desk.on
