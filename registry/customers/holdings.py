"""Who owns a customer and who looks after it, now and at any time before （归属沿革）."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from policy import responsibility
from registry import rulebook
from registry.customers import record
from registry.customers.models import Customer, Holding
from registry.errors import RegistryError
from registry.org.models import Person, Unit

OWNERSHIP = ("unit", "a_manager", "b_manager")


class OnePersonTwice(RegistryError):
    """The A and the B manager of %(customer)s are two people: name another one."""


class AnotherBureau(RegistryError):
    """%(unit)s belongs to another bureau than %(customer)s."""


class BeforeTheLast(RegistryError):
    """%(customer)s has been as it is since %(since)s: it can't change hands before that day."""


class NotYet(RegistryError):
    """A customer changes hands today or in the past, not on a day to come (%(since)s)."""


class AsItIs(RegistryError):
    """%(customer)s is owned and looked after in just this way already."""


@dataclass(frozen=True)
class Change:
    """Whose a customer becomes, by ids."""

    customer_id: int
    unit_id: int
    a_manager_id: int | None
    b_manager_id: int | None


def hand_over(
    customer: Customer,
    *,
    unit: Unit,
    a_manager: Person | None,
    b_manager: Person | None,
    since: date,
    by: Person | None,
    at: datetime,
    origin: str = "",
    reason: str = "",
) -> Holding:
    """The customer belongs to that unit and these managers from a day on; `customer` says so too.

    since   today at the latest, and not before the day of the last change
    origin  the journal subject of the case behind it
    raises  OnePersonTwice, AnotherBureau, BeforeTheLast, NotYet, AsItIs
    """
    pair = [manager.pk if manager else None for manager in (a_manager, b_manager)]
    change = Change(customer.pk, unit.pk, *pair)
    [held] = hand_over_each([change], since=since, by=by, at=at, origin=origin, reason=reason)
    record.refresh(customer, held)
    customer.unit, customer.a_manager, customer.b_manager = unit, a_manager, b_manager
    return Holding.objects.get(customer=customer, until=None)


def hand_over_each(
    changes: Sequence[Change],
    *,
    since: date,
    by: Person | None,
    at: datetime,
    origin: str = "",
    reason: str = "",
) -> list[Customer]:
    """The same for many customers, all or none, in few statements; their rows as they are then.

    raises  OnePersonTwice, AnotherBureau, BeforeTheLast, NotYet, AsItIs
    """
    if not changes:
        return []
    if since > timezone.localdate(at):
        raise NotYet(since=date_format(since))
    with transaction.atomic():
        held = record.locked_each(change.customer_id for change in changes)
        units = Unit.objects.in_bulk({change.unit_id for change in changes})
        closed = Holding.objects.filter(customer__in=held, until=None)
        began = dict(closed.values_list("customer", "since"))
        said = []
        for change in changes:
            customer = held[change.customer_id]
            _check(customer, units[change.unit_id], change, began.get(customer.pk), since)
            detail = _differs(customer, change) | {"since": since.isoformat()}
            said.append((customer, [("changed_hands", _named(detail, origin, reason))]))
            customer.unit_id = change.unit_id
            customer.a_manager_id, customer.b_manager_id = change.a_manager_id, change.b_manager_id
        closed.update(until=since)
        open_for(held.values(), since=since, origin=origin, reason=reason)
        record.write_each(said, by=by, at=at, fields=OWNERSHIP)
        return list(held.values())


def swap_roles(
    customer: Customer,
    *,
    since: date,
    by: Person | None,
    at: datetime,
    origin: str = "",
    reason: str = "",
) -> Holding | None:
    """After a success the B manager leads and the A manager supports （AB 角互换）.

    None, and nothing is done, where the rulebook asks for no pair in this tier or one of the two
    is missing.

    raises  BeforeTheLast, NotYet, policy.errors.PolicyError
    """
    with transaction.atomic():
        held = record.locked(customer.pk)
        bureau = Unit.objects.get(pk=held.bureau_id)
        on = timezone.localdate(at)
        book, set_ = rulebook.ruling(bureau, on)
        pair = responsibility.pair_on(held.tier, on=on, book=book, set=set_)
        if not pair.value or None in held.managers:
            return None
        return hand_over(
            customer,
            unit=held.unit,
            a_manager=held.b_manager,
            b_manager=held.a_manager,
            since=since,
            by=by,
            at=at,
            origin=origin,
            reason=reason,
        )


def open_for(customers: Any, *, since: date, origin: str = "", reason: str = "") -> list[Holding]:
    """Begin a holding for each customer, of the unit and the managers that stand on it. One INSERT."""
    return Holding.objects.bulk_create(
        [
            Holding(
                customer=customer,
                unit_id=customer.unit_id,
                a_manager_id=customer.a_manager_id,
                b_manager_id=customer.b_manager_id,
                since=since,
                origin=origin,
                reason=reason,
            )
            for customer in customers
        ],
        batch_size=500,
    )


def on(day: date) -> QuerySet[Holding]:
    """The holdings of a day, one a customer that had been entered by then."""
    return Holding.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


def history_of(customer: Customer) -> QuerySet[Holding]:
    """Whose the customer was, the latest first."""
    rows = customer.holdings.select_related("unit", "a_manager", "b_manager")
    return rows.order_by("-since", "-pk")


def _check(customer: Customer, unit: Unit, change: Change, began: date | None, since: date) -> None:
    if change.a_manager_id is not None and change.a_manager_id == change.b_manager_id:
        raise OnePersonTwice(customer=customer)
    if unit.root_id != customer.bureau_id:
        raise AnotherBureau(unit=unit, customer=customer)
    if began is not None and since < began:
        raise BeforeTheLast(customer=customer, since=date_format(began))
    if not _differs(customer, change):
        raise AsItIs(customer=customer)


def _differs(customer: Customer, change: Change) -> dict[str, Any]:
    """What changes, as pairs of ids before and after."""
    pairs = {
        name: [getattr(customer, f"{name}_id"), getattr(change, f"{name}_id")] for name in OWNERSHIP
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _named(detail: dict[str, Any], origin: str, reason: str) -> dict[str, Any]:
    given = {"origin": origin, "reason": reason}
    return detail | {name: said for name, said in given.items() if said}
