"""Who may market to a customer of another unit: by consent, from a day until a day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from registry.customers import protections, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org.models import Person, Unit
from registry.sharing.models import Consent


class OwnCustomer(RegistryError):
    """%(customer)s belongs to %(unit)s already: no consent is needed."""


def give(
    *,
    customer: Customer | None,
    area: str,
    owner: Unit,
    unit: Unit,
    person: Person,
    since: date,
    until: date,
    by: Person | None,
    at: datetime,
    origin: str,
) -> Consent:
    """A consent. Raises OwnCustomer, and Protected, AwaitsChoice, BidOut while others develop it."""
    with transaction.atomic():
        if customer is not None:
            held = record.locked(customer.pk)
            if held.unit_id == unit.pk:
                raise OwnCustomer(customer=held, unit=unit)
            protections.check_free(held, unit=unit, people=())
            owner = held.unit
        made = Consent.objects.create(
            bureau_id=unit.root_id,
            customer=customer,
            area=area,
            owner=owner,
            unit=unit,
            person=person,
            since=since,
            until=until,
            origin=origin,
            given_by=by,
            given_at=at,
        )
        if customer is not None:
            told = {"consent": made.pk, "unit": unit.pk, "until": until.isoformat()}
            record.write(held, [("consent_given", told | {"origin": origin})], by=by, at=at)
            record.refresh(customer, held)
        return made


def in_force(customer: Customer, unit: Unit, on: date) -> Consent | None:
    """The consent by which a unit may market to the customer on a day."""
    rows = Consent.objects.filter(customer=customer, unit=unit, since__lte=on, until__gte=on)
    return rows.order_by("-until", "-pk").first()


def history_of(customer: Customer) -> QuerySet[Consent]:
    """All consents about a customer, the latest first."""
    rows = Consent.objects.filter(customer=customer)
    rows = rows.select_related("unit", "owner", "person")
    return rows.order_by("-since", "-pk")
