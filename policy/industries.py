"""The industries by which customers are told apart （行业性质）: a coded list that a bureau can add to."""

from __future__ import annotations

from datetime import date

from policy.book import Rulebook
from policy.facts import one_of, written
from policy.figures import Words
from policy.ruling import Ruling, Value

CHAPTER = "industries"


def rule_on(industry: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The code of the industry as the ruling's value, if the list of that day has it.

    raises  BadFact, NotInForce, UnknownSet
    source  dongguan-measures, 7
    """
    known = listed(on=on, book=book, set=set)
    one_of("industry", industry, known)
    entry = Value.of(book.parameter(set, CHAPTER, industry), on)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"industry": industry}),
        values=[entry],
        value=industry,
        unit="choice",
    )


def listed(*, on: date, book: Rulebook, set: str) -> dict[str, Words]:
    """The industries of a day by their codes, in the order of the book."""
    book.refuse_before(set, on)
    found = {}
    for figure in book.chapter(set, CHAPTER):
        version = figure.latest(on)
        if version is not None and version.value is True:
            found[figure.name] = figure.label
    return found
