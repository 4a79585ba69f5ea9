"""黄金客户备案: the customers that are due to be filed with the province, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from policy import periods
from policy.filing import Filing
from registry.revenue.fen import NOTHING, fen
from registry.revenue.models import Revenue


@dataclass(frozen=True)
class Due:
    """A customer that is due: its average a month, its place in the bureau, and why."""

    customer_id: int
    average_yuan: Decimal
    place: int
    grounds: tuple[str, ...]


def of_months(bureau_id: int, figures: Mapping[date, Filing]) -> dict[date, list[Due]]:
    """Who is due as at the end of each of these months, by its figures; who spent most first.

    The average goes over the months up to that one. Two that spent the same share a place. One query.
    """
    since = {month: periods.month(month, 1 - one.months) for month, one in figures.items()}
    sums = {
        f"m{month:%Y%m}": Sum("amount_yuan", filter=Q(month__range=(first, month)))
        for month, first in since.items()
    }
    rows: Any = Revenue.objects.filter(
        customer__bureau=bureau_id, month__range=(min(since.values()), max(since))
    )
    found = list(rows.order_by().values("customer").annotate(**sums))
    return {
        month: _due({row["customer"]: fen(row[f"m{month:%Y%m}"] or NOTHING) for row in found}, one)
        for month, one in figures.items()
    }


def _due(spent: Mapping[int, Decimal], figures: Filing) -> list[Due]:
    due: list[Due] = []
    place, before = 0, None
    ordered = sorted(spent.items(), key=lambda item: (-item[1], item[0]))
    for number, (customer, amount) in enumerate(ordered, start=1):
        place, before = (place if amount == before else number), amount
        grounds = figures.grounds(amount, place)
        if not grounds:
            break  # nobody behind spent more
        due.append(Due(customer, fen(amount / figures.months), place, grounds))
    return due
