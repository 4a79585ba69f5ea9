"""The words of the tests of training periods: appoint, let time pass, score, decide."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from approvals import clocks, deadlines
from approvals.models import Case, Clock
from policy.calendar import SHANGHAI
from registry import amending
from registry.customers.models import Customer
from registry.org.models import Person
from registry.people import managers, probations
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard
from registry.people.training import Probation
from registry.revenue import ledger
from tests.cast import Cast
from workflows.probation import beginning

WAITS = ("training", "last_days")
MAY_20 = date(2026, 5, 20)


def morning(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI).astimezone(UTC)


def appointed(cast: Cast, kind: str = "new_entrant", on: date = MAY_20, **given: Any) -> Case:
    """Somebody new is appointed in Wang's unit on that day, and the worker comes round."""
    cast.now = max(cast.now, morning(on))
    person = cast.people.get("xia") or Person.objects.create(
        username="xia", name="夏雨", number="0815"
    )
    cast.people["xia"] = person
    manager = managers.appoint(
        person=person,
        unit=given.pop("unit", cast.county),
        kind=kind,
        appointed_on=on,
        by=cast.sun,
        at=cast.now,
        **given,
    )
    beginning.sweep(cast.later())
    return Case.objects.get(training__probation__manager=manager)


def own(cast: Cast, **figures: Any) -> None:
    """The bureau sets figures of its own: one proposes, another approves."""
    for name, value in figures.items():
        when = {"today": cast.now.date(), "at": cast.now}
        made = amending.propose(
            bureau=cast.bureau,
            set=cast.bureau.policy_set,
            chapter="probation",
            parameter=name,
            value=value,
            effective=cast.now.date(),
            says={"zh": "本局规定。", "en": "The bureau's own."},
            by=cast.sun,
            **when,
        )
        amending.settle(amendment_id=made.pk, by=cast.director, approve=True, **when)


def held(case: Case) -> Probation:
    return Probation.objects.select_related("manager__person").get(training__case=case)


def travel(cast: Cast, until: datetime) -> None:
    """Let time pass to a moment, with all that the worker does on the way."""
    for _round in range(40):
        due = Clock.objects.filter(stopped_at=None, due_at__lte=until).order_by("due_at").first()
        if due is None:
            break
        cast.now = max(cast.now, due.due_at)
        clocks.sweep(cast.now)
        deadlines.sweep(cast.now)
    cast.now = max(cast.now, until)


def to_the_summary(cast: Cast, case: Case) -> Case:
    """Fifteen days before the end: the person is asked."""
    travel(cast, morning(held(case).ends_on - timedelta(days=15)))
    case.refresh_from_db()
    return case


def to_the_end(cast: Cast, case: Case) -> Case:
    """The morning after the last day."""
    travel(cast, morning(held(case).ends_on + timedelta(days=1)))
    case.refresh_from_db()
    return case


def scored(case: Case, *scores: str, first: date = date(2026, 6, 1)) -> None:
    """Closed scorecards, month after month."""
    for number, score in enumerate(scores):
        month = date(first.year, first.month + number, 1)
        Scorecard.objects.create(
            manager=held(case).manager,
            month=month,
            state="closed",
            score=Decimal(score),
            closed_at=morning(month),
        )


def earned(cast: Cast, case: Case, quota: str, *amounts: str) -> None:
    """A quota in each month from June, and what the ledger says of it."""
    one = held(case)
    for number, amount in enumerate(amounts):
        month = date(2026, 6 + number, 1)
        probations.set_quota(
            one.pk, month=month, quota_yuan=Decimal(quota), by=cast.sun, at=cast.later()
        )
        ledger.enter(
            customer=Customer.objects.get(pk=cast.customer.pk),
            line="letters",
            unit=cast.county,
            month=month,
            amount_yuan=Decimal(amount),
            manager=one.manager.person,
            by=cast.qian,
            at=morning(date(2026, 10, 1)),
        )


def manager_of(case: Case) -> AccountManager:
    return AccountManager.objects.get(probation__training__case=case)
