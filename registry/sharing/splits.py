"""How two share a customer: recorded once for each decision, in two ledgers that are never added up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from policy import splits as policy
from registry.customers import record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org.models import Person, Unit
from registry.sharing.models import Revocation, Share, Split


class OneSide(RegistryError):
    """Performance counts in full for both only where they are of different units."""


@dataclass(frozen=True)
class Side:
    """One of the two: a unit, and who works for it there, if that is known."""

    unit: Unit
    person: Person | None = None


def enter(
    customer: Customer,
    *,
    how: str,
    lead: Side,
    assist: Side,
    lead_percent: Decimal,
    since: date,
    by: Person | None,
    at: datetime,
    origin: str,
    reason: str,
    until: date | None = None,
) -> Split:
    """A new split of the customer. Raises OneSide.

    how           one of policy.splits.POLICIES
    lead_percent  of the revenue; and of the performance, unless both count in full
    """
    if how == policy.BOTH_COUNT and lead.unit == assist.unit:
        raise OneSide
    sides = {policy.LEAD: lead, policy.ASSIST: assist}
    with transaction.atomic():
        held = record.locked(customer.pk)
        made = Split.objects.create(
            bureau_id=held.bureau_id,
            customer=held,
            policy=how,
            since=since,
            until=until,
            origin=origin,
            reason=reason,
            entered_by=by,
            entered_at=at,
        )
        Share.objects.bulk_create(_shares(made, sides, lead_percent))
        told = {"split": made.pk, "policy": how, "lead_percent": f"{lead_percent:f}"}
        record.write(held, [("split", told | {"origin": origin, "reason": reason})], by=by, at=at)
        record.refresh(customer, held)
        return made


def _shares(made: Split, sides: dict[str, Side], lead_percent: Decimal) -> Iterator[Share]:
    """A row for each ledger and side."""
    for ledger, percents in policy.shares(made.policy, lead_percent).items():
        for side, percent in percents.items():
            of = sides[side]
            yield Share(
                split=made,
                ledger=ledger,
                side=side,
                unit=of.unit,
                person=of.person,
                percent=percent,
            )


def on(customer: Customer, day: date) -> Split | None:
    """How the customer is shared on a day; None where nobody else has a part."""
    ends = Q(until=None) | Q(until__gte=day)
    over = Revocation.objects.filter(consent__customer=customer, on__lte=day)
    rows = history_of(customer).filter(ends, since__lte=day)
    return rows.exclude(origin__in=over.values("consent__origin")).first()


def history_of(customer: Customer) -> QuerySet[Split]:
    """All splits of a customer, the latest first, with their shares as they were agreed."""
    shares = Share.objects.select_related("unit", "person").order_by("pk")
    rows = Split.objects.filter(customer=customer)
    rows = rows.prefetch_related(Prefetch("shares", shares))
    return rows.order_by("-since", "-pk")
