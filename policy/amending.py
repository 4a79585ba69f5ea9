"""Amendments of an organisation, laid on the shipped book as further versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from policy import units
from policy.errors import BadRulebook
from policy.figures import AMENDMENT, Citation, Parameter, Version, Words
from policy.inheritance import Key

if TYPE_CHECKING:
    from policy.book import Amendment, Choice, Rulebook


def lay_on(
    book: Rulebook, amendments: tuple[Amendment, ...], choices: tuple[Choice, ...]
) -> Rulebook:
    """A new book: each amendment is one more version of its figure, in its set alone.

    The book is checked once all are in, since two figures can only change together.
    raises  BadRulebook where one does not fit, UnknownSet or UnknownChapter
    """
    added: dict[Key, tuple[Version, ...]] = {}
    for amendment in amendments:
        key = (amendment.set, amendment.chapter, amendment.parameter)
        target = book.parameter(*key)
        before = target.versions + added.get(key, ())
        if before and amendment.effective <= before[-1].effective:
            last = before[-1].effective
            raise _refused(
                amendment,
                f"生效日须晚于最后一版的 {last}；选更晚的日期",
                f"it has to begin after the last version of {last}; choose a later day",
            )
        version = version_of(book, amendment, target)
        added[key] = (*added.get(key, ()), version)
    own = {(p.set, p.chapter, p.name): p for p in book.parameters}
    for key, versions in added.items():
        stated = own[key].versions if key in own else ()
        own[key] = replace(book.parameter(*key), set=key[0], versions=stated + versions)
    amended = book.amended + len(amendments)
    chosen = book.choices + choices
    return replace(book, parameters=tuple(own.values()), amended=amended, choices=chosen)


def version_of(book: Rulebook, amendment: Amendment, target: Parameter) -> Version:
    """The version of the figure that the amendment brings; raises BadRulebook where it does not fit."""
    source = book.source(amendment.source)
    if source is None:
        names = ", ".join(known.name for known in book.sources)
        raise _refused(
            amendment,
            f"不认识出处 {amendment.source}；可用的出处：{names}",
            f"the source {amendment.source} is unknown; use one of {names}",
        )
    unit = units.UNITS[target.unit]
    value: Any = units.from_json(target.unit, amendment.value)
    if value is not None and not unit.fits(value):
        raise _refused(amendment, f"数值不合；{unit.cure.zh}", f"its value fails; {unit.cure.en}")
    article = amendment.article or amendment.effective.isoformat()
    citation = Citation(source.name, article, source.title)
    return Version(amendment.effective, value, citation, _says(amendment), AMENDMENT)


def _says(amendment: Amendment) -> Words:
    raw = amendment.says
    words = raw if isinstance(raw, Words) else Words(raw.get("zh", ""), raw.get("en", ""))
    if not words.zh.strip() or not words.en.strip():
        raise _refused(
            amendment,
            "缺少说明；用中文和英文各写一句",
            "it does not say what it changes; write one sentence in Chinese and one in English",
        )
    return words


def _refused(amendment: Amendment, zh: str, en: str) -> BadRulebook:
    name = f"{amendment.chapter}.{amendment.parameter}"
    return BadRulebook(
        zh=f"对规则集 {amendment.set} 的 {name} 的修改：{zh}",
        en=f"amendment of {name} in {amendment.set}: {en}",
    )
