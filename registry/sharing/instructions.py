"""What rulings order: a fine, that work doesn't count, that a customer is handed over; and that it was
carried out.
"""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.customers import access, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person, Unit
from registry.org.roles import PostRole
from registry.sharing.models import CarriedOut, Instruction

What = Instruction.What
# Human resources carry out what is about a person, finance the money of it, the centre the register.
CARRIERS: dict[str, tuple[str, ...]] = {
    What.FINE: (PostRole.HR, PostRole.FINANCE),
    What.NO_CREDIT: (PostRole.HR,),
    What.SEVERE: (PostRole.HR,),
    What.OWNERSHIP: access.KEEPERS,
}


class NotACarrier(RegistryError):
    """Human resources mark what concerns a person, finance too where it is a fine, and the key-account
    centre that a customer was handed over.
    """


class OwnInstruction(RegistryError):
    """This is ordered against you: somebody else marks that it was carried out."""


class CarriedOutAlready(RegistryError):
    """This was carried out already: %(who)s said so on %(day)s."""


class StillTheirs(RegistryError):
    """%(customer)s belongs to %(owner)s still: hand it over to %(unit)s first, by a customer transfer."""


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


def carry_out(instruction_id: int, *, how: str, by: Person, at: datetime) -> Instruction:
    """It was carried out. Raises NotACarrier, OwnInstruction, CarriedOutAlready, StillTheirs."""
    with transaction.atomic():
        customer_id = Instruction.objects.values_list("customer", flat=True).get(pk=instruction_id)
        held = record.locked(customer_id) if customer_id else None
        about = ("person", "unit", "customer")
        rows = Instruction.objects.select_related(*about)
        row = rows.select_for_update(of=("self",), no_key=True).get(pk=instruction_id)
        if not carries(row, by, timezone.localdate(at)):
            raise NotACarrier
        if row.person_id == by.pk:
            raise OwnInstruction
        if done := CarriedOut.objects.filter(instruction=row).select_related("by").first():
            raise CarriedOutAlready(who=done.by, day=date_format(timezone.localdate(done.at)))
        if row.what == What.OWNERSHIP and held is not None and held.unit_id != row.unit_id:
            raise StillTheirs(customer=held, owner=held.unit, unit=row.unit)
        CarriedOut.objects.create(instruction=row, by=by, at=at, how=how)
        if held is not None:
            told = {"instruction": row.pk, "what": row.what, "how": how, "origin": row.origin}
            record.write(held, [("instruction_done", told)], by=by, at=at)
        return row


def carries(row: Instruction, person: Person, on: date) -> bool:
    """Whether the person holds a post whose work it is."""
    return access.holds(posts.held_by(person, on), row.bureau_id, CARRIERS[row.what])


def of_case(origin: str) -> QuerySet[Instruction]:
    """What the ruling of a case orders, as its journal subject names it."""
    rows = Instruction.objects.filter(origin=origin)
    return rows.select_related("customer", "person", "unit", "carried_out__by").order_by("pk")


def in_bureaus(bureaus: Collection[int]) -> QuerySet[Instruction]:
    """All of these bureaus, the latest first."""
    rows = Instruction.objects.filter(bureau__in=bureaus)
    rows = rows.select_related("customer", "person", "unit", "carried_out__by")
    return rows.order_by("-given_on", "-pk")


def without_credit(person: Person, customer: Customer) -> bool:
    """Whether what the person does with the customer doesn't count as performance."""
    rows = Instruction.objects.filter(person=person, customer=customer)
    return rows.filter(what=Instruction.What.NO_CREDIT).exists()
