"""Who may market to a customer of another unit: by consent, from a day until a day, or until it is
taken back.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.customers import access, protections, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person, Post, Unit
from registry.sharing.models import Consent, Revocation


class OfAnotherUnit(RegistryError):
    """This customer belongs to %(unit)s. A unit markets only to its own customers."""


class OwnCustomer(RegistryError):
    """%(customer)s belongs to %(unit)s already: no consent is needed."""


class MayNotTakeBack(RegistryError):
    """Only the heads of the key-account centre, which gives consents, take one back."""


class TakenBack(RegistryError):
    """This consent was taken back already, by %(who)s on %(day)s."""


class ConsentOver(RegistryError):
    """This consent ended on %(day)s: there is nothing to take back."""


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


def revoke(consent_id: int, *, why: str, by: Person, at: datetime) -> Consent:
    """From today on the consent holds no more. Raises MayNotTakeBack, TakenBack, ConsentOver."""
    with transaction.atomic():
        customer_id = Consent.objects.values_list("customer", flat=True).get(pk=consent_id)
        held = record.locked(customer_id) if customer_id else None
        today = timezone.localdate(at)
        rows = Consent.objects.select_related("unit", "owner", "person", "customer")
        row = rows.select_for_update(of=("self",), no_key=True).get(pk=consent_id)
        if not may_revoke(by, row.bureau_id, today):
            raise MayNotTakeBack
        if before := Revocation.objects.filter(consent=row).select_related("by").first():
            raise TakenBack(who=before.by, day=date_format(before.on))
        if row.until < today:
            raise ConsentOver(day=date_format(row.until))
        Revocation.objects.create(consent=row, on=today, by=by, at=at, why=why)
        if held is not None:
            told = {"consent": row.pk, "unit": row.unit_id, "why": why, "origin": row.origin}
            record.write(held, [("consent_revoked", told)], by=by, at=at)
        return row


def may_revoke(person: Person, bureau_id: int, on: date) -> bool:
    """Whether the person may take back the consents of that bureau."""
    return access.holds(posts.held_by(person, on), bureau_id, access.CENTRE_HEADS)


def steers(held: Iterable[Post]) -> bool:
    """Whether one of these posts takes consents back in its bureau."""
    return any(post.role in access.CENTRE_HEADS for post in held)


def not_over(on: date) -> Q:
    """Of consents: those that hold on that day, or will later."""
    return Q(until__gte=on) & (Q(revocation=None) | Q(revocation__on__gt=on))


def visible_to(person: Person, on: date, held: Iterable[Post]) -> QuerySet[Consent]:
    """Those of the reader's own units, as owner or as guest, and all of a bureau that the reader steers.

    held: the person's posts of that day
    """
    reach = Q(person=person)
    for post in held:
        if post.role in access.READING:
            reach |= Q(bureau=post.unit.root_id)
        elif post.role in access.MARKETING:
            path = post.unit.path
            reach |= Q(unit__path__startswith=path) | Q(owner__path__startswith=path)
    if not person.is_active:
        return Consent.objects.none()
    rows = Consent.objects.filter(reach)
    return rows.select_related("unit", "owner", "person", "customer", "revocation__by")


def in_force(customer: Customer, unit: Unit, on: date) -> Consent | None:
    """The consent by which a unit may market to the customer on a day."""
    rows = Consent.objects.filter(not_over(on), customer=customer, unit=unit, since__lte=on)
    return rows.order_by("-until", "-pk").first()


def check_own(customer: Customer, unit: Unit, on: date | None = None) -> None:
    """Raises OfAnotherUnit, unless the customer is the unit's own.

    on  a day on which a consent does as well; None where only one's own customers will do
    """
    if customer.unit_id == unit.pk or (on and in_force(customer, unit, on)):
        return
    raise OfAnotherUnit(unit=customer.unit)


def history_of(customer: Customer) -> QuerySet[Consent]:
    """All consents about a customer, the latest first."""
    rows = Consent.objects.filter(customer=customer)
    rows = rows.select_related("unit", "owner", "person", "revocation__by")
    return rows.order_by("-since", "-pk")
