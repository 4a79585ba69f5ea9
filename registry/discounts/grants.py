"""Grant and revoke discounts; what is granted to a customer on a day.

Each function locks the customer first, so that two decisions, or a revocation and a use, come one
after the other; it is part of the caller's transaction.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.customers import access, record
from registry.customers.models import Customer
from registry.discounts.models import DiscountGrant
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person, Unit
from registry.org.roles import PostRole

REVOKERS = (
    *(PostRole.CENTRE_DIRECTOR, PostRole.CENTRE_DEPUTY),
    *(PostRole.MARKETING_HEAD, PostRole.MARKETING_DEPUTY, PostRole.BUREAU_LEADER),
)


class BackDated(RegistryError):
    """A discount holds from the day of its decision (%(day)s) at the earliest."""


class OverAlready(RegistryError):
    """The time for which the discount is asked for was over on %(day)s. Return it, so that a new time
    is named.
    """


class TooDeepTogether(RegistryError):
    """%(customer)s has %(granted)s %% on this line of business at that time already; with
    %(depth)s %% more it would be above the ceiling of %(ceiling)s %%.
    """


class MayNotRevoke(RegistryError):
    """Only the heads of the key-account centre and of the marketing department, and the bureau's
    leaders, revoke a discount.
    """


class RevokedAlready(RegistryError):
    """This discount was revoked already, by %(who)s on %(day)s."""


class OverByTime(RegistryError):
    """This discount ended on %(day)s: there is nothing to revoke."""


def grant(
    customer: Customer,
    *,
    unit: Unit,
    line: str,
    product: str,
    list_yuan: Decimal,
    price_yuan: Decimal,
    depth_percent: Decimal,
    ceiling_percent: Decimal,
    valid_from: date,
    valid_until: date,
    by: Person,
    at: datetime,
    origin: str,
) -> DiscountGrant:
    """The discount, in the register. Raises BackDated, OverAlready, TooDeepTogether."""
    held, today = record.locked(customer.pk), timezone.localdate(at)
    if valid_until < today:
        raise OverAlready(day=date_format(valid_until))
    if valid_from < today:
        raise BackDated(day=date_format(today))
    there = together(held, line, valid_from, valid_until)
    if there + depth_percent > ceiling_percent:
        raise TooDeepTogether(
            customer=held, granted=there, depth=depth_percent, ceiling=ceiling_percent
        )
    made = DiscountGrant.objects.create(
        bureau_id=held.bureau_id,
        customer=held,
        unit=unit,
        line=line,
        product=product,
        list_yuan=list_yuan,
        price_yuan=price_yuan,
        depth_percent=depth_percent,
        ceiling_percent=ceiling_percent,
        granted_on=today,
        granted_by=by,
        valid_from=valid_from,
        valid_until=valid_until,
        origin=origin,
    )
    told = {"discount": made.pk, "line": line, "depth": str(depth_percent), "origin": origin}
    told |= {"from": valid_from.isoformat(), "until": valid_until.isoformat()}
    record.write(held, [("discount_granted", told)], by=by, at=at)
    record.refresh(customer, held)
    return made


def revoke(grant_id: int, *, why: str, by: Person, at: datetime) -> DiscountGrant:
    """From today on the discount holds no more. Raises MayNotRevoke, RevokedAlready, OverByTime."""
    with transaction.atomic():
        customer_id = DiscountGrant.objects.values_list("customer", flat=True).get(pk=grant_id)
        held, today = record.locked(customer_id), timezone.localdate(at)
        row = DiscountGrant.objects.select_related("revoked_by").get(pk=grant_id)
        if not may_revoke(by, row, today):
            raise MayNotRevoke
        if row.revoked_on is not None:
            raise RevokedAlready(who=row.revoked_by, day=date_format(row.revoked_on))
        if row.valid_until < today:
            raise OverByTime(day=date_format(row.valid_until))
        row.revoked_on, row.revoked_at, row.revoked_by, row.revoked_why = today, at, by, why
        row.save(update_fields=["revoked_on", "revoked_at", "revoked_by", "revoked_why"])
        record.write(held, [("discount_revoked", {"discount": row.pk, "why": why})], by=by, at=at)
        return row


def may_revoke(person: Person, row: DiscountGrant, on: date) -> bool:
    """Whether the person may revoke discounts of that bureau."""
    return access.holds(posts.held_by(person, on), row.bureau_id, REVOKERS)


def holding(customer: Customer, line: str, on: date) -> list[DiscountGrant]:
    """What a customer is granted on a line of business on a day, the deepest first."""
    rows = _of(customer, line, on, on)
    return list(rows.order_by("-depth_percent", "pk"))


def together(customer: Customer, line: str, start: date, end: date) -> Decimal:
    """How deep the discounts are together whose time overlaps with that one; 0 without any."""
    depths = _of(customer, line, start, end).values_list("depth_percent", flat=True)
    return sum(depths, Decimal(0))


def ending(on: date, until: date) -> QuerySet[DiscountGrant]:
    """Those that end between two days and whose managers were not alerted yet, the next one first."""
    rows = DiscountGrant.objects.filter(revoked_on=None, alerted_at=None)
    return rows.filter(valid_until__range=(on, until)).order_by("valid_until", "pk")


def _of(customer: Customer, line: str, start: date, end: date) -> QuerySet[DiscountGrant]:
    """Those that hold on one of the days."""
    rows = DiscountGrant.objects.filter(customer=customer, line=line)
    rows = rows.filter(valid_from__lte=end, valid_until__gte=start)
    return rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=start))
