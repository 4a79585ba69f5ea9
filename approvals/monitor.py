"""监控: the cases of a bureau that don't move by themselves, each list with its first rows and its count."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import CharField, Min, QuerySet
from django.db.models.functions import Cast
from viewflow.workflow.models import Task

from approvals import reorganise
from approvals.models import Assignment, Case
from approvals.steps import Step
from approvals.words import OPEN, Status
from registry.org.models import Unit

SHOWN = 25
_ROW = Assignment.State.OPEN


@dataclass(frozen=True)
class Listed:
    """The first rows of a list, and how many more there are; `more` of a list that is long to count: 1."""

    rows: list[Any]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.rows) + self.more


@dataclass(frozen=True)
class Late:
    """A step whose deadline is over: who was asked in time, and who was asked too because of it."""

    case: Case
    node: str
    due_at: datetime
    asked: list[Assignment] = field(default_factory=list)
    escalated: list[Assignment] = field(default_factory=list)


@dataclass(frozen=True)
class Watch:
    """What those who watch over a bureau look at."""

    stalled: Listed
    overdue: Listed
    suspended: Listed
    lost: Listed

    @property
    def quiet(self) -> bool:
        return not any(one.rows for one in (self.stalled, self.overdue, self.suspended, self.lost))


def watched(bureau: Unit, at: datetime, size: int = SHOWN) -> Watch:
    """All four lists of a bureau."""
    return Watch(
        stalled(bureau.pk, at, size),
        overdue(bureau.pk, at, size),
        suspended(bureau.pk, size),
        lost(bureau.pk, size),
    )


def stalled(bureau_id: int, at: datetime, size: int = SHOWN) -> Listed:
    """Cases whose open step nobody may decide. Each is looked at by itself, so the rest is not counted."""
    found = list(islice(reorganise.nobody_can_decide(bureau_id, at), size + 1))
    return Listed(found[:size], len(found[size:]))


def overdue(bureau_id: int, at: datetime, size: int = SHOWN) -> Listed:
    """Open steps whose deadline is over, the longest overdue first."""
    running = {"case__status": Status.RUNNING, "case__bureau": bureau_id}
    rows = Assignment.objects.filter(bureau=bureau_id, state=_ROW, due_at__lte=at, **running)
    steps = rows.order_by().values("task").annotate(due=Min("due_at")).order_by("due", "task")
    tasks = [step["task"] for step in steps[:size]]
    late: dict[int, Late] = {}
    about = ("case__unit", "person", "acting_for", "post")
    asked = Assignment.objects.filter(task__in=tasks, state=_ROW).select_related(*about)
    for row in asked.order_by("due_at", "task", "pk"):
        if row.due_at is None:
            continue
        step = late.setdefault(row.task_id, Late(row.case, row.node, row.due_at))
        escalated = row.reason == Assignment.Reason.ESCALATED
        (step.escalated if escalated else step.asked).append(row)
    return Listed(list(late.values()), _rest(steps, size))


def suspended(bureau_id: int, size: int = SHOWN) -> Listed:
    """Suspended cases, the longest suspended first."""
    cases = Case.objects.filter(bureau=bureau_id, status=Status.SUSPENDED)
    rows = cases.select_related("unit", "applicant").order_by("suspended_at", "pk")
    return Listed(list(rows[:size]), _rest(cases, size))


def lost(bureau_id: int, size: int = SHOWN) -> Listed:
    """Open cases whose step or flow is no longer in the code.

    The names that are stored are few: one step of each is asked whether the code still has it.
    """
    cases = Case.objects.filter(bureau=bureau_id, status__in=OPEN)
    open_tasks = Task.objects.filter(finished=None, process__in=cases.values("process"))
    named = open_tasks.annotate(stored=Cast("flow_task", CharField()))
    samples = named.order_by().values("stored").annotate(one=Min("pk"))
    stored = {one["one"]: one["stored"] for one in samples}
    gone = [
        stored[task.pk]
        for task in Task.objects.filter(pk__in=stored)
        if not isinstance(task.flow_task, Step)
    ]
    if not gone:
        return Listed([])
    cases = cases.filter(process__in=named.filter(stored__in=gone).values("process"))
    rows = cases.select_related("unit", "applicant").order_by("pk")
    return Listed(list(rows[:size]), _rest(cases, size))


def _rest(rows: QuerySet[Any], size: int) -> int:
    """How many rows there are behind the first so many."""
    return max(rows.count() - size, 0)
