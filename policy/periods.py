"""Which months count: for the definition of a key account, and for its grade at a quarter's end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy import definition, grading
from policy.book import Rulebook
from policy.protection import last_day
from policy.ruling import Value, look_in

MONTH_COUNTED, LAST_MONTH = "month_counted", "last_month"
SPEND_PERIOD, TWELVE_MONTHS = "spend_period", "twelve_months"
MONTHS, MONTHS_A_QUARTER = 12, 3


@dataclass(frozen=True, slots=True)
class Period:
    """Months from the first to the last, both included, each by its first day; and the figure behind it."""

    first: date
    last: date
    basis: Value
    quarter: int | None = None  # how many quarters of the year it covers, where they are counted


def month(day: date, later: int = 0) -> date:
    """The first day of the month of a day, or of one so many months later."""
    year, place = divmod(day.year * MONTHS + day.month - 1 + later, MONTHS)
    return date(year, place + 1, 1)


def months_since(day: date, on: date) -> int:
    """How many calendar months have run from a day to another; none before the first is over."""
    months = (on.year - day.year) * MONTHS + on.month - day.month
    if months > 0 and last_day(day, months) > on:
        months -= 1
    return max(months, 0)


def of_definition(*, on: date, book: Rulebook, set: str) -> tuple[Period, Period]:
    """Last year and this month, as the definition means them on a day.

    raises  NotInForce, UnknownSet
    """
    basis = look_in(definition.CHAPTER, on=on, book=book, set=set)(MONTH_COUNTED)
    counted = month(on, -1 if basis.value == LAST_MONTH else 0)
    year = counted.year - 1
    return Period(date(year, 1, 1), date(year, MONTHS, 1), basis), Period(counted, counted, basis)


def of_grading(quarter_end: date, *, on: date, book: Rulebook, set: str) -> Period:
    """The months whose spend is graded at the end of a quarter.

    raises  NotSet, NotInForce, UnknownSet
    """
    look = look_in(grading.CHAPTER, on=on, book=book, set=set)
    last = month(quarter_end)
    by_quarter = look(grading.BY_QUARTER)
    if look(grading.METHOD).value == grading.REVENUE_BAND and by_quarter.value is True:
        return Period(
            month(date(last.year, 1, 1)), last, by_quarter, last.month // MONTHS_A_QUARTER
        )
    basis = look(SPEND_PERIOD)
    if basis.value == TWELVE_MONTHS:
        return Period(month(last, 1 - MONTHS), last, basis)
    return Period(date(last.year - 1, 1, 1), date(last.year - 1, MONTHS, 1), basis)


def last_quarter_end(on: date) -> date:
    """The last day of the last quarter that was over on a day."""
    first = month(on, -((on.month - 1) % MONTHS_A_QUARTER))
    return date.fromordinal(first.toordinal() - 1)
