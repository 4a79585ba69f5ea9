"""考核培训期: begin it, count leave, enter quotas, extend it, settle it; each told in the person's journal.

Every function that changes something holds the row of the person first.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.formats import date_format

from policy import periods
from policy.training import Month
from registry.errors import RegistryError
from registry.org import people
from registry.org.models import Person
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard
from registry.people.training import Probation, Quota, Suspension
from registry.revenue.fen import fen
from registry.revenue.models import Revenue

Outcome = Probation.Outcome


class SettledAlready(RegistryError):
    """This period was settled already, on %(day)s."""


class OutsideThePeriod(RegistryError):
    """The leave has to begin between the first day of the period (%(first)s) and its last (%(last)s)."""


class LeaveTwice(RegistryError):
    """Some of these days are entered as leave already (%(first)s to %(last)s)."""


class TakenBackAlready(RegistryError):
    """This leave was taken back already."""


class NoMonthOfIt(RegistryError):
    """That month is no month of the period."""


def begin(
    manager: AccountManager,
    *,
    ends_on: date,
    decide_by_on: date,
    by: Person | None,
    at: datetime,
) -> Probation:
    """The period of an appointment, from the day of it to `ends_on`."""
    made = Probation.objects.create(
        bureau_id=manager.bureau_id,
        manager=manager,
        kind=manager.kind,
        started_on=manager.appointed_on,
        ends_on=ends_on,
        decide_by_on=decide_by_on,
    )
    _tell(made, "probation_began", {"ends_on": ends_on.isoformat()}, by=by, at=at)
    return made


def without(on: date) -> QuerySet[AccountManager]:
    """The appointments of a day that have a period to begin, the earliest first."""
    goes_on = Q(ended_on=None) | Q(ended_on__gte=on)
    rows = AccountManager.objects.filter(goes_on, appointed_on__lte=on, probation=None)
    rows = rows.exclude(kind=AccountManager.Kind.REGULAR)
    return rows.select_related("person", "unit__bureau").order_by("appointed_on", "pk")


def suspend(
    probation_id: int, *, first_day: date, last_day: date, why: str, by: Person, at: datetime
) -> Suspension:
    """Leave that suspends the period. Raises SettledAlready, OutsideThePeriod, LeaveTwice."""
    with transaction.atomic():
        held = locked(probation_id)
        if not held.started_on <= first_day <= held.ends_on:
            said = {"first": date_format(held.started_on), "last": date_format(held.ends_on)}
            raise OutsideThePeriod(**said)
        other = leaves(held).filter(first_day__lte=last_day, last_day__gte=first_day).first()
        if other is not None:
            raise LeaveTwice(first=date_format(other.first_day), last=date_format(other.last_day))
        made = Suspension.objects.create(
            probation=held,
            first_day=first_day,
            last_day=last_day,
            why=why,
            entered_by=by,
            entered_at=at,
        )
        told = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
        _tell(held, "probation_suspended", told, by=by, at=at)
        return made


def take_back(suspension_id: int, *, by: Person, at: datetime) -> Suspension:
    """The leave does not count any more. Raises SettledAlready, TakenBackAlready."""
    with transaction.atomic():
        row = Suspension.objects.get(pk=suspension_id)
        held = locked(row.probation_id)
        row.refresh_from_db()
        if row.taken_back_at is not None:
            raise TakenBackAlready
        row.taken_back_by, row.taken_back_at = by, at
        row.save(update_fields=["taken_back_by", "taken_back_at"])
        _tell(held, "probation_resumed", {"suspension": row.pk}, by=by, at=at)
        return row


def leaves(held: Probation) -> QuerySet[Suspension]:
    """The leave that counts, in order."""
    return held.suspensions.filter(taken_back_at=None)


def leave_days(held: Probation) -> int:
    """How many calendar days of leave count."""
    return sum(row.days for row in leaves(held))


def move_end(
    held: Probation,
    *,
    ends_on: date,
    decide_by_on: date,
    extended: int,
    by: Person | None,
    at: datetime,
) -> None:
    """Another last day of a period whose row is held, as leave or an extension has it."""
    held.ends_on, held.decide_by_on, held.extended = ends_on, decide_by_on, extended
    held.save(update_fields=["ends_on", "decide_by_on", "extended"])
    told = {"ends_on": ends_on.isoformat(), "extended": extended}
    _tell(held, "probation_end_moved", told, by=by, at=at)


def settle(
    held: Probation,
    outcome: str,
    *,
    on: date,
    series: str = "",
    by: Person | None,
    at: datetime,
) -> None:
    """The outcome of a period whose row is held."""
    held.outcome, held.settled_on, held.series = outcome, on, series
    held.save(update_fields=["outcome", "settled_on", "series"])
    _tell(held, "probation_settled", {"outcome": str(outcome)}, by=by, at=at)


def set_quota(
    probation_id: int, *, month: date, quota_yuan: Decimal, by: Person, at: datetime
) -> Quota:
    """The quota of a month; the last one that was entered counts. Raises SettledAlready, NoMonthOfIt."""
    with transaction.atomic():
        held = locked(probation_id)
        if not held.started_on.replace(day=1) <= month <= held.ends_on:
            raise NoMonthOfIt
        made = Quota.objects.create(
            probation=held, month=month, quota_yuan=quota_yuan, entered_by=by, entered_at=at
        )
        told = {"month": month.isoformat(), "quota_yuan": str(quota_yuan)}
        _tell(held, "probation_quota", told, by=by, at=at)
        return made


def locked(probation_id: int, *, settled: bool = False) -> Probation:
    """A period behind the lock of its person; settled too, if that is asked for.

    raises  SettledAlready
    """
    person = Probation.objects.values_list("manager__person", flat=True).get(pk=probation_id)
    Person.objects.select_for_update(no_key=True).get(pk=person)
    held = Probation.objects.select_related("manager__person", "manager__unit").get(pk=probation_id)
    if held.settled_on is not None and not settled:
        raise SettledAlready(day=date_format(held.settled_on))
    return held


def evidence(rows: Iterable[Probation], on: date) -> dict[int, list[Month]]:
    """By id of the period what is known of each month: closed scorecard, quota, income. Three queries.

    A month that is over and has a quota and no income brought in nothing.
    """
    found = list(rows)
    ids, months = [one.pk for one in found], defaultdict[int, dict[date, dict[str, Any]]](dict)
    by_manager = {one.manager_id: one for one in found}
    by_person = {one.manager.person_id: one for one in found}
    for quota in Quota.objects.filter(probation__in=ids).order_by("pk"):
        months[quota.probation_id].setdefault(quota.month, {})["quota_yuan"] = quota.quota_yuan
    cards = Scorecard.objects.filter(manager__in=by_manager, state=Scorecard.State.CLOSED)
    for card in cards:
        one = by_manager[card.manager_id]
        months[one.pk].setdefault(card.month, {})["score"] = card.score
    sums = Revenue.objects.filter(manager__in=by_person).order_by()
    for person, month, amount in sums.values_list("manager", "month").annotate(Sum("amount_yuan")):
        one = by_person[person]
        months[one.pk].setdefault(month, {})["actual_yuan"] = fen(amount)
    for by_month in months.values():
        for month, told in by_month.items():
            if "quota_yuan" in told and periods.month(month, 1) <= on:
                told.setdefault("actual_yuan", fen(None))
    return {
        one.pk: [Month(month, **told) for month, told in sorted(months[one.pk].items())]
        for one in found
    }


def in_bureau(bureau_id: int) -> QuerySet[Probation]:
    """All periods of a bureau with their people, those that end first before the others."""
    rows = Probation.objects.filter(bureau=bureau_id)
    return rows.select_related("manager__person", "manager__unit").order_by("ends_on", "pk")


def _tell(
    held: Probation, verb: str, told: dict[str, Any], *, by: Person | None, at: datetime
) -> None:
    rows = Person.objects.select_for_update(no_key=True)
    person = rows.get(pk=held.manager.person_id)
    line = {"probation": held.pk, **told}
    people.write(person, [(verb, line)], by=by or Person(), at=at)
