"""Deadlines a stage: how many working days a step has, and the moment when it is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from policy.book import Rulebook
from policy.calendar import SHANGHAI, Calendar
from policy.errors import BadFact
from policy.ruling import Ruling, Value

CHAPTER = "deadlines"
REMIND_AT_SHARE = "remind_at_share"


def rule_on(stage: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The working days that a stage has, as the ruling's value.

    raises  BadFact for a stage without a deadline, NotInForce, UnknownSet
    """
    book.refuse_before(set, on)
    stages = [p for p in book.chapter(set, CHAPTER) if p.unit == "working_days"]
    parameter = next((p for p in stages if p.name == stage), None)
    if parameter is None:
        names = ", ".join(p.name for p in stages)
        raise BadFact(
            zh=f"stage 为 {stage!a}；有时限的环节：{names}",
            en=f"stage is {stage!a}; the stages with a deadline are {names}",
        )
    value = Value.of(parameter, on)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"stage": stage},
        values=(value, Value.of(book.parameter(set, CHAPTER, REMIND_AT_SHARE), on)),
        value=value.value,
        unit=value.unit,
    )


def due_at(arrived: datetime, working_days: int, calendar: Calendar) -> datetime:
    """The last second of the n-th working day after the day of arrival, in Shanghai time.

    arrived  a moment with its time zone
    raises   BadFact for a moment without one, and outside the calendar
    """
    day = calendar.add_working_days(_day_of(arrived), working_days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)


def remind_at(arrived: datetime, working_days: int, share: Decimal, calendar: Calendar) -> datetime:
    """The moment when a share of the working days has passed, never later than the deadline.

    Working days count from midnight to midnight: eight tenths of three days end at 9:36 of the
    third, eight tenths of five with the beginning of the fifth.

    share    from 0 to 1
    raises   as due_at
    """
    whole, part = divmod(working_days * share, 1)
    day = calendar.add_working_days(_day_of(arrived), min(int(whole) + 1, working_days))
    if whole >= working_days:
        return due_at(arrived, working_days, calendar)
    midnight = datetime.combine(day, time(), tzinfo=SHANGHAI)
    return midnight + timedelta(seconds=int(part * 24 * 60 * 60))


def put_off(moment: datetime, since: datetime, until: datetime, calendar: Calendar) -> datetime:
    """A moment after a pause: as many working days later as the pause had, at the same time of day.

    raises  as due_at
    """
    days = calendar.working_days_between(_day_of(since), _day_of(until))
    if not days:
        return moment
    day = calendar.add_working_days(_day_of(moment), days)
    return datetime.combine(day, moment.astimezone(SHANGHAI).timetz())


def _day_of(arrived: datetime) -> date:
    if arrived.tzinfo is None:
        raise BadFact(zh="到达时刻没有时区", en="the moment of arrival has no time zone")
    return arrived.astimezone(SHANGHAI).date()
