"""What customers spent: by month, by line, in a period; and what the whole bureau took."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from policy import periods
from registry.customers.models import Customer
from registry.org.models import Unit
from registry.revenue.fen import NOTHING, fen
from registry.revenue.models import BureauRevenue, Line, Revenue


@dataclass(frozen=True)
class Spend:
    """What one customer spent in a period, by line of business; turnover for newspapers alone."""

    by_line: dict[str, Decimal] = field(default_factory=dict)
    turnover: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        return sum(self.by_line.values(), NOTHING)

    @property
    def lines(self) -> int:
        """How many lines brought in something."""
        return sum(1 for amount in self.by_line.values() if amount > 0)

    @property
    def largest_share(self) -> Decimal:
        """The share of the largest line in all that is above zero; none is 0."""
        amounts = [amount for amount in self.by_line.values() if amount > 0]
        return max(amounts) / sum(amounts) if amounts else NOTHING

    def counted(self, line: str) -> Decimal:
        """What the threshold of a line counts: the turnover of newspapers, else the revenue."""
        return self.turnover if line == Line.NEWSPAPERS else self.by_line.get(line, NOTHING)


def of_customers(ids: Collection[int], first: date, last: date) -> dict[int, Spend]:
    """What each of these customers spent in the months from the first to the last. One query."""
    rows = Revenue.objects.filter(customer__in=ids, month__range=(first, last)).order_by()
    sums = rows.values_list("customer", "line").annotate(Sum("amount_yuan"), Sum("turnover_yuan"))
    found: dict[int, Spend] = {pk: Spend() for pk in ids}
    turnovers: dict[int, Decimal] = defaultdict(Decimal)
    for customer, line, amount, turnover in sums:
        found[customer].by_line[line] = fen(amount)
        turnovers[customer] += fen(turnover)
    return {pk: Spend(spend.by_line, turnovers[pk]) for pk, spend in found.items()}


def of(customer: Customer, first: date, last: date) -> Spend:
    """The same for one customer."""
    return of_customers([customer.pk], first, last)[customer.pk]


def by_month(customer: Customer, first: date, last: date) -> list[tuple[date, dict[str, Decimal]]]:
    """Every month from the first to the last with its amounts by line. One query."""
    rows = Revenue.objects.filter(customer=customer, month__range=(first, last)).order_by()
    found: dict[date, dict[str, Decimal]] = {}
    here = first
    while here <= last:
        found[here] = {}
        here = periods.month(here, 1)
    for month, line, amount in rows.values_list("month", "line").annotate(Sum("amount_yuan")):
        found[month][line] = fen(amount)
    return list(found.items())


def of_bureau(bureau: Unit, year: int) -> BureauRevenue | None:
    """What the whole bureau took in a year, as it was entered last."""
    rows = BureauRevenue.objects.filter(bureau=bureau, year=year)
    return rows.select_related("entered_by").order_by("-pk").first()
