"""Agreements signed with a customer （业务协议）: entered, in force, withdrawn where entered wrongly."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from registry.customers import access, record
from registry.customers.models import Agreement, Customer
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person


class NotItsManager(RegistryError):
    """Only the managers of %(customer)s, the head of its unit and those who keep the register at the
    centre may do this.
    """


class SignedInFuture(RegistryError):
    """An agreement is entered once it is signed, not before."""


class EndsBeforeSigned(RegistryError):
    """The agreement would end before it is signed."""


class SignedAlready(RegistryError):
    """This agreement is entered already: the same subject, signed on the same day."""


class WithdrawnAlready(RegistryError):
    """This agreement was withdrawn already."""


def sign(
    customer: Customer,
    *,
    subject: str,
    signed_on: date,
    by: Person,
    at: datetime,
    ends_on: date | None = None,
    amount_yuan: Decimal | None = None,
    number: str = "",
    origin: str = "",
) -> Agreement:
    """An agreement that was signed with the customer.

    origin  the journal subject of the case behind it; a case asks nobody for leave here
    raises  NotItsManager, SignedInFuture, EndsBeforeSigned, SignedAlready
    """
    today = timezone.localdate(at)
    if signed_on > today:
        raise SignedInFuture
    if ends_on is not None and ends_on < signed_on:
        raise EndsBeforeSigned
    with transaction.atomic():
        held = record.locked(customer.pk)
        if not origin:
            _check(held, by, today)
        there = held.agreements.filter(withdrawn_at=None, signed_on=signed_on)
        if there.filter(subject=subject, number=number).exists():
            raise SignedAlready
        agreement = Agreement.objects.create(
            customer=held,
            subject=subject,
            signed_on=signed_on,
            ends_on=ends_on,
            amount_yuan=amount_yuan,
            number=number,
            entered_by=by,
            entered_at=at,
        )
        said = {"agreement": agreement.pk, "signed_on": signed_on.isoformat(), "origin": origin}
        record.write(held, [("agreement_signed", said)], by=by, at=at)
    record.refresh(customer, held)
    return agreement


def withdraw(agreement: Agreement, *, why: str, by: Person, at: datetime) -> None:
    """The agreement was entered wrongly: it counts no more, and stays to be seen.

    raises  NotItsManager, WithdrawnAlready
    """
    with transaction.atomic():
        held = record.locked(agreement.customer_id)
        _check(held, by, timezone.localdate(at))
        row = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
        if row.withdrawn_at is not None:
            raise WithdrawnAlready
        row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = by, at, why
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
        record.write(held, [("agreement_withdrawn", {"agreement": row.pk})], by=by, at=at)


def in_force(customer: Customer, on: date) -> QuerySet[Agreement]:
    """The agreements that hold on a day, the latest first."""
    holds = Q(ends_on=None) | Q(ends_on__gte=on)
    rows = customer.agreements.filter(holds, withdrawn_at=None, signed_on__lte=on)
    return rows.order_by("-signed_on", "-pk")


def _check(customer: Customer, by: Person, today: date) -> None:
    held = posts.held_by(by, today)
    keeps = access.keeps(held, customer.bureau_id)
    if not keeps and not access.cares_for(by, customer, held):
        raise NotItsManager(customer=customer)
