"""The chapters that can be asked, each with its rule function and the facts that it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_type_hints

from policy import calendar, deadlines, majority, proposals, quorum
from policy.book import Rulebook
from policy.errors import BadFact, UnknownChapter
from policy.facts import parse
from policy.ruling import Ruling

CIRCUMSTANCES = ("on", "book", "set")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its rule, and the kind of case whose steps follow from it, if any."""

    name: str
    rule: Callable[..., Ruling]
    kind: str = ""

    @property
    def facts(self) -> dict[str, type]:
        """The facts of the rule by name, with their types, in order."""
        hints = get_type_hints(self.rule)
        names = inspect.signature(self.rule).parameters
        return {name: hints[name] for name in names if name not in CIRCUMSTANCES}

    def ask(self, written: Mapping[str, str], *, on: date, book: Rulebook, set: str) -> Ruling:
        """The ruling on facts written as text; raises BadFact and what the rule raises."""
        names = ", ".join(self.facts)
        for name in written:
            if name not in self.facts:
                raise BadFact(
                    zh=f"{self.name} 没有 {name} 这一项；所需：{names}",
                    en=f"{self.name} has no fact {name}; it takes {names}",
                )
        for name in self.facts:
            if name not in written:
                raise BadFact(
                    zh=f"{self.name} 还需要 {name}；所需：{names}",
                    en=f"{self.name} needs {name}; it takes {names}",
                )
        facts = {name: parse(name, kind, written[name]) for name, kind in self.facts.items()}
        return self.rule(**facts, on=on, book=book, set=set)


CHAPTERS = {
    chapter.name: chapter
    for chapter in (
        Chapter(proposals.CHAPTER, proposals.rule_on, kind="proposal"),
        Chapter(deadlines.CHAPTER, deadlines.rule_on),
        Chapter(quorum.CHAPTER, quorum.rule_on),
        Chapter(majority.CHAPTER, majority.rule_on),
        Chapter(calendar.CHAPTER, calendar.rule_on),
    )
}


def chapter_of(name: str) -> Chapter:
    """The chapter of that name; raises UnknownChapter."""
    if name not in CHAPTERS:
        names = ", ".join(CHAPTERS)
        raise UnknownChapter(
            zh=f"没有 {name}；可问的章：{names}",
            en=f"there is no {name}; the chapters to ask are {names}",
        )
    return CHAPTERS[name]
