"""Protected development （报备保护期）: it begins with a confirmation, and ends by success, time or choice.

Whoever calls holds no lock; each function locks the customer first, and is part of the caller's
transaction. The clock that lets a period lapse is in workflows/expiry, as it starts a case.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.formats import date_format

from registry.customers import record
from registry.customers.models import Customer, Protection
from registry.errors import RegistryError
from registry.org.models import Person, Unit

State = Protection.State


class Protected(RegistryError):
    """%(customer)s is being developed by %(unit)s (%(who)s) until %(day)s; nobody else may step in
    before that.
    """


class AwaitsChoice(RegistryError):
    """The time of %(unit)s to develop %(customer)s was over on %(day)s; the key-account centre is
    deciding what follows. Until then nobody steps in.
    """


class BidOut(RegistryError):
    """%(customer)s is put out to bidding among the units: bid for it, nobody develops it meanwhile."""


class NoLongerRuns(RegistryError):
    """The protected period of %(customer)s is over since %(day)s. The key-account centre decides what
    follows.
    """


class NotLapsed(RegistryError):
    """The protected period of %(customer)s has been settled already: %(state)s."""


def live_of(customer: Customer | int) -> Protection | None:
    """The protection of a customer that runs, or waits for the centre's choice."""
    about = ("customer", "unit", "a_manager", "b_manager")
    rows = Protection.objects.filter(customer=customer, state__in=Protection.LIVE)
    return rows.select_related(*about).first()


def check_free(customer: Customer, *, unit: Unit, people: Collection[int]) -> None:
    """Nobody steps in while others develop the customer.

    unit    the one that wants to do something with the customer
    people  the ids of those who would do it; one of them has to be of those who develop it
    raises  Protected, AwaitsChoice, BidOut
    """
    held = live_of(customer)
    if held is None:
        return
    theirs = {held.a_manager_id, held.b_manager_id} - {None}
    if held.unit_id == unit.pk and held.state == State.RUNNING and theirs & set(people):
        return
    raise refusal(held)


def begin(
    customer: Customer,
    *,
    unit: Unit,
    a_manager: Person,
    b_manager: Person | None,
    kind: str,
    project: str = "",
    confirmed_on: date,
    last_day: date,
    by: Person | None,
    at: datetime,
    origin: str,
) -> Protection:
    """The customer is protected for a unit until the last day. Raises Protected, AwaitsChoice."""
    held = record.locked(customer.pk)
    if running := live_of(held):
        raise refusal(running)
    made = Protection.objects.create(
        bureau_id=held.bureau_id,
        customer=held,
        unit=unit,
        a_manager=a_manager,
        b_manager=b_manager,
        kind=kind,
        project=project,
        confirmed_on=confirmed_on,
        last_day=last_day,
        origin=origin,
    )
    told = {"protection": made.pk, "unit": unit.pk, "kind": kind, "last_day": last_day.isoformat()}
    _told(held, "protected", told, by=by, at=at, origin=origin)
    record.refresh(customer, held)
    return made


def hold_running(protection_id: int) -> Protection:
    """The protection, behind the lock of its customer, while it runs. Raises NoLongerRuns."""
    held = _held(protection_id)
    if held.state != State.RUNNING:
        raise NoLongerRuns(customer=held.customer, day=date_format(held.last_day))
    return held


def succeed(
    protection_id: int, *, on: date, by: Person | None, at: datetime, origin: str
) -> Protection:
    """The customer was developed. Raises NoLongerRuns."""
    held = hold_running(protection_id)
    return _end(held, State.SUCCEEDED, "developed", on=on, by=by, at=at, origin=origin)


def lapse(protection_id: int, *, on: date, at: datetime) -> Protection | None:
    """The last day is over: the centre chooses. None where it isn't, or something else ended it."""
    held = _held(protection_id)
    if held.state == State.LAPSED:
        return held
    if held.state != State.RUNNING or held.last_day >= on:
        return None
    held.state = State.LAPSED
    held.save(update_fields=["state"])
    told = {"protection": held.pk, "last_day": held.last_day.isoformat()}
    _told(held.customer, "protection_lapsed", told, by=None, at=at, origin="")
    return held


def extend(
    protection_id: int, *, last_day: date, by: Person | None, at: datetime, origin: str
) -> Protection:
    """It runs on, until another last day. Raises NotLapsed."""
    held = _held_lapsed(protection_id)
    held.state, held.last_day, held.reminded = State.RUNNING, last_day, 0
    held.extended += 1
    held.save(update_fields=["state", "last_day", "reminded", "extended"])
    told = {"protection": held.pk, "last_day": last_day.isoformat()}
    _told(held.customer, "protection_extended", told, by=by, at=at, origin=origin)
    return held


def settle(
    protection_id: int, how: str, *, on: date, by: Person | None, at: datetime, origin: str
) -> Protection:
    """What the centre chose, or the bidding brought: REASSIGNED or RELEASED ends it. Raises NotLapsed."""
    held = _held_lapsed(protection_id, State.BID_OUT)
    return _end(held, State(how), f"protection_{how}", on=on, by=by, at=at, origin=origin)


def put_out(protection_id: int, *, by: Person | None, at: datetime, origin: str) -> Protection:
    """It is put out to bidding, and nobody's until that is over. Raises NotLapsed."""
    held = _held_lapsed(protection_id)
    held.state = State.BID_OUT
    held.save(update_fields=["state"])
    _told(held.customer, "put_out", {"protection": held.pk}, by=by, at=at, origin=origin)
    return held


def take_away(
    protection_id: int, *, on: date, by: Person | None, at: datetime, origin: str
) -> Protection:
    """It ends while it runs: the customer is moved. Raises AwaitsChoice, BidOut, NoLongerRuns."""
    held = _held(protection_id)
    if held.state != State.RUNNING:
        raise (
            refusal(held) if held.live else NoLongerRuns(customer=held.customer, day=held.last_day)
        )
    verb = "protection_reassigned"
    return _end(held, State.REASSIGNED, verb, on=on, by=by, at=at, origin=origin)


def due(on: date) -> QuerySet[Protection]:
    """Those whose last day is over on a day, the longest over first."""
    return Protection.objects.filter(state=State.RUNNING, last_day__lt=on).order_by(
        "last_day", "pk"
    )


def days_left(held: Protection, on: date) -> int | None:
    """The days until the last one, that one included; None where nothing runs."""
    return (held.last_day - on).days if held.state == State.RUNNING else None


def history_of(customer: Customer) -> QuerySet[Protection]:
    """All protections of a customer, the latest first."""
    rows = customer.protections.select_related("unit", "a_manager", "b_manager")
    return rows.order_by("-confirmed_on", "-pk")


def refusal(held: Protection) -> RegistryError:
    """Why nobody else steps in while this runs: Protected, AwaitsChoice or BidOut."""
    day = date_format(held.last_day)
    if held.state == State.BID_OUT:
        return BidOut(customer=held.customer)
    if held.state == State.LAPSED:
        return AwaitsChoice(customer=held.customer, unit=held.unit, day=day)
    return Protected(customer=held.customer, unit=held.unit, who=held.a_manager, day=day)


def _held(protection_id: int) -> Protection:
    """The row, read behind the lock of its customer."""
    customer_id = Protection.objects.values_list("customer", flat=True).get(pk=protection_id)
    customer = record.locked(customer_id)
    about = ("unit", "a_manager", "b_manager")
    held = Protection.objects.select_related(*about).get(pk=protection_id)
    held.customer = customer
    return held


def _held_lapsed(protection_id: int, *others: State) -> Protection:
    held = _held(protection_id)
    if held.state not in (State.LAPSED, *others):
        raise NotLapsed(customer=held.customer, state=held.get_state_display())
    return held


def _end(
    held: Protection,
    how: State,
    verb: str,
    *,
    on: date,
    by: Person | None,
    at: datetime,
    origin: str,
) -> Protection:
    held.state, held.ended_on, held.ended_by = how, on, origin
    held.save(update_fields=["state", "ended_on", "ended_by"])
    _told(held.customer, verb, {"protection": held.pk}, by=by, at=at, origin=origin)
    return held


def _told(
    customer: Customer,
    verb: str,
    detail: dict[str, object],
    *,
    by: Person | None,
    at: datetime,
    origin: str,
) -> None:
    detail |= {"origin": origin} if origin else {}
    record.write(customer, [(verb, detail)], by=by, at=at)


def ending(
    bureau_id: int, units: Collection[int] | None, *, since: date, until: date, most: int = 50
) -> tuple[list[Protection], int]:
    """The periods that run and end within these days, the next one first, and how many there are."""
    rows = Protection.objects.filter(
        bureau=bureau_id, state=State.RUNNING, last_day__gte=since, last_day__lte=until
    )
    if units is not None:
        rows = rows.filter(unit__in=units)
    related = rows.select_related("customer", "unit", "a_manager")
    found = list(related.order_by("last_day", "pk")[:most])
    return found, len(found) if len(found) < most else rows.count()
