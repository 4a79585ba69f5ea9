"""The working-day calendar: China's public holidays with their moved working days （调休）."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays

from policy.book import Rulebook
from policy.errors import BadFact
from policy.ruling import Ruling, Value
from policy.units import days_in

CHAPTER = "calendar"
SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKING, REST = "working", "rest"
# The State Council's notices have been checked from 2001; the lunar table ends in 2099.
FIRST_YEAR, LAST_YEAR = 2001, 2098
FIGURES = ("official_until_year", "extra_rest_days", "extra_working_days")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days and days of rest, with the overrides of a set."""

    official_until_year: int
    extra_rest_days: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()

    @classmethod
    def of(cls, book: Rulebook, *, set: str, on: date) -> Self:
        """The calendar as a set knows it on day `on`; raises NotInForce, UnknownSet."""
        year, rest, working = (str(book.on(set, CHAPTER, name, on).value) for name in FIGURES)
        return cls(int(year), frozenset(days_in(rest)), frozenset(days_in(working)))

    def is_working_day(self, day: date) -> bool:
        """True on weekdays that are no holiday and on weekend days moved into work."""
        if day in self.extra_rest_days:
            return False
        if day in self.extra_working_days:
            return True
        rest, moved = _national(day.year)
        return day in moved or (day.weekday() < 5 and day not in rest)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself does not count; count >= 1."""
        if count < 1:
            raise BadFact(
                zh=f"工作日数为 {count}，须至少为 1",
                en=f"the number of working days is {count} and has to be at least 1",
            )
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days there are after `start` up to and with `end`; 0 if none."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def is_projected(self, year: int) -> bool:
        """True for a year whose official notice is not in the table: its days may move."""
        return year > self.official_until_year


def rule_on(day: date, *, on: date, book: Rulebook, set: str) -> Ruling:
    """Whether `day` is a working day, "working" or "rest", by the calendar known on day `on`.

    The ruling's values show up to which year the official notices are in the table.
    raises  BadFact outside 2001 to 2098, NotInForce, UnknownSet
    """
    calendar = Calendar.of(book, set=set, on=on)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"day": day.isoformat()},
        values=[Value.of(book.parameter(set, CHAPTER, name), on) for name in FIGURES],
        value=WORKING if calendar.is_working_day(day) else REST,
        unit="choice",
    )


@cache
def _national(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays of a year, and the weekend days moved into work."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadFact(
            zh=f"工作日历只有 {FIRST_YEAR} 至 {LAST_YEAR} 年，没有 {year} 年",
            en=f"the working calendar has {FIRST_YEAR} to {LAST_YEAR}, not {year}",
        )
    # A notice can move the last days of December, so the next year's is read too.
    table = holidays.country_holidays("CN", years=(year, year + 1))
    rest = frozenset(day for day in table if day.year == year)
    return rest, frozenset(day for day in table.weekend_workdays if day.year == year)
