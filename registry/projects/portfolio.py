"""The key projects of a bureau with what they brought so far, against what was planned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from registry.projects.models import KeyProject
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
    rows = KeyProject.objects.filter(project__bureau=bureau_id, listed_on__lte=until)
    if units is not None:
        rows = rows.filter(project__unit__in=units)
    related = ("project__unit", "project__customer", "project__a_manager")
    listed = list(rows.select_related(*related).order_by("-listed_on", "-pk")[:MOST])
    sums = Revenue.objects.filter(project__in=[key.project_id for key in listed], month__lte=until)
    booked = sums.order_by().values("project").annotate(sum=Sum("amount_yuan"))
    revenue = {row["project"]: row["sum"] for row in booked}
    found = [Progress(key, revenue.get(key.project_id, Decimal(0))) for key in listed]
    return found, len(listed) if len(listed) < MOST else rows.count()
