"""The whole bureau’s revenue of a year: entered with its source, entered anew where it was wrong."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from registry.customers import access
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person, Unit
from registry.revenue.models import BureauRevenue

FIRST_YEAR = 2001


class NotTheirRegister(RegistryError):
    """Only finance, the director and deputy director of the key-account centre and its information
    supervisor enter the revenue of the bureau.
    """


class YearNotOver(RegistryError):
    """%(year)s is no year that is over: enter full years."""


class SavingsExceed(RegistryError):
    """The part of savings is less than the whole."""


def enter(
    *,
    bureau: Unit,
    year: int,
    amount_yuan: Decimal,
    source: str,
    by: Person,
    at: datetime,
    savings_yuan: Decimal | None = None,
) -> BureauRevenue:
    """The revenue of a year; from now on it counts, and what was entered before is still to be seen.

    raises  NotTheirRegister, YearNotOver, SavingsExceed
    """
    today: date = timezone.localdate(at)
    if not access.books(posts.held_by(by, today), bureau.pk):
        raise NotTheirRegister
    if not FIRST_YEAR <= year < today.year:
        raise YearNotOver(year=year)
    if savings_yuan is not None and savings_yuan >= amount_yuan:
        raise SavingsExceed
    return BureauRevenue.objects.create(
        bureau=bureau,
        year=year,
        amount_yuan=amount_yuan,
        savings_yuan=savings_yuan,
        source=source,
        entered_by=by,
        entered_at=at,
    )


def entered(bureau: Unit) -> QuerySet[BureauRevenue]:
    """All that was entered, the latest year first and in it the latest entry."""
    rows = BureauRevenue.objects.filter(bureau=bureau).select_related("entered_by")
    return rows.order_by("-year", "-pk")
