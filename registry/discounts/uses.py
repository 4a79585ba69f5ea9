"""What customers were charged below the list price: entered, and flagged where no grant covers it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from policy import discounts
from registry.customers import access, record
from registry.customers.models import Customer
from registry.discounts import grants
from registry.discounts.models import DiscountUse
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person


class NotTheirs(RegistryError):
    """Only the managers of %(customer)s, the head of its unit and those who keep the ledger enter what
    it was charged.
    """


class StillToCome(RegistryError):
    """This day is still to come: enter what was charged, not what will be."""


def enter(
    customer: Customer,
    *,
    line: str,
    used_on: date,
    list_yuan: Decimal,
    charged_yuan: Decimal,
    reference: str,
    by: Person,
    at: datetime,
) -> DiscountUse:
    """The use, flagged where it goes deeper than what was granted for the day.

    raises  NotTheirs, StillToCome, policy.errors.BadFact for an amount that is no discount
    """
    today = timezone.localdate(at)
    if used_on > today:
        raise StillToCome
    depth = discounts.depth_of(list_yuan, charged_yuan)
    with transaction.atomic():
        held = record.locked(customer.pk)
        if not may_enter(by, held, today):
            raise NotTheirs(customer=held)
        there = grants.holding(held, line, used_on)
        allowed = sum((row.depth_percent for row in there), Decimal(0))
        made = DiscountUse.objects.create(
            bureau_id=held.bureau_id,
            customer=held,
            unit=held.unit,
            line=line,
            grant=there[0] if there else None,
            used_on=used_on,
            list_yuan=list_yuan,
            charged_yuan=charged_yuan,
            depth_percent=depth,
            allowed_percent=allowed,
            flagged=depth > allowed,
            reference=reference,
            entered_by=by,
            entered_at=at,
        )
        told = {"use": made.pk, "depth": str(depth), "allowed": str(allowed)}
        verb = "discount_without_grant" if made.flagged else "discount_used"
        record.write(held, [(verb, told)], by=by, at=at)
        record.refresh(customer, held)
    return made


def disputed(use: DiscountUse, subject: str) -> None:
    """Keep which case a flagged use opened, once."""
    DiscountUse.objects.filter(pk=use.pk, dispute="").update(dispute=subject)
    use.dispute = subject


def may_enter(person: Person, customer: Customer, on: date) -> bool:
    """Whether the person may enter what a customer was charged."""
    held = posts.held_by(person, on)
    return access.books(held, customer.bureau_id) or access.cares_for(person, customer, held)
