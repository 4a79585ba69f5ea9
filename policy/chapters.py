"""The chapters that can be asked, each with its rule function and the facts that it takes.

A chapter is named as its file in the rulebook and on the command line, with a hyphen between words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Any, cast, get_args, get_type_hints

from policy import (
    archive,
    arrears,
    bidding,
    calendar,
    coefficients,
    commission,
    conduct,
    contracts,
    crossing,
    deadlines,
    definition,
    discipline,
    discounts,
    dispute,
    grading,
    guarantee,
    industries,
    lead,
    majority,
    managers,
    newspapers,
    numbering,
    papers,
    pay,
    performance,
    planners,
    points,
    probation,
    proposals,
    protection,
    quorum,
    registration,
    responsibility,
    scope,
    scorecards,
    splits,
    splitting,
    transfer,
)
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
        return {name: _plain(hints[name]) for name in self._parameters}

    @property
    def needed(self) -> list[str]:
        """The facts that have to be stated; the rule goes without the others."""
        empty = inspect.Parameter.empty
        return [name for name, fact in self._parameters.items() if fact.default is empty]

    @property
    def _parameters(self) -> dict[str, inspect.Parameter]:
        parameters = inspect.signature(self.rule).parameters
        return {name: p for name, p in parameters.items() if name not in CIRCUMSTANCES}

    def _taken(self) -> tuple[str, str]:
        """Which facts the rule needs and which it takes besides, in Chinese and in English."""
        needed = ", ".join(self.needed)
        more = ", ".join(name for name in self.facts if name not in self.needed)
        zh = [f"必填：{needed}"] * bool(needed) + [f"选填：{more}"] * bool(more)
        en = [f"it needs {needed}"] * bool(needed) + [f"it may be told {more}"] * bool(more)
        return "；".join(zh) or "这一章不用写事实", "; ".join(en) or "it takes none"

    def ask(self, written: Mapping[str, str], *, on: date, book: Rulebook, set: str) -> Ruling:
        """The ruling on facts written as text; raises BadFact and what the rule raises."""
        zh, en = self._taken()
        for name in written:
            if name not in self.facts:
                raise BadFact(
                    zh=f"{self.name} 没有 {name} 这一项；{zh}",
                    en=f"{self.name} has no fact {name}; {en}",
                )
        for name in self.needed:
            if name not in written:
                raise BadFact(
                    zh=f"{self.name} 还需要 {name}；{zh}",
                    en=f"{self.name} needs {name}; {en}",
                )
        facts = {name: parse(name, self.facts[name], text) for name, text in written.items()}
        return self.rule(**facts, on=on, book=book, set=set)


CHAPTERS = {
    chapter.name: chapter
    for chapter in (
        Chapter(proposals.CHAPTER, proposals.rule_on, kind="proposal"),
        Chapter(deadlines.CHAPTER, deadlines.rule_on),
        Chapter(quorum.CHAPTER, quorum.rule_on),
        Chapter(majority.CHAPTER, majority.rule_on),
        Chapter(calendar.CHAPTER, calendar.rule_on),
        Chapter(conduct.CHAPTER, conduct.rule_on),
        Chapter(numbering.CHAPTER, numbering.rule_on),
        Chapter(papers.CHAPTER, papers.rule_on),
        Chapter(definition.CHAPTER, definition.rule_on),
        Chapter(grading.CHAPTER, grading.rule_on),
        Chapter(responsibility.CHAPTER, responsibility.rule_on),
        Chapter(protection.CHAPTER, protection.rule_on),
        Chapter(registration.CHAPTER, registration.rule_on, kind="registration"),
        Chapter(bidding.CHAPTER, bidding.rule_on, kind="bidding"),
        Chapter(probation.CHAPTER, probation.rule_on, kind="probation"),
        Chapter(splits.CHAPTER, splits.rule_on),
        Chapter(transfer.CHAPTER, transfer.rule_on),
        Chapter(crossing.CHAPTER, crossing.rule_on),
        Chapter(dispute.CHAPTER, dispute.rule_on),
        Chapter(discounts.CHAPTER, discounts.rule_on, kind="discount"),
        Chapter(contracts.CHAPTER, contracts.rule_on, kind="contract"),
        Chapter(splitting.CHAPTER, splitting.rule_on),
        Chapter(archive.CHAPTER, archive.rule_on),
        Chapter(scope.CHAPTER, scope.rule_on),
        Chapter(industries.CHAPTER, industries.rule_on),
        Chapter(newspapers.CHAPTER, newspapers.rule_on),
        Chapter(managers.CHAPTER, managers.rule_on),
        Chapter(performance.CHAPTER, performance.rule_on),
        Chapter(coefficients.CHAPTER, coefficients.rule_on),
        Chapter(commission.CHAPTER, commission.rule_on),
        Chapter(arrears.CHAPTER, arrears.rule_on),
        Chapter(guarantee.CHAPTER, guarantee.rule_on),
        Chapter(discipline.CHAPTER, discipline.rule_on),
        Chapter(scorecards.CHAPTER, points.rule_on),
        Chapter(pay.CHAPTER, planners.rule_on),
        Chapter(lead.CHAPTER, lead.rule_on, kind="lead"),
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


def _plain(hint: Any) -> type:
    """The type of a fact, without the None of a fact that may be left out."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType] or [hint]
    return cast(type, kinds[0])
