"""The archive of a customer （客户档案）: until which day it has to be brought up to date again."""

from __future__ import annotations

from datetime import date, timedelta

from policy.book import Rulebook
from policy.customers import TIERS
from policy.facts import one_of, written
from policy.protection import last_day
from policy.ruling import Ruling, Value

CHAPTER = "archive"
PERIODS = ("days", "months")


def rule_on(tier: str, updated_on: date, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The last day for the next update, as the ruling's value; the cadence is its only figure.

    updated_on  the day of the last update, which is not counted
    raises      BadFact, NotSet, NotInForce, UnknownSet
    source      shantou-plan, 日常管理 4.1
    """
    one_of("tier", tier, TIERS)
    cadence = cadence_of(tier, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"tier": tier, "updated_on": updated_on}),
        values=[cadence],
        value=next_due(updated_on, cadence).isoformat(),
        unit="dates",
    )


def cadence_of(tier: str, *, on: date, book: Rulebook, set: str) -> Value:
    """How often the archive of a tier is brought up to date, in days or in months.

    raises  NotSet, NotInForce, UnknownSet
    """
    book.refuse_before(set, on)
    figures = {figure.name: figure for figure in book.chapter(set, CHAPTER)}
    [figure] = [figures[name] for period in PERIODS if (name := f"{tier}_{period}") in figures]
    return Value.of(figure, on)


def next_due(updated_on: date, cadence: Value) -> date:
    """So many days or calendar months after the day of the last update."""
    length = int(str(cadence.value))
    if cadence.unit == "days":
        return updated_on + timedelta(days=length)
    return last_day(updated_on, length)


def overdue_before(cadence: Value, on: date) -> date:
    """The first day on which an update was still in time: whoever was updated before it is late."""
    length = int(str(cadence.value))
    day = on - timedelta(days=length if cadence.unit == "days" else 31 * length + 1)
    while next_due(day, cadence) < on:
        day += timedelta(days=1)
    return day
