"""授权委托: what the province wrote down when it entrusted a diamond customer; entered, and ended."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.customers import access, record
from registry.customers.models import Customer, Delegation
from registry.customers.words import Tier
from registry.errors import EndsBeforeItBegins, RegistryError
from registry.org import posts
from registry.org.models import Person


class NotADelegationKeeper(RegistryError):
    """Only the heads of the key-account centre and of the marketing department, their deputies and the
    information supervisor may enter or end what the province delegated.
    """


class NotDiamond(RegistryError):
    """%(customer)s is not a diamond customer: the province delegates those only."""


class DelegatedAlready(RegistryError):
    """The customer is delegated already on some of these days, by %(document)s (from %(since)s). End
    that first, or choose other days.
    """


class DelegationEnded(RegistryError):
    """This delegation is over already."""


def delegate(
    customer: Customer,
    *,
    authorised_by: str,
    document: str,
    delegate: str,
    ground: str,
    since: date,
    until: date | None,
    by: Person,
    at: datetime,
) -> Delegation:
    """The delegation of a diamond customer, as the document of the province has it.

    raises  NotADelegationKeeper, NotDiamond, EndsBeforeItBegins, DelegatedAlready
    """
    if until is not None and until < since:
        raise EndsBeforeItBegins
    with transaction.atomic():
        held = _held(customer, by, at)
        if held.tier != Tier.DIAMOND:
            raise NotDiamond(customer=held)
        meets = held.delegations.filter(Q(until=None) | Q(until__gte=since), ended_at=None)
        other = (meets.filter(since__lte=until) if until else meets).order_by("since").first()
        if other is not None:
            raise DelegatedAlready(document=other.document, since=date_format(other.since))
        made = Delegation.objects.create(
            customer=held,
            authorised_by=authorised_by,
            document=document,
            delegate=delegate,
            ground=ground,
            since=since,
            until=until,
            entered_by=by,
            entered_at=at,
        )
        _write(held, "delegated", made, document, by, at)
    record.refresh(customer, held)
    return made


def end(customer: Customer, delegation_id: int, *, why: str, by: Person, at: datetime) -> None:
    """The delegation is over from today on, or was entered wrongly; it stays to be seen.

    raises  NotADelegationKeeper, DelegationEnded
    """
    with transaction.atomic():
        held = _held(customer, by, at)
        row = held.delegations.get(pk=delegation_id)
        if row.state(timezone.localdate(at)) in ("ended", "over"):
            raise DelegationEnded
        row.ended_by, row.ended_at, row.ended_why = by, at, why
        row.save(update_fields=["ended_by", "ended_at", "ended_why"])
        _write(held, "delegation_ended", row, why, by, at)
    record.refresh(customer, held)


def entrusted(on: date) -> Q:
    """The condition of customers that the province entrusts to this bureau on that day."""
    holds = Delegation.objects.filter(
        Q(until=None) | Q(until__gte=on),
        delegate=Delegation.Delegate.BUREAU,
        since__lte=on,
        ended_at=None,
    )
    return Q(pk__in=holds.values("customer"))


def is_entrusted(customer: Customer, on: date) -> bool:
    """Whether this customer is one of them."""
    return Customer.objects.filter(entrusted(on), pk=customer.pk).exists()


def history_of(customer: Customer) -> QuerySet[Delegation]:
    """Every delegation of a customer, the latest first."""
    return customer.delegations.select_related("entered_by", "ended_by").order_by("-since", "-pk")


def _held(customer: Customer, by: Person, at: datetime) -> Customer:
    held = posts.held_by(by, timezone.localdate(at))
    if not access.keeps_delegations(held, customer.bureau_id):
        raise NotADelegationKeeper
    return record.locked(customer.pk)


def _write(
    customer: Customer, verb: str, row: Delegation, reason: str, by: Person, at: datetime
) -> None:
    told = {"delegation": row.pk, "reason": reason, "since": row.since.isoformat()}
    told["until"] = row.until.isoformat() if row.until else ""
    record.write(customer, [(verb, told)], by=by, at=at)
