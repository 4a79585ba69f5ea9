"""欠款扣罚: what arrears cost by their age: points of the card, and a share of the performance pay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import written
from policy.ruling import Ruling, Value, look_in

CHAPTER = "arrears"
BANDS = ("long", "medium", "short")  # the oldest first: it alone counts
POINTS, SHARE, CARRIED = "points", "share", "carried"


def rule_on(months: Decimal, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The points taken off, as the ruling's value; the share of the performance pay among its values.

    months  the age of the oldest arrears; each band begins with its own first month
    raises  BadFact, NotInForce, UnknownSet
    source  shantou-plan, 薪酬管理: 资金回笼
    """
    if not months.is_finite() or months < 0:
        raise BadFact(
            zh=f"months 为 {months}；写欠款已满的月数",
            en=f"months is {months}; write for how many months the money is owed",
        )
    look = look_in(CHAPTER, on=on, book=book, set=set)
    values: list[Value] = []
    points = Decimal(0)
    for band in BANDS:
        start = look(f"{band}_from")
        if months >= Decimal(str(start.value)):
            taken = look(f"{band}_{POINTS}")
            points = Decimal(str(taken.value))
            values = [start, taken, look(f"{band}_{SHARE}")]
            values += [look(CARRIED)] if band == BANDS[0] else []
            break
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"months": months}),
        values=values,
        value=points,
        unit="points",
    )


def share_of(ruling: Ruling) -> Decimal:
    """The share of the month's performance pay that is taken off; 0 for arrears that are young."""
    found = [v.value for v in ruling.values if v.name.endswith(f"_{SHARE}")]
    return Decimal(str(found[0])) if found else Decimal(0)


def carries(ruling: Ruling) -> bool:
    """Whether what is lacking this month is taken off in the next one."""
    return ruling.value_of(CARRIED) is True
