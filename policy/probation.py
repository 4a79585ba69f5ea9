"""The assessment-training period （考核培训期）: its last day, its evidence, the time to decide after it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from policy import routes
from policy.book import Rulebook
from policy.calendar import Calendar
from policy.errors import BadFact
from policy.facts import Facts, one_of, written
from policy.figures import Words
from policy.periods import month
from policy.protection import last_day
from policy.ruling import Look, Ruling, Value, look_in

CHAPTER = "probation"
NEW, TRANSFERRED, GRACE = "new_entrant", "newly_transferred", "long_service_grace"
KINDS = (NEW, TRANSFERRED, GRACE)
SERVICE_YEARS, LEAVE_SUSPENDS = "grace_service_years", "leave_suspends"
EXTENSIONS, EXTENSION, EXTENSION_MONTHS = "extensions", "extension_left", "extension_months"
GRACE_COUNTING, WHOLE_MONTHS = "grace_counting", "whole_months"
REST_DAY_MOVES, MONTH_END_STAYS = "rest_day_moves", "month_end_stays"
REMINDER_DAYS, DECISION_DAYS = "reminder_days", "decision_days"
STAYING, LEAVING = "bureau_confirms_staying", "bureau_confirms_leaving"
STANDARD, SMALL_GROUP = "standard", "small_group"
COUNTED = ("counting", MONTH_END_STAYS, REST_DAY_MOVES, LEAVE_SUSPENDS, EXTENSIONS)
AFTERWARDS = (EXTENSION_MONTHS, REMINDER_DAYS, DECISION_DAYS)
JUDGED = ("standard_score", "quota_share", "evidence_least_days", SMALL_GROUP, STAYING, LEAVING)
STAGES = (
    *("self_summary", "evaluation", "hr_review", "hearing", "hr_decision"),
    *("confirmation", "endorsement", "early_hearing", "early_decision", "early_endorsement"),
)


def rule_on(
    kind: str,
    started_on: date,
    service_years: int | None = None,
    leave_days: int | None = None,
    extended: int | None = None,
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """The last day of the period, as the ruling's value.

    kind           "new_entrant", "newly_transferred" or "long_service_grace"
    started_on     the day of the appointment, which counts
    service_years  the person's full years of service, where they are to be checked for the grace
    leave_days     the days of leave that suspended the period so far
    extended       how often it was extended
    raises         BadFact, NotSet (the years of the grace period among them), NotInForce, UnknownSet
    source         shantou-plan, 三.3; civil-code, 201 and 202
    """
    one_of("kind", kind, KINDS)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    values = {name: look(name) for name in (f"{kind}_months", *COUNTED, *AFTERWARDS, *JUDGED)}
    values[STANDARD] = _standard(kind, look)
    values |= _of_grace(kind, service_years, look)
    extensions = values[EXTENSIONS]
    left = int(str(extensions.value)) > (extended or 0)
    words = Words("还可延长", "Can be extended once more")
    values[EXTENSION] = replace(extensions, name=EXTENSION, label=words, unit="switch", value=left)
    calendar = Calendar.of(book, set=set, on=on)
    day = ends_on(values, kind, started_on, leave_days or 0, extended or 0, calendar=calendar)
    facts: Facts = {
        "kind": kind,
        "started_on": started_on,
        "service_years": service_years,
        "leave_days": leave_days or None,
        "extended": extended or None,
    }
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        values=[*values.values(), *routes.values(STAGES, on=on, book=book, set=set)],
        value=day.isoformat(),
        unit="dates",
    )


def _standard(kind: str, look: Look) -> Value:
    """What has to be reached, under one name for all kinds."""
    return replace(look("grace_standard" if kind == GRACE else STANDARD), name=STANDARD)


def _of_grace(kind: str, service_years: int | None, look: Look) -> dict[str, Value]:
    """What the grace period needs besides. Raises NotSet, BadFact."""
    if kind != GRACE:
        return {}
    needed = look(SERVICE_YEARS)
    least = int(str(needed.value))
    if service_years is not None and service_years <= least:
        raise BadFact(
            zh=f"service_years 为 {service_years}，宽限期须超过 {least} 年工龄",
            en=f"service_years is {service_years}, and the grace period needs more than {least}",
        )
    return {SERVICE_YEARS: needed, GRACE_COUNTING: look(GRACE_COUNTING)}


def ends_on(
    values: Mapping[str, Value],
    kind: str,
    started_on: date,
    leave_days: int = 0,
    extended: int = 0,
    *,
    calendar: Calendar,
) -> date:
    """The last day by these figures, those of today or those frozen with a case. Raises BadFact."""
    months = _number(values, f"{kind}_months")
    if extended:
        _refuse_more_than(_number(values, EXTENSIONS), extended)
        months += extended * _number(values, EXTENSION_MONTHS)
    whole = kind == GRACE and values[GRACE_COUNTING].value == WHOLE_MONTHS
    if whole:
        day = _month_end(month(started_on, months - (started_on.day == 1)))
    else:
        day = _from_day_before(values, started_on, months)
    if leave_days and values[LEAVE_SUSPENDS].value is True:
        day = _later(day, leave_days)
        day = _month_end(day) if whole else day
    if values[REST_DAY_MOVES].value is True:
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    return day


def reminded_on(values: Mapping[str, Value], last: date) -> date:
    """The day before the end on which the person is asked for a summary."""
    return last - timedelta(days=_number(values, REMINDER_DAYS))


def decided_by(values: Mapping[str, Value], last: date, calendar: Calendar) -> date:
    """The last day for the decision on a period that ends on `last`."""
    return calendar.add_working_days(last, _number(values, DECISION_DAYS))


def evidence_months(values: Mapping[str, Value], first: date, last: date) -> list[date]:
    """The months whose scores and quotas count, each by its first day, in order."""
    least = _number(values, "evidence_least_days")
    months, at = [], month(first)
    while at <= last:
        days = (min(last, _month_end(at)) - max(first, at)).days + 1
        if days >= least:
            months.append(at)
        at = month(at, 1)
    return months


def named(ruling: Ruling) -> dict[str, Value]:
    """The figures of a ruling by their names."""
    return {value.name: value for value in ruling.values}


def _from_day_before(values: Mapping[str, Value], started_on: date, months: int) -> date:
    if started_on.day == 1 and values[MONTH_END_STAYS].value is True:
        return _month_end(month(started_on, months - 1))
    return last_day(started_on - timedelta(days=1), months)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise BadFact(
            zh=f"{day} 之后 {days} 天超出日历", en=f"{days} days after {day} there is no calendar"
        ) from None


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _number(values: Mapping[str, Value], name: str) -> int:
    return int(str(values[name].value))


def _refuse_more_than(allowed: int, extended: int) -> None:
    if extended > allowed:
        raise BadFact(
            zh=f"extended 为 {extended}，至多可延长 {allowed} 次",
            en=f"extended is {extended}, and a period can be extended {allowed} times at most",
        )
