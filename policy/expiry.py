"""A protected period that is over （保护期满）: what the centre can choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy import protection, routes
from policy.book import Rulebook
from policy.figures import Words
from policy.ruling import Ruling, look_in

EXTENSION = "extension_left"
STAGES = ("choose",)


def rule_on(kind: str, extended: int = 0, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What follows a period that is over; its values say whether it can be extended once more.

    extended  how often it was extended before
    raises    BadFact, NotSet, NotInForce, UnknownSet
    source    dongguan-measures, 10(1) and 12(6)
    """
    period = protection.rule_on(kind, on, on=on, book=book, set=set)
    allowed = look_in(protection.CHAPTER, on=on, book=book, set=set)(protection.EXTENSIONS)
    left = replace(
        allowed,
        name=EXTENSION,
        label=Words("还可延长", "Can be extended once more"),
        unit="switch",
        value=extended < int(str(allowed.value)),
    )
    return Ruling.by(
        book,
        set=set,
        chapter=protection.CHAPTER,
        on=on,
        facts={"kind": kind, "extended": str(extended)},
        values=[left, *period.values, *routes.values(STAGES, on=on, book=book, set=set)],
    )
