"""What rulings order: a fine, that work doesn't count, that a customer is handed over."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from registry.customers.models import Customer
from registry.org.models import Person, Unit
from registry.sharing.models import Instruction


def give(
    what: str,
    *,
    customer: Customer | None,
    person: Person | None,
    unit: Unit,
    on: date,
    origin: str,
    amount_yuan: Decimal | None = None,
    text: str = "",
) -> Instruction:
    """An instruction, once for each case and person; only a fine has an amount."""
    return Instruction.objects.create(
        bureau_id=unit.root_id,
        customer=customer,
        what=what,
        person=person,
        unit=unit,
        amount_yuan=amount_yuan,
        text=text,
        given_on=on,
        origin=origin,
    )


def in_bureaus(bureaus: Collection[int]) -> QuerySet[Instruction]:
    """All of these bureaus, the latest first."""
    rows = Instruction.objects.filter(bureau__in=bureaus)
    return rows.select_related("customer", "person", "unit").order_by("-given_on", "-pk")


def without_credit(person: Person, customer: Customer) -> bool:
    """Whether what the person does with the customer doesn't count as performance."""
    rows = Instruction.objects.filter(person=person, customer=customer)
    return rows.filter(what=Instruction.What.NO_CREDIT).exists()
