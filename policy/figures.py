"""A figure of the rulebook: dated versions, each with its source and its reason in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from policy.errors import NotInForce, NotSet

Figure = Decimal | str | bool

STATED, ASSUMPTION, AMENDMENT = "stated", "assumption", "amendment"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages: `words.zh`, or `words["zh-hans"]`."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that rules come from."""

    name: str
    title: Words
    effective: date
    effective_assumed: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure comes from: the document and the article in it."""

    source: str
    article: str
    title: Words


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a parameter, from `effective` until the next version starts."""

    effective: date
    value: Figure | None  # None: repealed on that day
    citation: Citation
    says: Words
    kind: str = STATED
    effective_assumed: bool = False

    @property
    def assumption(self) -> bool:
        return self.kind == ASSUMPTION


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of one chapter of one set; `versions` run from oldest to newest.

    A parameter without versions is one that the documents leave open;
    `set_by` then says who has to set it.
    """

    set: str
    chapter: str
    name: str
    label: Words
    unit: str
    versions: tuple[Version, ...]
    choices: tuple[str, ...] = ()
    set_by: Words | None = None

    def latest(self, day: date) -> Version | None:
        """The last version that had begun by `day`, a repeal too; None before the first."""
        begun = [version for version in self.versions if version.effective <= day]
        return begun[-1] if begun else None

    def on(self, day: date) -> Version:
        """The version in force on `day`.

        raises  NotInForce before the first version and after a repeal;
                NotSet where the organisation has to set the figure first
        """
        version = self.latest(day)
        if version is not None and version.value is not None:
            return version
        if self.set_by is not None and version is None:
            raise NotSet(
                zh=f"{self.label.zh}，由{self.set_by.zh}设定",
                en=f"{self.label.en}, to be set by {self.set_by.en}",
                key=f"{self.chapter}.{self.name}",
            )
        raise NotInForce(
            zh=f"规则集 {self.set} 的“{self.label.zh}”，{day}",
            en=f"{self.label.en} of the set {self.set} on {day}",
        )
