"""定级: a run counts all customers, waits for the centre, and writes what the centre confirmed.

Counting and writing go on batch by batch, each in its own transaction: cut off, they go on where
they stopped.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.customers import access, grades, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.grading import facts, judging
from registry.grading.facts import Basis
from registry.grading.models import GradingResult, GradingRun
from registry.org import posts
from registry.org.models import Person, Unit
from registry.revenue import spending

State = GradingRun.State
BATCH = 200


class NotARegisterKeeper(RegistryError):
    """Only the director and deputy director of the key-account centre and its information supervisor
    keep the register.
    """


class NotTheCentresHead(RegistryError):
    """Only the director or deputy director of the key-account centre confirms a grading."""


class NotByTheSame(RegistryError):
    """Who started a grading doesn’t confirm it: ask the director or the deputy director."""


class QuarterNotOver(RegistryError):
    """The quarter is not over yet (%(day)s)."""


class NoQuartersEnd(RegistryError):
    """%(day)s is not the last day of a quarter."""


class RunOpen(RegistryError):
    """A grading is under way already: confirm it or drop it first."""


class NotWaiting(RegistryError):
    """This grading is not waiting to be confirmed: somebody else has settled it, or it still counts."""


def start(*, bureau: Unit, quarter_end: date, by: Person, at: datetime) -> GradingRun:
    """A run that begins to count.

    raises  NotARegisterKeeper, NoQuartersEnd, QuarterNotOver, RunOpen, BureauRevenueMissing,
            SavingsMissing, policy.errors.PolicyError
    """
    today = timezone.localdate(at)
    if not access.keeps(posts.held_by(by, today), bureau.pk):
        raise NotARegisterKeeper
    if (quarter_end.month, quarter_end.day) not in _ENDS:
        raise NoQuartersEnd(day=date_format(quarter_end))
    if quarter_end >= today:
        raise QuarterNotOver(day=date_format(quarter_end))
    basis = facts.basis_of(bureau, quarter_end)
    try:
        with transaction.atomic():
            return GradingRun.objects.create(
                bureau=bureau,
                quarter_end=quarter_end,
                first_month=basis.period.first,
                last_month=basis.period.last,
                bureau_revenue=basis.revenue,
                total=Customer.objects.filter(bureau=bureau).count(),
                book_hash=basis.book.hash,
                started_by=by,
                started_at=at,
            )
    except IntegrityError as error:
        raise RunOpen from error


_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


def confirm(run: GradingRun, *, by: Person, at: datetime) -> GradingRun:
    """The centre agrees with what the run found: it begins to write.

    raises  NotTheCentresHead, NotByTheSame, NotWaiting
    """
    with transaction.atomic():
        held = _held_by_head(run, by, at)
        if held.started_by_id == by.pk:
            raise NotByTheSame
        held.state, held.done, held.cursor = State.WRITING, 0, 0
        held.settled_by, held.settled_at = by, at
        held.save()
        return held


def drop(run: GradingRun, *, note: str, by: Person, at: datetime) -> GradingRun:
    """The centre doesn't want it: nothing is written, what was found is kept.

    raises  NotTheCentresHead, NotWaiting
    """
    with transaction.atomic():
        held = _held_by_head(run, by, at)
        held.state, held.note = State.DROPPED, note
        held.settled_by, held.settled_at = by, at
        held.save()
        return held


def go_on(run: GradingRun, *, limit: int = BATCH) -> bool:
    """Count or write the next customers, at most so many; whether there is more to do."""
    with transaction.atomic():
        held = GradingRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        if held.state == State.COUNTING:
            _count(held, limit)
        elif held.state == State.WRITING:
            _write(held, limit)
        held.save()
        return held.state in (State.COUNTING, State.WRITING)


def under_way() -> QuerySet[GradingRun]:
    """The runs that count or write."""
    return GradingRun.objects.filter(state__in=(State.COUNTING, State.WRITING)).order_by("pk")


def _held_by_head(run: GradingRun, by: Person, at: datetime) -> GradingRun:
    held = GradingRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    mine = posts.held_by(by, timezone.localdate(at))
    if not access.holds(mine, held.bureau_id, access.CENTRE_HEADS):
        raise NotTheCentresHead
    if held.state != State.WAITING:
        raise NotWaiting
    return held


def _count(run: GradingRun, limit: int) -> None:
    basis = facts.basis_of(Unit.objects.get(pk=run.bureau_id), run.quarter_end)
    if basis.book.hash != run.book_hash:  # the rules were changed meanwhile: all by the new ones
        GradingResult.objects.filter(run=run).delete()
        run.book_hash, run.bureau_revenue = basis.book.hash, basis.revenue
        run.done = run.cursor = 0
    customers = Customer.objects.filter(bureau=run.bureau_id, pk__gt=run.cursor)
    batch = list(customers.select_related("unit").order_by("pk")[:limit])
    GradingResult.objects.bulk_create(_judged(run, batch, basis))
    run.done += len(batch)
    if len(batch) < limit:
        run.state, run.total = State.WAITING, run.done
    else:
        run.cursor = batch[-1].pk


def _judged(run: GradingRun, batch: Sequence[Customer], basis: Basis) -> list[GradingResult]:
    ids = [customer.pk for customer in batch]
    spends = spending.of_customers(ids, basis.period.first, basis.period.last)
    results = [judging.judge(customer, spends[customer.pk], basis) for customer in batch]
    for result in results:
        result.run = run
    return results


def _write(run: GradingRun, limit: int) -> None:
    """Grade the next customers whose grade changes; who was graded otherwise meanwhile stays so."""
    rows = GradingResult.objects.filter(run=run, changed=True, customer__gt=run.cursor)
    batch = list(rows.order_by("customer")[:limit])
    held = record.locked_each(result.customer_id for result in batch)
    assert run.settled_at is not None
    grades.grade_each(
        [
            (customer, judging.graded(result))
            for result in batch
            if _as_it_was(customer := held[result.customer_id], result)
        ],
        since=timezone.localdate(run.settled_at),
        by=run.settled_by,
        at=run.settled_at,
        origin=run.origin,
    )
    run.done += len(batch)
    if len(batch) < limit:
        run.state, run.done = State.CONFIRMED, run.total
    else:
        run.cursor = batch[-1].customer_id


def _as_it_was(customer: Customer, result: GradingResult) -> bool:
    before = (result.old_tier, result.old_scope, result.old_level)
    return (customer.tier, customer.scope, customer.crm_level) == before
