"""Customers from a file, by their 14-digit id: what is new is entered, what differs is changed and told."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from registry.customers import describing, entering, grades, holdings, record
from registry.customers.codes import parts_of
from registry.customers.grades import Graded
from registry.customers.holdings import OWNERSHIP, Change
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.imports import upserts
from registry.imports.lookups import People, Units
from registry.imports.records import Record
from registry.imports.upserts import Counts
from registry.org.models import Person

REASON = "import"
_CHECKED = ("code", "name", "short_name", "licence_code", "territory")

Row = tuple[Record, Customer, dict[str, Any]]  # what the file says, of whom, as columns


class OtherBureau(RegistryError):
    """This customer belongs to another bureau (%(bureau)s): it is not moved by an import."""


class SameManager(RegistryError):
    """The A and the B manager are two people: name another one here."""


class LicenceOfAnother(RegistryError):
    """%(customer)s has this licence code: one of the two is entered twice."""


def load(
    records: list[Record], *, at: datetime, by: Person | None = None, on: date | None = None
) -> Counts:
    """Write the customers of the file; faults are kept on the records.

    on: since when new customers belong to their unit; without it the day of the import
    """
    upserts.once(records, ("code",), "code")
    codes = [record["code"] for record in records if record["code"]]
    ids = Customer.objects.filter(code__in=codes).values_list("pk", flat=True)
    known = {customer.code: customer for customer in record.locked_each(ids).values()}
    units, people = Units(), People()
    rows = [_row(one, known.get(one["code"]) or Customer(), units, people) for one in records]
    _check_licences(rows)
    if any(one.bad for one in records):
        return Counts()
    today = timezone.localdate(at)
    old = [(customer, values) for _, customer, values in rows if customer.pk]
    changed = _change(old, today, by, at)
    new = [customer for _, customer, _ in rows if customer.pk is None]
    for _, customer, values in rows:
        if customer.pk is None:
            upserts.filled_in(customer, values)
    entering.enter_each(new, since=on or today, by=by, at=at, reason=REASON)
    _join_branches(new)
    return Counts(len(new), changed, len(rows) - len(new) - changed)


def _row(one: Record, customer: Customer, units: Units, people: People) -> Row:
    """What a row says, checked by itself and against the customer that it speaks of."""
    unit = units.named(one)
    values = one.only("code", "name", "tier", *describing.FIELDS)
    # An empty cell says nothing of a yes or no.
    values = {name: value for name, value in values.items() if value is not None}
    for column in ("a_manager", "b_manager"):
        if column in one.values:
            values[column] = people.named(one, column)
    if unit is not None:
        values |= {"unit": unit, "bureau": unit.bureau}
    said = Customer(**values)
    if customer.pk and unit is not None and customer.bureau_id != unit.root_id:
        one.fault("unit", OtherBureau(bureau=customer.bureau))
    upserts.check(one, said, [name for name in _CHECKED if name in values])
    managers = [values.get(name, getattr(customer, name)) for name in ("a_manager", "b_manager")]
    if managers[0] is not None and managers[0] == managers[1]:
        one.fault("b_manager", SameManager())
    return one, customer, values


def _check_licences(rows: list[Row]) -> None:
    """A licence code is one customer's, once all rows are written."""
    holders: dict[tuple[int, str], Customer] = {}
    named = [customer.pk for _, customer, _ in rows if customer.pk]
    wanted = {values.get("licence_code") for _, _, values in rows} - {None, ""}
    others = Customer.objects.filter(licence_code__in=wanted).exclude(pk__in=named)
    for other in others:
        holders[other.bureau_id, other.licence_code] = other
    for one, customer, values in rows:
        code = values.get("licence_code", customer.licence_code)
        if not code or "unit" not in values:
            continue
        place = values["unit"].root_id, code
        if place in holders:
            one.fault("licence_code", LicenceOfAnother(customer=holders[place]))
        holders.setdefault(place, Customer(name=values.get("name", "")))


def _change(
    rows: list[tuple[Customer, dict[str, Any]]], today: date, by: Person | None, at: datetime
) -> int:
    """How many customers were changed. Owner, description and tier are told each in its own line."""
    owners = [(customer, _owner(customer, values)) for customer, values in rows]
    changes = [owner for customer, owner in owners if owner != _owner(customer, {})]
    described = [
        (customer, {name: values[name] for name in describing.FIELDS if name in values})
        for customer, values in rows
    ]
    graded = [
        (customer, Graded.of(customer, tier=values["tier"]))
        for customer, values in rows
        if values.get("tier", customer.tier) != customer.tier
    ]
    touched = {change.customer_id for change in changes}
    touched |= {customer.pk for customer, _ in graded}
    touched |= set(describing.describe_each(described, by=by, at=at))
    grades.grade_each(graded, since=today, by=by, at=at, reason=REASON)
    holdings.hand_over_each(changes, since=today, by=by, at=at, reason=REASON)
    return len(touched)


def _owner(customer: Customer, values: dict[str, Any]) -> Change:
    """Whose the customer is to be: as it is, where the file says nothing."""
    ids = {name: getattr(customer, f"{name}_id") for name in OWNERSHIP}
    for name in OWNERSHIP:
        if name in values:
            ids[name] = values[name].pk if values[name] else None
    return Change(customer.pk, **{f"{name}_id": found for name, found in ids.items()})


def _join_branches(customers: Iterable[Customer]) -> None:
    """A branch gets its head office, if that is in the register: their ids share 11 digits."""
    branches = [one for one in customers if one.code and parts_of(one.code)[2]]
    wanted = {f"{branch.code[:11]}000" for branch in branches if branch.code}
    heads = {head.code: head for head in Customer.objects.filter(code__in=wanted)}
    for branch in branches:
        branch.head = heads.get(f"{branch.code[:11]}000") if branch.code else None
    Customer.objects.bulk_update(branches, ["head"], batch_size=200)
