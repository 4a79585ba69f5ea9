"""A customer comes into the register: with its owner, its first holding and its first journal line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from registry.customers import grades, holdings, ids, record
from registry.customers.grades import Graded
from registry.customers.models import Customer
from registry.customers.spelling import spelled
from registry.customers.words import IdState, Tier
from registry.org.models import Person, Unit


def enter(
    *,
    unit: Unit,
    name: str,
    since: date,
    by: Person | None,
    at: datetime,
    a_manager: Person | None = None,
    b_manager: Person | None = None,
    code: str | None = None,
    origin: str = "",
    reason: str = "",
    **described: Any,
) -> Customer:
    """A new customer of a unit, from a day on.

    code       an id that it has already; without one it is provisional until ids.issue gives one
    described  further columns of Customer: short_name, licence_code, industry, tier, ...
    origin     the journal subject of the case behind it
    raises     django.db.IntegrityError if the id or the licence code is another customer's
    """
    customer = Customer(
        unit=unit, name=name, a_manager=a_manager, b_manager=b_manager, code=code, **described
    )
    enter_each([customer], since=since, by=by, at=at, origin=origin, reason=reason)
    return customer


def enter_each(
    customers: Sequence[Customer],
    *,
    since: date,
    by: Person | None,
    at: datetime,
    origin: str = "",
    reason: str = "",
) -> None:
    """The same for many at once, in few statements: rows that say what they are and whose."""
    for customer in customers:
        customer.bureau_id = customer.unit.root_id
        customer.entered_on = since
        customer.id_state = IdState.ISSUED if customer.code else IdState.PROVISIONAL
        customer.pinyin, customer.initials = spelled(customer.name, customer.short_name)
    with transaction.atomic():
        ids.brought_in([customer.code for customer in customers if customer.code])
        Customer.objects.bulk_create(customers, batch_size=500)
        holdings.open_for(customers, since=since, origin=origin, reason=reason)
        lines = [(one, [("entered", _said(one, since, origin, reason))]) for one in customers]
        record.write_each(lines, by=by, at=at)
        graded = [(one, Graded.of(one)) for one in customers if one.tier != Tier.GENERAL]
        grades.grade_each(graded, since=since, by=by, at=at, origin=origin, reason=reason)


def _said(customer: Customer, since: date, origin: str, reason: str) -> dict[str, Any]:
    """What the journal keeps of a new customer: whose it is, and by what it is known."""
    said = {
        "name": customer.name,
        "code": customer.code,
        "licence_code": customer.licence_code,
        "unit": customer.unit_id,
        "a_manager": customer.a_manager_id,
        "b_manager": customer.b_manager_id,
        "since": since.isoformat(),
        "origin": origin,
        "reason": reason,
    }
    return {name: value for name, value in said.items() if value not in ("", None)}
