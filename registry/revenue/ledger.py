"""The ledger: rows are entered once, and never changed."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from policy import periods
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org.models import Person, Unit
from registry.projects.models import Project
from registry.revenue.models import Line, Revenue


class OtherBureausUnit(RegistryError):
    """%(unit)s belongs to another bureau than %(customer)s."""


class MonthToCome(RegistryError):
    """That month has not begun: revenue is entered for months that are here."""


class NothingEarned(RegistryError):
    """An entry of zero says nothing: leave it out."""


class TurnoverElsewhere(RegistryError):
    """Only newspapers and periodicals have a turnover beside their revenue."""


class ReferenceTaken(RegistryError):
    """The ledger has an entry with the reference %(reference)s already."""


class InTheLedger(RegistryError):
    """The ledger has this entry already (entered on %(day)s). If it is another one, give it a
    reference of its own.
    """

    @classmethod
    def of(cls, other: Revenue) -> "InTheLedger":
        return cls(day=date_format(timezone.localdate(other.entered_at)))


class CollectedInFuture(RegistryError):
    """Money that will come on a day to come is not collected yet."""


def enter(
    *,
    customer: Customer,
    line: str,
    unit: Unit,
    month: date,
    amount_yuan: Decimal,
    by: Person | None,
    at: datetime,
    turnover_yuan: Decimal | None = None,
    project: Project | None = None,
    manager: Person | None = None,
    due_on: date | None = None,
    collected_on: date | None = None,
    reference: str = "",
    reason: str = "",
    origin: str = "",
) -> Revenue:
    """A new row of the ledger. month: any day of it.

    raises  OtherBureausUnit, MonthToCome, NothingEarned, TurnoverElsewhere, CollectedInFuture,
            ReferenceTaken, InTheLedger
    """
    row = Revenue(
        customer=customer,
        line=line,
        unit=unit,
        project=project,
        manager=manager,
        month=month,
        amount_yuan=amount_yuan,
        turnover_yuan=turnover_yuan,
        due_on=due_on,
        collected_on=collected_on,
        reference=reference,
        reason=reason,
        origin=origin,
    )
    row.month = periods.month(row.month)
    if not reference and (other := like([row]).get(same(row))):
        raise InTheLedger.of(other)
    enter_each([row], by=by, at=at)
    return row


def enter_each(rows: Iterable[Revenue], *, by: Person | None, at: datetime) -> None:
    """The same for many rows, all or none, in few statements.

    raises  as `enter`; ReferenceTaken names the first that was given twice
    """
    rows, today = list(rows), timezone.localdate(at)
    for row in rows:
        check(row, today)
        row.month = periods.month(row.month)
        row.bureau_id = row.customer.bureau_id
        row.entered_by, row.entered_at = by, at
        row.collected_by = by if row.collected_on else None
    taken = taken_references(rows)
    if taken:
        raise ReferenceTaken(reference=taken[0])
    try:
        with transaction.atomic():
            Revenue.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        raise ReferenceTaken(reference=", ".join(row.reference for row in rows[:1])) from error


def check(row: Revenue, today: date) -> None:
    """Refuse a row that can't be. Raises as `enter`."""
    if row.unit.root_id != row.customer.bureau_id:
        raise OtherBureausUnit(unit=row.unit, customer=row.customer)
    if periods.month(row.month) > today:
        raise MonthToCome
    if not row.amount_yuan:
        raise NothingEarned
    if row.turnover_yuan is not None and row.line != Line.NEWSPAPERS:
        raise TurnoverElsewhere
    if row.collected_on and row.collected_on > today:
        raise CollectedInFuture


Same = tuple[Any, ...]


def same(row: Revenue) -> Same:
    """What makes two entries without a reference the same one: all that they say."""
    return (
        *(row.customer_id, row.line, row.unit_id, row.manager_id, row.month),
        *(row.amount_yuan, row.turnover_yuan, row.due_on),
    )


def like(rows: Iterable[Revenue]) -> dict[Same, Revenue]:
    """The entries without a reference that the ledger has for the same customers and months."""
    rows = list(rows)
    there = Revenue.objects.filter(
        customer__in={row.customer_id for row in rows},
        month__in={row.month for row in rows},
        reference="",
        corrects=None,
    )
    return {same(row): row for row in there}


def taken_references(rows: Iterable[Revenue]) -> list[str]:
    """The references that are in the ledger already, or twice among the rows."""
    named: dict[int, Counter[str]] = {}
    for row in rows:
        if row.reference:
            named.setdefault(row.customer.bureau_id, Counter())[row.reference] += 1
    found: set[str] = set()
    for bureau_id, references in named.items():
        there = Revenue.objects.filter(bureau=bureau_id, reference__in=references)
        found |= set(there.values_list("reference", flat=True))
        found |= {reference for reference, times in references.items() if times > 1}
    return sorted(found)


def rows_of(customer: Customer) -> QuerySet[Revenue]:
    """The rows of a customer, the latest month first."""
    rows = customer.revenue.select_related("unit", "manager", "project", "entered_by")
    return rows.order_by("-month", "-pk")
