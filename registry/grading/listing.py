"""特批钻石: the province lists a customer as diamond; recorded here with its document, and ended here."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from policy import grading, periods
from policy.figures import Words
from policy.ruling import look_in
from registry import rulebook
from registry.customers import access, grades, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.grading import facts, judging
from registry.grading.models import GradingRun, SpecialListing
from registry.grading.runs import NotARegisterKeeper, RunOpen
from registry.org import posts
from registry.org.models import Person, Unit
from registry.revenue import spending


class NoListing(RegistryError):
    """The rules of this bureau know no listing of special customers as diamond."""


class ListedAlready(RegistryError):
    """%(customer)s is listed as diamond already."""


class NotListed(RegistryError):
    """%(customer)s is not listed as diamond."""


class DecidedInFuture(RegistryError):
    """The province decided today at the latest, not on a day to come."""


class NotGraded(RegistryError):
    """The customer can’t be graded: %(why)s"""


def list_customer(
    customer: Customer,
    *,
    decided_on: date,
    document: str,
    reason: str,
    by: Person,
    at: datetime,
) -> SpecialListing:
    """Record that the province listed the customer: it is diamond from today on.

    raises  NotARegisterKeeper, NoListing, RunOpen, ListedAlready, DecidedInFuture, NotGraded,
            BureauRevenueMissing, SavingsMissing, policy.errors.PolicyError
    """
    today = timezone.localdate(at)
    if decided_on > today:
        raise DecidedInFuture
    with transaction.atomic():
        held = _held(customer, by, today)
        book, set = rulebook.ruling(held.bureau, today)
        look = look_in(grading.CHAPTER, on=today, book=book, set=set)
        if look(grading.SPECIAL_LISTING).value is not True:
            raise NoListing
        try:
            with transaction.atomic():
                listing = SpecialListing.objects.create(
                    customer=held,
                    decided_on=decided_on,
                    document=document,
                    reason=reason,
                    entered_by=by,
                    entered_at=at,
                )
        except IntegrityError as error:
            raise ListedAlready(customer=held) from error
        _regrade(held, listing, document, by, at)
    record.refresh(customer, held, "special_listing", *grades.COLUMNS)
    return listing


def end_listing(customer: Customer, *, why: str, by: Person, at: datetime) -> SpecialListing:
    """The listing is over: the customer is graded as its spend says.

    raises  NotARegisterKeeper, RunOpen, NotListed, NotGraded, BureauRevenueMissing, ...
    """
    with transaction.atomic():
        held = _held(customer, by, timezone.localdate(at))
        listing = SpecialListing.objects.filter(customer=held, ended_at=None).first()
        if listing is None:
            raise NotListed(customer=held)
        listing.ended_by, listing.ended_at, listing.ended_why = by, at, why
        listing.save(update_fields=["ended_by", "ended_at", "ended_why"])
        _regrade(held, listing, why, by, at)
    record.refresh(customer, held, "special_listing", *grades.COLUMNS)
    return listing


def _held(customer: Customer, by: Person, today: date) -> Customer:
    """The customer behind its lock, with its bureau, for a keeper, while no run is open."""
    if not access.keeps(posts.held_by(by, today), customer.bureau_id):
        raise NotARegisterKeeper
    held = record.locked(customer.pk)
    held.bureau = Unit.objects.get(pk=held.bureau_id)
    if GradingRun.objects.filter(bureau=held.bureau, state__in=GradingRun.OPEN).exists():
        raise RunOpen
    return held


def _regrade(
    customer: Customer, listing: SpecialListing, reason: str, by: Person, at: datetime
) -> None:
    """Grade the customer anew with the listing, or without it once that has ended."""
    customer.special_listing = listing.ended_at is None
    today = timezone.localdate(at)
    basis = facts.basis_of(customer.bureau, periods.last_quarter_end(today))
    spend = spending.of(customer, basis.period.first, basis.period.last)
    result = judging.judge(customer, spend, basis)
    if result.fault:
        raise NotGraded(why=Words(**result.fault)[get_language() or "zh-hans"])
    grades.grade_each(
        [(customer, judging.graded(result))],
        since=today,
        by=by,
        at=at,
        origin=listing.origin,
        reason=reason,
    )
    customer.save(update_fields=["special_listing"])
