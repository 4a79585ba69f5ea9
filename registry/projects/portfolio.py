"""The key projects of a bureau with what they brought so far, against what was planned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Sum

from registry.projects.models import KeyProject, Project
from registry.revenue.models import Revenue

MOST = 50


@dataclass(frozen=True)
class Progress:
    """One key project: the revenue booked on it. `share` is of the plan, 1 for all of it."""

    project: KeyProject
    revenue_yuan: Decimal

    @property
    def share(self) -> Decimal:
        return self.revenue_yuan / self.project.project.value_yuan


def of_bureau(
    bureau_id: int, units: Collection[int] | None, *, until: date
) -> tuple[list[Progress], int]:
    """The key projects that were listed last, and how many there are; two or three statements."""
    looked_at = Project.objects.filter(pk=OuterRef("project"), bureau=bureau_id)
    if units is not None:
        looked_at = looked_at.filter(unit__in=units)
    # Asked of the newest ones: a join would begin with all projects of the bureau.
    rows = KeyProject.objects.filter(Exists(looked_at), listed_on__lte=until)
    related = ("project__unit", "project__customer", "project__a_manager")
    listed = list(rows.select_related(*related).order_by("-listed_on", "-pk")[:MOST])
    revenue = booked([key.project_id for key in listed], until=until)
    found = [Progress(key, revenue.get(key.project_id, Decimal(0))) for key in listed]
    return found, len(listed) if len(listed) < MOST else rows.count()


def booked(projects: Collection[int], *, until: date) -> dict[int, Decimal]:
    """The revenue of each of these projects up to the month of that day; one statement."""
    rows = Revenue.objects.filter(project__in=projects, month__lte=until).order_by()
    sums = rows.values("project").annotate(sum=Sum("amount_yuan"))
    return {row["project"]: row["sum"] for row in sums}


def by_month(project: Project) -> list[tuple[date, Decimal]]:
    """The months in which the project brought revenue, the latest first; one statement."""
    rows = Revenue.objects.filter(project=project).values("month")
    return list(
        rows.annotate(sum=Sum("amount_yuan")).order_by("-month").values_list("month", "sum")
    )
