"""Whose rulebook the reader looks at, and who keeps it."""

from dataclasses import dataclass

from django.http import Http404

from pages.desk import Desk
from policy.book import DEFAULT_SET, Rulebook
from registry import rulebook
from registry.amendments import keepers_of
from registry.org.models import Unit


@dataclass(frozen=True)
class Reading:
    """A book and the set that rules the reader's bureau; without a bureau, the shipped default."""

    bureau: Unit | None
    book: Rulebook
    set: str
    keeps: bool

    @classmethod
    def of(cls, desk: Desk, chapter: str = "") -> "Reading":
        """chapter: the one that is read; human resources keeps those of personnel too."""
        bureau = desk.bureau
        keeps = any(
            post.role in keepers_of(chapter) and bureau and post.unit.root_id == bureau.pk
            for post in desk.posts
        )
        name = bureau.policy_set if bureau else DEFAULT_SET
        return cls(bureau, rulebook.current(bureau), name, keeps)


def kept(desk: Desk, chapter: str) -> tuple[Reading, Unit]:
    """What the reader keeps, and of which bureau; for anybody else the page isn't there."""
    reading = Reading.of(desk, chapter)
    if not reading.keeps or reading.bureau is None:
        raise Http404
    return reading, reading.bureau
