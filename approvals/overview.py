"""How the cases of a bureau, or of some of its units, run: added up from counted days and open rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from approvals.models import Assignment, Case, CaseDay, CountedDay, StepDay
from approvals.words import OPEN, Status
from registry.org.models import Post

MOST = 20  # people in the table of load
_OPEN = Assignment.State.OPEN


@dataclass(frozen=True)
class Scope:
    """What is looked at. units: their ids, where it is not the whole bureau; kind: empty for all."""

    bureau_id: int
    since: date
    until: date
    units: Collection[int] | None = None
    kind: str = ""

    def days(self, model: Any) -> QuerySet[Any]:
        """The counted days of the scope."""
        rows = model._default_manager.filter(day__gte=self.since, day__lte=self.until)
        return self._narrowed(rows, "unit__in")

    def open_cases(self) -> QuerySet[Case]:
        """The cases that are under way now; the period says nothing of them."""
        return self._narrowed(Case.objects.filter(status__in=OPEN), "unit__in")

    def open_rows(self) -> QuerySet[Assignment]:
        """The open rows of the inboxes now."""
        running = {"case__status": Status.RUNNING, "case__bureau": self.bureau_id}
        rows = Assignment.objects.filter(state=_OPEN, **running)
        return self._narrowed(rows, "case__unit__in")

    def _narrowed(self, rows: QuerySet[Any], units: str) -> QuerySet[Any]:
        rows = rows.filter(bureau=self.bureau_id)
        if self.units is not None:
            rows = rows.filter(**{units: self.units})
        return rows.filter(kind=self.kind) if self.kind else rows


_GROUPS = ("unit", "kind", "status", "result", "tier", "band")
_CASES = {
    "n": Sum("cases"),
    "back": Sum("returned"),
    "amount": Sum("amount_yuan"),
    "spent": Sum("minutes"),
    "working": Sum("working_days"),
    "revising": Sum("revising_minutes"),
    "drafting": Sum("drafting_minutes"),
}
_STEPS = {
    "n": Sum("steps"),
    "overdue": Sum("late"),
    "spent": Sum("minutes"),
    "working": Sum("working_days"),
    "longest": Max("longest_minutes"),
}


def by_month(scope: Scope) -> list[dict[str, Any]]:
    """Cases that ended, by the first days of their months in order. Days are read, months added up."""
    days = list(scope.days(CaseDay).order_by("day").values("day").annotate(**_CASES))
    for row in days:
        row["month"] = row.pop("day").replace(day=1)
    return sorted(folded(days, "month"), key=lambda row: row["month"])


def cases(scope: Scope) -> list[dict[str, Any]]:
    """Cases that ended, in groups as fine as any table asks for. One statement for all tables."""
    return list(scope.days(CaseDay).order_by().values(*_GROUPS).annotate(**_CASES))


def folded(rows: Iterable[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """Groups of cases added up into coarser ones, the most cases first."""
    found: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        one = found.setdefault(key, dict(zip(names, key, strict=True)) | dict.fromkeys(_CASES, 0))
        for name in _CASES:
            one[name] += row[name]
    return sorted(found.values(), key=lambda one: -one["n"])


def steps_by(scope: Scope, *names: str) -> list[dict[str, Any]]:
    """Steps that were finished, grouped by fields of StepDay, the longest lying first."""
    rows = scope.days(StepDay).order_by().values(*names).annotate(**_STEPS)
    return sorted(rows, key=lambda row: -row["spent"] / row["n"])


def under_way(scope: Scope) -> dict[str, int]:
    """How many cases are open now, by status."""
    rows = scope.open_cases().order_by().values("status").annotate(n=Count("pk"))
    return {row["status"]: row["n"] for row in rows}


def load(scope: Scope, at: datetime) -> list[dict[str, Any]]:
    """What waits for each person now: how much, how much of it is late, since when; the twenty with most."""
    rows = scope.open_rows().order_by().values("person", "person__name")
    found = rows.annotate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)), oldest=Min("arrived_at")
    ).order_by("-late", "-n", "person")[:MOST]
    return [dict(row) for row in found]


def posts_of(people: Collection[int], on: date) -> dict[int, str]:
    """The first post of each of these people, as it is called."""
    held = Post.objects.on(on).filter(person__in=people).select_related("unit")
    return {post.person_id: str(post) for post in held.order_by("-since", "-pk")}


def counted_at() -> datetime | None:
    """When the last day was counted."""
    return CountedDay.objects.aggregate(last=Max("counted_at"))["last"]
