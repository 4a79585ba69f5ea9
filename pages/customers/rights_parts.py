"""Whose a customer is at a glance: who may market to it today, and how that came, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import access
from approvals.models import Case
from approvals.words import OPEN, Status, Verdict
from pages.customers.parts import part
from pages.customers.reach import May
from pages.desk import Desk
from pages.templatetags.qianpi import day, moment
from registry.bidding.models import Tender
from registry.customers import holdings, protections
from registry.customers.models import Customer, Protection
from registry.sharing import consents, splits
from registry.sharing.models import Consent, Split

SHOWN = 12
_EACH = 20
CONTESTING = ("transfer", "cross_area_consent", "dispute", "bidding", "expiry")
State = Protection.State


@dataclass(frozen=True)
class Event:
    """One line of the story: when, what kind of thing, what happened, and the case behind it."""

    on: date
    what: str
    said: str
    mark: str = "g-done"
    origin: str = ""
    case: int | None = None


@part(15, "customers/_rights.html")
def rights(desk: Desk, customer: Customer, may: May) -> dict[str, Any]:
    """Today's owner, protection, consents, split and open cases; the story behind them."""
    held = list(holdings.history_of(customer)[:_EACH])
    guarded = list(protections.history_of(customer)[:_EACH])
    agreed = list(consents.history_of(customer)[:_EACH])
    shared = list(splits.history_of(customer)[:_EACH])
    rows = access.visible_to(desk.person, desk.on, desk.posts).filter(customer=customer)
    mine = list(rows.filter(kind__in=CONTESTING).exclude(number="").order_by("-pk")[:_EACH])
    ended = {row.origin for row in agreed if row.taken_back}
    events = [
        *_owners(held),
        *_protections(guarded),
        *_consents(agreed),
        *(Event(row.since, _("Split"), _split(row), origin=row.origin) for row in shared),
        *_disputes(mine),
        *_tenders(customer),
    ]
    events.sort(key=lambda event: event.on, reverse=True)
    live = next((row for row in guarded if row.live), None)
    return {
        "live": live,
        "left": live and protections.days_left(live, desk.on),
        "consents": [
            row for row in agreed if row.since <= desk.on <= row.until and not row.taken_back
        ],
        "split": next((row for row in shared if _counts(row, desk.on, ended)), None),
        "open": [case for case in mine if case.status in OPEN],
        "events": _linked(desk, customer, events[:SHOWN]),
        "more": len(events) > SHOWN,
    }


def _owners(held: list[Any]) -> Iterator[Event]:
    for row in held:
        people = " / ".join(person.name for person in (row.a_manager, row.b_manager) if person)
        said = f"{row.unit}{f'（{people}）' if people else ''}"
        said += f" · {row.reason}" if row.reason and row.reason != "import" else ""
        yield Event(
            row.since, _("Owner"), said, "g-now" if row.until is None else "g-done", row.origin
        )


def _protections(guarded: list[Protection]) -> Iterator[Event]:
    for row in guarded:
        told = {"unit": row.unit, "who": row.a_manager, "day": day(row.last_day)}
        said = _("%(unit)s (%(who)s) until %(day)s") % told
        yield Event(row.confirmed_on, _("Protected"), said, origin=row.origin)
        if row.ended_on:
            mark = "g-done" if row.state == State.SUCCEEDED else "g-skip"
            end = f"{row.unit} · {row.get_state_display()}"
            yield Event(row.ended_on, _("Protection over"), end, mark, row.ended_by)


def _counts(row: Split, on: date, ended: set[str]) -> bool:
    """Whether a split still stands: its time is not over, nor was the consent behind it taken back."""
    return (row.until is None or row.until >= on) and row.origin not in ended


def _consents(agreed: list[Consent]) -> Iterator[Event]:
    for row in agreed:
        yield Event(row.since, _("Consent"), _consent(row), origin=row.origin)
        if end := row.taken_back:
            said = f"{row.unit} · {end.why}"
            yield Event(end.on, _("Consent taken back"), said, "g-skip", row.origin)


def _consent(row: Consent) -> str:
    told = {"unit": row.unit, "who": row.person, "day": day(row.until)}
    return _("%(unit)s (%(who)s) until %(day)s") % told


def _split(row: Split) -> str:
    """Both ledgers in one line: 业绩 70/30，收入 70/30."""
    found: dict[str, list[str]] = {}
    units = dict.fromkeys(str(share.unit) for share in row.shares.all())
    for share in row.shares.all():
        found.setdefault(str(share.get_ledger_display()), []).append(f"{share.percent:.0f}")
    ledgers = " · ".join(f"{ledger} {'/'.join(sides)}" for ledger, sides in found.items())
    return f"{' / '.join(units)}{_(': ')}{ledgers}"


def _disputes(mine: list[Case]) -> Iterator[Event]:
    for case in mine:
        if case.kind != "dispute" or case.submitted_at is None:
            continue
        result = Verdict(case.result).label if case.result else Status(case.status).label
        mark = "g-soon" if case.status in OPEN else "g-done"
        on = timezone.localdate(case.closed_at or case.submitted_at)
        yield Event(on, _("Dispute"), f"{case.title} · {result}", mark, case.journal_subject)


def _tenders(customer: Customer) -> Iterator[Event]:
    rows = Tender.objects.filter(customer=customer).select_related("winner__unit")
    for row in rows.order_by("-pk")[:_EACH]:
        on = timezone.localdate(row.published_at)
        said = _("bids until %(moment)s") % {"moment": moment(row.closes_at)}
        yield Event(on, _("Put out to bidding"), said, "g-now", row.origin)
        if row.settled_on:
            won = row.winner.unit if row.winner else row.get_state_display()
            yield Event(row.settled_on, _("Bidding over"), str(won), origin=row.origin)


def _linked(desk: Desk, customer: Customer, events: list[Event]) -> list[Event]:
    """The events with the cases that the reader may open."""
    named = {int(e.origin[5:]) for e in events if e.origin.startswith("case:")}
    rows = access.visible_to(desk.person, desk.on, desk.posts).filter(pk__in=named)
    seen = set(rows.values_list("pk", flat=True)) if named else set()
    return [
        replace(e, case=int(e.origin[5:]))
        if e.origin.startswith("case:") and int(e.origin[5:]) in seen
        else e
        for e in events
    ]
