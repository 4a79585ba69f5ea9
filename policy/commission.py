"""营销提成参考标准: the commission of a business; where a range is printed, the unit sets its rate in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import written
from policy.ruling import Ruling, Value, look_in

CHAPTER = "commission"
LEAST, MOST = "_least", "_most"


def rule_on(business: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The rate as the ruling's value: a share, or "0.01-0.05" while the unit has not set its own.

    business  as businesses() names it: "express", "bulk-letters"
    raises    BadFact, NotInForce, UnknownSet
    source    shantou-plan, 薪酬管理 5
    """
    names = businesses(on=on, book=book, set=set)
    if business not in names:
        raise BadFact(
            zh=f"business 为 {business!a}；可用的：{', '.join(names)}",
            en=f"business is {business!a}; use one of {', '.join(names)}",
        )
    name = business.replace("-", "_")
    look = look_in(CHAPTER, on=on, book=book, set=set)
    ranged = bool(_figures(set, book) & {f"{name}{LEAST}"})
    limits = [look(f"{name}{end}") for end in (LEAST, MOST)] if ranged else []
    known = book.parameter(set, CHAPTER, name).latest(on) is not None
    rate = look(name) if known else None
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"business": business}),
        values=[*limits, rate] if rate else limits,
        value=_within(business, rate, limits) if rate else _range(limits),
        unit="share" if rate else "choice",
    )


def businesses(*, on: date, book: Rulebook, set: str) -> list[str]:
    """What has a commission, in the order of the table. Raises UnknownSet, NotInForce."""
    book.refuse_before(set, on)
    names = [p.name for p in book.chapter(set, CHAPTER)]
    return [name.replace("_", "-") for name in names if not name.endswith((LEAST, MOST))]


def is_set(ruling: Ruling) -> bool:
    """Whether the ruling has one rate, and not a range in which the unit still has to set it."""
    return isinstance(ruling.value, Decimal)


def _figures(set: str, book: Rulebook) -> frozenset[str]:
    return frozenset(p.name for p in book.chapter(set, CHAPTER))


def _range(limits: list[Value]) -> str:
    least, most = (format(Decimal(str(limit.value)), "f") for limit in limits)
    return f"{least}-{most}"


def _within(business: str, rate: Value, limits: list[Value]) -> Decimal:
    """The unit's rate, which may not leave the printed range. Raises BadFact."""
    number = Decimal(str(rate.value))
    if limits and not Decimal(str(limits[0].value)) <= number <= Decimal(str(limits[1].value)):
        raise BadFact(
            zh=f"{business} 的提成设为 {number}，应在 {_range(limits)} 之间",
            en=f"the commission of {business} is set to {number}, it has to be in {_range(limits)}",
        )
    return number
