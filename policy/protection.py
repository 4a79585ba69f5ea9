"""Protected development （报备保护期）: until which day nobody else may step in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import MAXYEAR, date, timedelta

from policy.book import Rulebook
from policy.calendar import Calendar
from policy.errors import BadFact
from policy.facts import Facts, one_of, written
from policy.ruling import Ruling, Value, look_in

CHAPTER = "protection"
REGULAR, FESTIVAL, REGISTRATION = "regular", "festival", "registration"
KINDS = (REGULAR, FESTIVAL, REGISTRATION)
EXTENSIONS, EXTENSION_MONTHS, REST_DAY_MOVES = "extensions", "extension_months", "rest_day_moves"
FIRST_REMINDER, LAST_REMINDER, SUCCESS = "first_reminder", "last_reminder", "success"
CONDITIONS = ("counting", REST_DAY_MOVES, EXTENSIONS, EXTENSION_MONTHS)
AFTERWARDS = (FIRST_REMINDER, LAST_REMINDER, SUCCESS)


def rule_on(
    kind: str, confirmed_on: date, extended: int = 0, *, on: date, book: Rulebook, set: str
) -> Ruling:
    """The last day of the protected period, as the ruling's value.

    kind          "regular", "festival", or "registration" for a customer without a project
    confirmed_on  the day of the event, which is not counted
    extended      how many times the period has been extended
    raises        BadFact, NotSet, NotInForce, UnknownSet
    source        dongguan-measures, 11(2); civil-code, 201 and 202
    """
    one_of("kind", kind, KINDS)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    values = {name: look(name) for name in (f"{kind}_months", *CONDITIONS, *AFTERWARDS)}
    calendar = Calendar.of(book, set=set, on=on)
    day = ends_on(values, kind, confirmed_on, extended, calendar=calendar)
    facts: Facts = {"kind": kind, "confirmed_on": confirmed_on, "extended": extended or None}
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        values=values.values(),
        value=day.isoformat(),
        unit="dates",
    )


def ends_on(
    values: Mapping[str, Value],
    kind: str,
    confirmed_on: date,
    extended: int = 0,
    *,
    calendar: Calendar,
) -> date:
    """The last day by these figures, those of today or those frozen with a case. Raises BadFact."""
    months = int(str(values[f"{kind}_months"].value))
    if extended:
        _refuse_more_than(int(str(values[EXTENSIONS].value)), extended)
        months += extended * int(str(values[EXTENSION_MONTHS].value))
    day = last_day(confirmed_on, months)
    return _working_day_from(day, calendar) if values[REST_DAY_MOVES].value is True else day


def last_day(event: date, months: int) -> date:
    """The day of the last month that has the number of `event`, or the last day of that month.

    raises  BadFact after the year 9999
    """
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    if year > MAXYEAR:
        raise BadFact(
            zh=f"{event} 之后 {months} 个月超出日历",
            en=f"{months} months after {event} there is no calendar",
        )
    return date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))


def _refuse_more_than(allowed: int, extended: int) -> None:
    if extended > allowed:
        raise BadFact(
            zh=f"extended 为 {extended}，至多可延长 {allowed} 次",
            en=f"extended is {extended}, and a period can be extended {allowed} times at most",
        )


def _working_day_from(day: date, calendar: Calendar) -> date:
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
