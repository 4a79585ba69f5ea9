"""客户经理登记: by which day a change of account managers is filed with the centre."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import written
from policy.periods import month
from policy.ruling import Ruling, look_in

CHAPTER = "managers"
REPORT_DAY, LADDER, REVIEW_MONTHS = "report_day", "ladder", "review_months"
PRODUCTIVITY = "productivity_yuan"
RANKS = ("manager", "in_charge", "senior", "chief")


def rule_on(changed_on: date, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The day by which a change of that day is filed, as the ruling's value.

    raises  BadFact, NotInForce, NotSet, UnknownSet
    source  shantou-plan, 日常管理 4.2
    """
    day = look_in(CHAPTER, on=on, book=book, set=set)(REPORT_DAY)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"changed_on": changed_on}),
        values=(day,),
        value=due_on(changed_on, int(str(day.value))).isoformat(),
        unit="dates",
    )


def due_on(changed_on: date, day: int) -> date:
    """The day of this month, or of the next one once it has passed; a short month ends earlier."""
    this = _day_of(changed_on, day)
    if changed_on <= this:
        return this
    try:
        return _day_of(month(changed_on, 1), day)
    except ValueError:
        raise BadFact(
            zh=f"{changed_on} 之后没有下一个月", en=f"there is no month after {changed_on}"
        ) from None


def competent(rank: str) -> str:
    """The name of the figure that says what is competent for a rank."""
    return f"competent_{rank}_yuan"


def _day_of(any_day: date, day: int) -> date:
    return any_day.replace(day=min(day, monthrange(any_day.year, any_day.month)[1]))
