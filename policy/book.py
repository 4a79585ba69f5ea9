"""The rulebook: an immutable, checked value with every set, chapter and dated figure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property

from policy import amending, checking, inheritance
from policy.errors import NotInForce, UnknownChapter, UnknownSet
from policy.figures import Citation, Figure, Parameter, Source, Version, Words

__all__ = [
    "DEFAULT_SET",
    "Amendment",
    "ChapterHead",
    "Choice",
    "Citation",
    "Parameter",
    "PolicySet",
    "Rulebook",
    "Source",
    "Version",
    "Words",
]

DEFAULT_SET = "merged"


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The rules of one organisation, and the sets that it builds on."""

    name: str
    organisation: Words
    title: Words
    says: Words
    status: str  # "trial" or "in_force"
    effective: date
    effective_assumed: bool
    parents: tuple[str, ...] = ()
    takes: tuple[tuple[str, str], ...] = ()  # (chapter or chapter.name, set)

    def donors(self, chapter: str, name: str) -> tuple[str, ...]:
        """The sets to ask for a figure that this set does not state itself."""
        taken = dict(self.takes)
        chosen = taken.get(f"{chapter}.{name}") or taken.get(chapter)
        return (chosen,) if chosen else self.parents


@dataclass(frozen=True, slots=True)
class ChapterHead:
    """The name of a chapter, and the lists of thresholds that have to rise in it."""

    set: str
    chapter: str
    label: Words
    ascending: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A version that an organisation lays on the book; without a value it repeals.

    value and says may come from a form or from JSON: "40000" for a number,
    {"zh": ..., "en": ...} for the words.
    """

    set: str
    chapter: str
    parameter: str
    effective: date
    value: Figure | int | None
    says: Words | Mapping[str, str]
    source: str = "bureau"
    article: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The set that an organisation goes by from a day on."""

    effective: date
    set: str


@dataclass(frozen=True)
class Rulebook:
    """All rules. A book that exists has been checked: raises BadRulebook otherwise.

    choices  which set its organisation went over to and when; no part of what the rules say,
             so version and hash don't know of it
    """

    release: str
    sources: tuple[Source, ...]
    sets: tuple[PolicySet, ...]
    heads: tuple[ChapterHead, ...]
    parameters: tuple[Parameter, ...]
    amended: int = field(default=0)
    choices: tuple[Choice, ...] = ()

    def __post_init__(self) -> None:
        checking.check(self)

    @property
    def version(self) -> str:
        """The release for people: "2026-11-22", with "+2" after two amendments."""
        return f"{self.release}+{self.amended}" if self.amended else self.release

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything in the book, the same for the same rules."""
        parts = {
            "release": self.release,
            "sources": sorted((asdict(s) for s in self.sources), key=lambda s: s["name"]),
            "sets": sorted((asdict(s) for s in self.sets), key=lambda s: s["name"]),
            "heads": sorted(
                (asdict(h) for h in self.heads), key=lambda h: (h["set"], h["chapter"])
            ),
            "parameters": sorted(
                (asdict(p) for p in self.parameters),
                key=lambda p: (p["set"], p["chapter"], p["name"]),
            ),
        }
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def resolved(self) -> Mapping[inheritance.Key, Parameter]:
        """Every parameter by (set, chapter, name), parents asked."""
        return inheritance.resolve(self.sets, self.parameters)

    def policy_set(self, name: str) -> PolicySet:
        """The set of that name; raises UnknownSet."""
        for policy_set in self.sets:
            if policy_set.name == name:
                return policy_set
        names = ", ".join(policy_set.name for policy_set in self.sets)
        raise UnknownSet(zh=f"{name}；现有 {names}", en=f"{name}; there are {names}")

    @cached_property
    def _chapters(self) -> Mapping[tuple[str, str], tuple[Parameter, ...]]:
        found: dict[tuple[str, str], list[Parameter]] = {}
        for (owner, chapter, _), parameter in self.resolved.items():
            found.setdefault((owner, chapter), []).append(parameter)
        return {key: tuple(parameters) for key, parameters in found.items()}

    def chapters(self, set: str) -> tuple[str, ...]:
        """The chapters that a set has, its parents asked."""
        self.policy_set(set)
        return tuple(sorted(chapter for owner, chapter in self._chapters if owner == set))

    def chapter(self, set: str, chapter: str) -> tuple[Parameter, ...]:
        """The parameters of one chapter, in the order of its file; raises UnknownChapter."""
        found = self._chapters.get((set, chapter))
        if found is None:
            self.policy_set(set)
            having = [s.name for s in self.sets if chapter in self.chapters(s.name)]
            names = ", ".join(having)
            titles = "、".join(self.policy_set(name).title.zh for name in having)
            label = self.head(having[0], chapter).label.zh if having else chapter
            raise UnknownChapter(
                zh=f"“{self.policy_set(set).title.zh}”没有“{label}”；"
                + (f"有这一章的：{titles}" if having else "都没有"),
                en=f"{set} has no {chapter}; "
                + (f"the sets that have it are {names}" if having else "no set has it"),
            )
        return found

    def parameter(self, set: str, chapter: str, name: str) -> Parameter:
        """One figure of a set; raises UnknownSet or UnknownChapter."""
        found = self.resolved.get((set, chapter, name))
        if found is None:
            names = ", ".join(parameter.name for parameter in self.chapter(set, chapter))
            raise UnknownChapter(
                zh=f"{set} 的 {chapter} 没有 {name}；现有 {names}",
                en=f"{chapter} of {set} has no {name}; there are {names}",
            )
        return found

    def on(self, set: str, chapter: str, name: str, day: date) -> Version:
        """The version in force on `day`; raises NotInForce, NotSet and as `parameter`."""
        self.refuse_before(set, day)
        return self.parameter(set, chapter, name).on(day)

    def chosen(self, day: date) -> str | None:
        """The set that the organisation had last gone over to by `day`; None if it never did."""
        begun = [choice.set for choice in self.choices if choice.effective <= day]
        return begun[-1] if begun else None

    def refuse_before(self, set: str, day: date) -> None:
        """Refuse a day before the set itself: raises NotInForce."""
        policy_set = self.policy_set(set)
        if day < policy_set.effective:
            raise NotInForce(
                zh=f"规则集 {set} 自 {policy_set.effective} 起有效，所问日期为 {day}",
                en=f"the set {set} begins on {policy_set.effective}, asked for {day}",
            )

    def head(self, set: str, chapter: str) -> ChapterHead:
        """The heading of a chapter, from the set or the parent that has one."""
        for head in self.heads:
            if (head.set, head.chapter) == (set, chapter):
                return head
        for donor in self.policy_set(set).donors(chapter, ""):
            if chapter in self.chapters(donor):
                return self.head(donor, chapter)
        raise checking.headless(set, chapter)

    def source(self, name: str) -> Source | None:
        """The source document of that name, or None."""
        return next((source for source in self.sources if source.name == name), None)

    def with_amendments(
        self, amendments: Iterable[Amendment], choices: Iterable[Choice] = ()
    ) -> Rulebook:
        """A new book with the amendments laid on in order, checked as a whole."""
        return amending.lay_on(self, tuple(amendments), tuple(choices))
