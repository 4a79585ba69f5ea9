"""What was entered wrongly is put right by a counter-row; what was collected is marked, once."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format

from registry.customers import access
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person
from registry.revenue.fen import fen
from registry.revenue.ledger import CollectedInFuture
from registry.revenue.models import Revenue


class NotTheirLedger(RegistryError):
    """Only finance, the director and deputy director of the key-account centre and its information
    supervisor correct the ledger and mark what was collected.
    """


class CounterRow(RegistryError):
    """This is a correction itself: correct the entry that it corrects."""


class NothingToCorrect(RegistryError):
    """The entry stands at this amount already."""


class CollectedAlready(RegistryError):
    """This entry was collected on %(day)s already."""


class NothingOwed(RegistryError):
    """Nothing of this entry is owed: it was corrected to nothing."""


def correct(row: Revenue, *, to_yuan: Decimal, reason: str, by: Person, at: datetime) -> Revenue:
    """The counter-row that brings an entry to the right amount, which may be nothing.

    A turnover goes with it in proportion.

    raises  NotTheirLedger, CounterRow, NothingToCorrect
    """
    with transaction.atomic():
        held = _held(row, by, at)
        stands, turned = standing(held)
        difference = to_yuan - stands
        if not difference:
            raise NothingToCorrect
        turnover = None
        if held.turnover_yuan is not None and held.amount_yuan:
            goal = held.turnover_yuan * to_yuan / held.amount_yuan
            turnover = fen(goal) - turned
        return Revenue.objects.create(
            **{name: getattr(held, name) for name in _SHARED},
            amount_yuan=difference,
            turnover_yuan=turnover,
            corrects=held,
            reason=reason,
            entered_by=by,
            entered_at=at,
        )


_SHARED = (
    *("bureau_id", "customer_id", "line", "unit_id", "project_id", "manager_id", "month"),
    *("due_on", "collected_on", "collected_by_id"),
)


def collect(row: Revenue, *, on: date, by: Person, at: datetime) -> None:
    """The money of an entry, and of its corrections, has come on that day.

    raises  NotTheirLedger, CounterRow, CollectedAlready, CollectedInFuture, NothingOwed
    """
    with transaction.atomic():
        held = _held(row, by, at)
        if held.collected_on:
            raise CollectedAlready(day=date_format(held.collected_on))
        if on > timezone.localdate(at):
            raise CollectedInFuture
        if not standing(held)[0]:
            raise NothingOwed
        family = Revenue.objects.filter(pk=held.pk) | Revenue.objects.filter(corrects=held)
        family.update(collected_on=on, collected_by=by)


def _held(row: Revenue, by: Person, at: datetime) -> Revenue:
    """The entry behind its lock, for who keeps the ledger; no counter-row."""
    if not access.books(posts.held_by(by, timezone.localdate(at)), row.bureau_id):
        raise NotTheirLedger
    held = Revenue.objects.select_for_update(no_key=True).get(pk=row.pk)
    if held.corrects_id:
        raise CounterRow
    return held


def standing(row: Revenue) -> tuple[Decimal, Decimal]:
    """The amount and the turnover of an entry with its corrections."""
    sums = row.corrections.aggregate(amount=Sum("amount_yuan"), turnover=Sum("turnover_yuan"))
    return (
        row.amount_yuan + fen(sums["amount"]),
        fen(row.turnover_yuan) + fen(sums["turnover"]),
    )
