"""The 14-digit customer id （客户编号）: issued in order in each administrative division, without a gap."""

from datetime import datetime

from django.db import connection
from django.db.models import Max

from registry.customers import record
from registry.customers.codes import check, parts_of, written  # noqa: F401  migrations name `check` here
from registry.customers.models import Customer, Division
from registry.customers.words import IdState
from registry.errors import RegistryError
from registry.org.models import Person, Unit

BRANCHES = 999
CUSTOMERS = 99_999


class HasAnId(RegistryError):
    """This customer has its id already: %(code)s."""


class NoDivision(RegistryError):
    """No administrative division is set for %(unit)s or a unit above it: import the units with the
    column “division”.
    """


class HeadWithoutId(RegistryError):
    """The head office %(head)s has no id yet: issue its id first."""


class DivisionFull(RegistryError):
    """There is no free number left behind %(code)s."""


def issue(customer: Customer, *, by: Person | None, at: datetime) -> str:
    """Give the customer the next id of its division, or of its head office; it stands on `customer` too.

    Inside a transaction only: a rollback gives the number back. Locks the customer, then the
    division or the head office.

    raises  HasAnId, NoDivision, HeadWithoutId, DivisionFull
    """
    held = record.locked(customer.pk)
    if held.code is not None:
        raise HasAnId(code=held.code)
    held.code = _next_branch(held.head_id) if held.head_id else _next_customer(held.unit)
    held.id_state = IdState.ISSUED
    lines = [("id_issued", {"code": held.code})]
    record.write(held, lines, by=by, at=at, fields=("code", "id_state"))
    record.refresh(customer, held, "code", "id_state")
    return held.code


def division_of(unit: Unit) -> str:
    """The division of a unit: its own, or that of the nearest unit above. Raises NoDivision."""
    above = {one.pk: one for one in Unit.objects.filter(bureau=unit.root_id)}
    here: Unit | None = unit
    while here is not None:
        if here.division:
            return here.division
        here = above.get(here.parent_id) if here.parent_id else None
    raise NoDivision(unit=unit)


def brought_in(codes: list[str]) -> None:
    """Let the divisions go on behind ids that came with an import. Inside its transaction."""
    highest: dict[str, int] = {}
    for code in codes:
        division, number, _ = parts_of(code)
        highest[division] = max(number, highest.get(division, 0))
    for division, number in sorted(highest.items()):
        row, _ = Division.objects.select_for_update().get_or_create(code=division)
        row.brought = max(row.brought, number)
        row.last = max(row.last, number)
        row.save(update_fields=["brought", "last"])


def _next_customer(unit: Unit) -> str:
    division = division_of(unit)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [division])
        number = cursor.fetchone()[0]
    if number > CUSTOMERS:
        raise DivisionFull(code=written(division, CUSTOMERS, 0))
    return written(division, number, 0)


# In one statement, so that nobody reads a number between. "last" is the column, not the new row's.
_NEXT = """
    INSERT INTO registry_division (code, brought, last) VALUES (%s, 0, 1)
    ON CONFLICT (code) DO UPDATE SET last = registry_division.last + 1
    RETURNING last
"""


def _next_branch(head_id: int) -> str:
    head = record.locked(head_id)
    if head.code is None:
        raise HeadWithoutId(head=head)
    division, number, _ = parts_of(head.code)
    family = Customer.objects.filter(code__startswith=head.code[:11])
    last = str(family.aggregate(last=Max("code"))["last"])
    branch = parts_of(last)[2] + 1
    if branch > BRANCHES:
        raise DivisionFull(code=last)
    return written(division, number, branch)
