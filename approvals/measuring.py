"""Counting: what ended on a day, added up by unit, kind and step into few rows. Asks no clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, Max, Min
from django.utils import timezone

from approvals.kinds import all_kinds
from approvals.models import Assignment, Case, CaseDay, CountedDay, StepDay
from approvals.steps import Revise
from approvals.words import OPEN, Status
from policy.calendar import SHANGHAI, Calendar
from policy.errors import PolicyError
from registry import rulebook
from registry.org.models import Unit

AGAIN = timedelta(days=2)  # a day is counted again until it is over for so long
RUNS_ON = (*OPEN, Status.DRAFT)
CASE_KEY = ("bureau_id", "unit_id", "kind", "status", "result", "tier", "band")
STEP_KEY = ("bureau_id", "unit_id", "kind", "node")


@dataclass
class Sum:
    """What adds up in a group of cases or steps."""

    count: int = 0
    marked: int = 0  # cases that were returned, steps that were late
    minutes: int = 0
    working_days: int = 0
    revising_minutes: int = 0
    drafting_minutes: int = 0
    longest: int = 0
    amount: Decimal = Decimal(0)


def catch_up(at: datetime, *, until: Callable[[], bool] = lambda: False) -> int:
    """How many days were counted: those that never were, and the last ones again.

    until  whether the time for it is over; the next run goes on
    """
    today = timezone.localtime(at, SHANGHAI).date()
    last = CountedDay.objects.aggregate(last=Max("day"))["last"]
    day = min(last - AGAIN, today) if last else _first_day()
    counted = 0
    while day is not None and day <= today and not until():
        count(day, at)
        counted, day = counted + 1, day + timedelta(days=1)
    return counted


def _first_day() -> date | None:
    first = Case.objects.filter(closed_at__isnull=False).aggregate(first=Min("closed_at"))["first"]
    done = Assignment.objects.filter(state=Assignment.State.DONE)
    step = done.aggregate(first=Min("finished_at"))["first"]
    moments = [moment for moment in (first, step) if moment is not None]
    return timezone.localtime(min(moments), SHANGHAI).date() if moments else None


def count(day: date, at: datetime) -> None:
    """The rows of one day, in place of those that it had."""
    start = datetime.combine(day, time(), tzinfo=SHANGHAI)
    span = (start, start + timedelta(days=1))
    calendar_of = cache(_calendar_on(day))
    cases, steps = _cases(span, calendar_of), _steps(span, calendar_of)
    with transaction.atomic():
        CountedDay.objects.update_or_create(day=day, defaults={"counted_at": at})
        CaseDay.objects.filter(day=day).delete()
        StepDay.objects.filter(day=day).delete()
        CaseDay.objects.bulk_create(
            CaseDay(
                day=day,
                **dict(zip(CASE_KEY, key, strict=True)),
                cases=one.count,
                returned=one.marked,
                amount_yuan=one.amount,
                minutes=one.minutes,
                working_days=one.working_days,
                revising_minutes=one.revising_minutes,
                drafting_minutes=one.drafting_minutes,
            )
            for key, one in cases.items()
        )
        StepDay.objects.bulk_create(
            StepDay(
                day=day,
                **dict(zip(STEP_KEY, key, strict=True)),
                steps=one.count,
                late=one.marked,
                minutes=one.minutes,
                working_days=one.working_days,
                longest_minutes=one.longest,
            )
            for key, one in steps.items()
        )


def _cases(
    span: tuple[datetime, datetime], calendar_of: Callable[[int], Calendar | None]
) -> dict[tuple, Sum]:
    found: dict[tuple, Sum] = {}
    rows = Case.objects.filter(closed_at__gte=span[0], closed_at__lt=span[1])
    rows = rows.exclude(status__in=RUNS_ON).annotate(tier=F("customer__tier"))
    courses = _courses(span)
    fields = ("bureau_id", "unit_id", "kind", "status", "result", "tier", "ruling_json", "round")
    moments = ("created_at", "submitted_at", "closed_at", "value_yuan")
    for row in rows.values("pk", *fields, *moments).iterator():
        key = tuple(row[name] or "" for name in fields[:6])
        one = found.setdefault((*key, _band(row["ruling_json"])), Sum())
        course = courses.get(row["pk"]) or Course(row["submitted_at"] or row["closed_at"])
        one.count += 1
        one.marked += row["round"] > 1
        one.amount += row["value_yuan"] or 0
        one.revising_minutes += course.revising
        one.drafting_minutes += _minutes(row["created_at"], course.began)
        _add(one, course.began, row["closed_at"], calendar_of(row["bureau_id"]))
    return found


@dataclass
class Course:
    """When the first step of a case arrived; how long it lay with its applicant after a return."""

    began: datetime
    revising: int = 0


def _courses(span: tuple[datetime, datetime]) -> dict[int, Course]:
    """How the cases that ended came there: a case says only when it was submitted last."""
    rows = Assignment.objects.filter(case__closed_at__gte=span[0], case__closed_at__lt=span[1])
    found: dict[int, Course] = {}
    fields = ("case", "node", "state", "arrived_at", "finished_at")
    for case, node, state, begun, ended in rows.values_list(*fields).iterator():
        one = found.setdefault(case, Course(begun))
        one.began = min(one.began, begun)
        if node in revisions() and state == Assignment.State.DONE and ended is not None:
            one.revising += _minutes(begun, ended)
    return found


@cache
def revisions() -> frozenset[str]:
    """The names of the nodes at which an applicant changes a case."""
    nodes = (node for kind in all_kinds() for flow in kind.flows for node in flow.instance.nodes())
    return frozenset(node.name for node in nodes if isinstance(node, Revise))


def _steps(
    span: tuple[datetime, datetime], calendar_of: Callable[[int], Calendar | None]
) -> dict[tuple, Sum]:
    """A step is counted on the day on which the last of those who were asked finished it."""
    found: dict[tuple, Sum] = {}
    rows = Assignment.objects.filter(
        state=Assignment.State.DONE,
        finished_at__gte=span[0],
        finished_at__lt=span[1],
        task__finished__gte=span[0],
        task__finished__lt=span[1],
    )
    fields = ("bureau_id", "case__unit_id", "kind", "node")
    grouped = rows.order_by().values("task_id", *fields)
    for row in grouped.annotate(
        began=Min("arrived_at"),
        ended=Max("finished_at", output_field=DateTimeField()),
        due=Min("due_at"),
    ).iterator():
        one = found.setdefault(tuple(row[name] for name in fields), Sum())
        one.count += 1
        one.marked += row["due"] is not None and row["ended"] > row["due"]
        _add(one, row["began"], row["ended"], calendar_of(row["bureau_id"]))
    return found


def _add(one: Sum, begun: datetime, ended: datetime, calendar: Calendar | None) -> None:
    minutes = _minutes(begun, ended)
    one.minutes += minutes
    one.longest = max(one.longest, minutes)
    if calendar is not None:
        first, last = (timezone.localtime(m, SHANGHAI).date() for m in (begun, ended))
        one.working_days += calendar.working_days_between(first, last)


def _minutes(begun: datetime, ended: datetime) -> int:
    return max(int((ended - begun).total_seconds() // 60), 0)


def _band(ruling: dict[str, Any] | None) -> str:
    """The duty with the highest threshold of a frozen ruling."""
    duties: Iterable[dict[str, Any]] = (ruling or {}).get("duties", ())
    highest = max(duties, key=lambda duty: Decimal(duty["threshold"]), default=None)
    return str(highest["name"]) if highest else ""


def _calendar_on(day: date) -> Callable[[int], Calendar | None]:
    """The calendar of a bureau as it is known that day, by the bureau's id."""

    def calendar_of(bureau_id: int) -> Calendar | None:
        bureau = Unit.objects.get(pk=bureau_id)
        try:
            book, set_ = rulebook.ruling(bureau, day)
            return Calendar.of(book, set=set_, on=day)
        except PolicyError:
            return None

    return calendar_of
