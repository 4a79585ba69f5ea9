"""Revenue from a file: a row of the ledger for each; a row that the ledger has already is a fault."""

from datetime import date, datetime

from django.utils import timezone

from policy import periods
from registry.errors import RegistryError
from registry.imports import errors
from registry.imports.lookups import Customers, People, Units
from registry.imports.records import Record
from registry.imports.upserts import Counts
from registry.org.models import Person
from registry.revenue import ledger
from registry.revenue.ledger import same
from registry.revenue.models import Revenue


class BelowZeroSaysWhy(RegistryError):
    """An amount below zero needs a reason."""


_PLACES = {
    ledger.OtherBureausUnit: "unit",
    ledger.MonthToCome: "month",
    ledger.NothingEarned: "amount_yuan",
    ledger.TurnoverElsewhere: "turnover_yuan",
    ledger.CollectedInFuture: "collected_on",
}


def load(
    records: list[Record],
    *,
    at: datetime,
    by: Person | None = None,
    origin: str = "",
    bureau_id: int | None = None,
) -> Counts:
    """Write the entries of the file; faults are kept on the records.

    origin     what the rows name as the file that they came in
    bureau_id  only customers of this bureau are known; None: of all
    """
    customers, units, people = Customers(records, bureau_id), Units(), People()
    rows = [
        (record, row)
        for record in records
        if (row := _row(record, customers, units, people, timezone.localdate(at), origin))
    ]
    _check_references(rows)
    _check_doubles(rows)
    if any(record.bad for record in records):
        return Counts()
    ledger.enter_each([row for _, row in rows], by=by, at=at)
    return Counts(new=len(rows))


def _row(
    record: Record,
    customers: Customers,
    units: Units,
    people: People,
    today: date,
    origin: str,
) -> Revenue | None:
    """The entry that a row says; None, with faults kept, if it can't be one."""
    customer = customers.named(record)
    unit = units.named(record) if record["unit"] else None
    manager = people.named(record, "manager")
    if record.bad or customer is None:
        return None
    row = Revenue(
        customer=customer,
        unit=unit or customer.unit,
        manager=manager,
        month=periods.month(record["month"]),
        reason=record["reason"] or "",
        reference=record["reference"] or "",
        origin=origin,
        **record.only("line", "amount_yuan", "turnover_yuan", "due_on", "collected_on"),
    )
    if row.amount_yuan < 0 and not row.reason:
        record.fault("reason", BelowZeroSaysWhy())
    try:
        ledger.check(row, today)
    except RegistryError as refusal:
        record.fault(_PLACES[type(refusal)], refusal)
    return row


def _check_references(rows: list[tuple[Record, Revenue]]) -> None:
    taken = set(ledger.taken_references([row for _, row in rows]))
    for record, row in rows:
        if row.reference in taken:
            record.fault("reference", ledger.ReferenceTaken(reference=row.reference))


def _check_doubles(rows: list[tuple[Record, Revenue]]) -> None:
    """An entry without a reference that says all that another one says is that one again."""
    there = ledger.like([row for _, row in rows])
    first: dict[ledger.Same, int] = {}
    for record, row in rows:
        if row.reference:
            continue
        if other := there.get(same(row)):
            record.fault("", ledger.InTheLedger.of(other))
        elif same(row) in first:
            record.fault("", errors.RowTwice(row=first[same(row)]))
        first.setdefault(same(row), record.row)
