"""A customer moves to another unit or other managers, and what then becomes of its protected period."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from registry.customers import holdings, protections, record
from registry.customers.models import Customer, Protection
from registry.org.models import Person, Unit

STAYS, GOES_ALONG, ENDS = "stays", "goes_along", "ends"


def move(
    customer: Customer,
    *,
    unit: Unit,
    a_manager: Person | None,
    b_manager: Person | None,
    protected: str,
    on: date,
    by: Person | None,
    at: datetime,
    origin: str,
    reason: str,
) -> Customer:
    """The customer, whose it is now. Behind its lock, so that nothing else moves it meanwhile.

    protected  while a protected period runs the customer STAYS, the period GOES_ALONG with the
               rest of its time, or it ENDS
    raises     Protected, AwaitsChoice, BidOut, OnePersonTwice, AnotherBureau, BeforeTheLast, AsItIs
    """
    about: dict[str, Any] = {"by": by, "at": at, "origin": origin}
    with transaction.atomic():
        held = record.locked(customer.pk)
        live = protections.live_of(held)
        if live is not None:
            if protected == STAYS or live.last_day < on:  # the clock has not struck yet
                raise protections.refusal(live)
            protections.take_away(live.pk, on=on, **about)
            held = record.locked(customer.pk)
        people: dict[str, Any] = {"unit": unit, "b_manager": b_manager}
        holdings.hand_over(held, a_manager=a_manager, since=on, reason=reason, **people, **about)
        if live is not None and protected == GOES_ALONG and a_manager is not None:
            protections.begin(
                held,
                a_manager=a_manager,
                kind=live.kind,
                project=live.project,
                confirmed_on=on,
                last_day=live.last_day,
                **people,
                **about,
            )
        return held


def taken_over(
    periods: Sequence[Protection],
    *,
    leaver: Person,
    heir: Person,
    by: Person,
    at: datetime,
    origin: str,
) -> None:
    """Who leaves is followed by the successor in the periods too: their time and their reports go on.

    The customers of these are held by the caller, and are as they stand on the rows. A successor
    who was the other one leaves the place of the B manager empty.
    """
    lines = []
    for held in periods:
        before = (held.a_manager_id, held.b_manager_id)
        if held.a_manager_id == leaver.pk:
            held.a_manager = heir
        if held.b_manager_id == leaver.pk:
            held.b_manager = heir
        if held.a_manager_id == held.b_manager_id:
            held.b_manager = None
        said = {
            "protection": held.pk,
            "a_manager": [before[0], held.a_manager_id],
            "b_manager": [before[1], held.b_manager_id],
            "origin": origin,
        }
        lines.append((held.customer, [("protection_taken_over", said)]))
    Protection.objects.bulk_update(periods, ["a_manager", "b_manager"], batch_size=200)
    record.write_each(lines, by=by, at=at)
