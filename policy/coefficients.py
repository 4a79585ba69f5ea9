"""折算系数: what performance with an old customer counts, by the month of the cooperation."""

from __future__ import annotations

from datetime import date

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import written
from policy.ruling import Ruling, look_in

CHAPTER = "coefficient"
BANDS, LATER = ("first", "second", "third"), "later"


def rule_on(month: int, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The coefficient from 0 to 1, as the ruling's value.

    month   1 for the month in which the business began; new business of an old customer begins anew
    raises  BadFact, NotInForce, UnknownSet
    source  shantou-plan, 薪酬管理 6(1) to 6(3)
    """
    if month < 1:
        raise BadFact(
            zh=f"month 为 {month}；业务开始的当月为第 1 个月",
            en=f"month is {month}; the month in which the business began is 1",
        )
    look = look_in(CHAPTER, on=on, book=book, set=set)
    limits = [look(f"{band}_until") for band in BANDS]
    reached = [
        (band, limit)
        for band, limit in zip(BANDS, limits, strict=True)
        if month <= int(str(limit.value))
    ]
    band = reached[0][0] if reached else LATER
    limit = reached[0][1] if reached else limits[-1]
    coefficient = look(f"{band}_coefficient")
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"month": month}),
        values=(limit, coefficient),
        value=coefficient.value,
        unit=coefficient.unit,
    )
