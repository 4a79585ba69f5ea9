"""月度考核: enter what counts, see what a month comes to, close it, and correct it with a trace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from policy import scorecards
from policy.places import places
from policy.ruling import Ruling
from registry import rulebook
from registry.errors import NotForOneself, RegistryError
from registry.org import people
from registry.org.models import Person, Unit
from registry.people import facts
from registry.people.facts import Known, last_of
from registry.people.models import AccountManager
from registry.people.scoring import Closing, Objection, Scorecard, ScoreEntry

State = Scorecard.State


class IsClosed(RegistryError):
    """The card of %(who)s for that month is closed: human resources correct it, and say why."""


class IsOpen(RegistryError):
    """The card of %(who)s for that month is open: enter it there."""


class NotOver(RegistryError):
    """That month is not over yet."""


class NotWhole(RegistryError):
    """The card of %(who)s is not complete yet."""


class SaysNoReason(RegistryError):
    """A correction says why."""


@dataclass
class Reckoned:
    """A card as it would be closed now: what is missing, or the ruling with its lines."""

    known: Known
    ruling: Ruling | None = None
    lines: list[dict[str, Any]] | None = None
    waits: bool = False  # for the ratings of colleagues, among whom it is ranked

    @property
    def score(self) -> Decimal | None:
        return Decimal(str(self.ruling.value)) if self.ruling else None


def of(manager: AccountManager, month: date) -> Scorecard:
    """The card of a month, opened where there is none."""
    card, _ = Scorecard.objects.get_or_create(manager=manager, month=month)
    card.manager = manager
    return card


def enter(
    card_id: int,
    numbers: Mapping[str, Decimal],
    *,
    evidence: str = "",
    by: Person,
    at: datetime,
) -> list[ScoreEntry]:
    """Counts, ratings or amounts for a card that is open. Raises IsClosed."""
    with transaction.atomic():
        card = held(card_id)
        if card.state == State.CLOSED:
            raise IsClosed(who=card.manager)
        return _add(card, numbers, evidence=evidence, by=by, at=at)


def of_month(bureau: Unit, month: date) -> list[Scorecard]:
    """The cards of a bureau for a month, of everybody appointed in it; opened where there is none."""
    rows = AccountManager.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=month),
        bureau=bureau,
        appointed_on__lte=last_of(month),
    )
    rows = rows.select_related("person", "unit", "bureau").order_by("pk")
    managers = {m.pk: m for m in rows}
    there = Scorecard.objects.filter(manager__in=managers, month=month)
    have = set(there.values_list("manager", flat=True))
    Scorecard.objects.bulk_create(
        [Scorecard(manager=m, month=month) for pk, m in managers.items() if pk not in have],
        ignore_conflicts=True,
    )
    cards = list(there.order_by("manager__unit__path", "manager__person__name", "pk"))
    for card in cards:
        card.manager = managers[card.manager_id]
    return cards


def reckon(bureau: Unit, cards: Iterable[Scorecard]) -> list[Reckoned]:
    """What the cards of one month come to, each ranked among those of its unit and duty."""
    cards = list(cards)
    if not cards:
        return []
    book, set_ = rulebook.ruling(bureau, last_of(cards[0].month))
    known = facts.of(cards, book=book, set=set_)
    found = []
    for card in cards:
        mine = known[card.pk]
        if mine.missing:
            found.append(Reckoned(mine))
            continue
        held, waits = _places(mine, known.values())
        if waits:
            found.append(Reckoned(mine, waits=True))
            continue
        ruling, lines = scorecards.rule_on(
            card.manager.duty,
            mine.for_rule(),
            held,
            on=last_of(card.month),
            book=book,
            set=set_,
        )
        found.append(Reckoned(mine, ruling, [line.as_json() for line in lines]))
    return found


def close(bureau: Unit, month: date, *, by: Person, at: datetime, on: date) -> list[Reckoned]:
    """月末结账: close what is complete; what is not stays open, and is given back. Raises NotOver."""
    if on <= last_of(month):
        raise NotOver
    with transaction.atomic():
        cards = [card for card in of_month(bureau, month) if card.state == State.OPEN]
        held = Scorecard.objects.filter(pk__in=[card.pk for card in cards]).order_by("pk")
        still = {row.pk for row in held.select_for_update(no_key=True) if row.state == State.OPEN}
        everyone = reckon(bureau, of_month(bureau, month))
        open_ = [one for one in everyone if one.known.card.pk in still]
        for one in open_:
            if one.ruling is not None:
                close_one(one, by=by, at=at, reason="")
        return [one for one in open_ if one.ruling is None]


def correct(
    card_id: int,
    numbers: Mapping[str, Decimal],
    *,
    reason: str,
    by: Person,
    at: datetime,
    answers: bool = True,
) -> Closing:
    """更正: other numbers for a closed card, reckoned anew; what it came to before stays to be read.

    answers  whether it is the answer to an objection that waits for one
    raises  SaysNoReason, NotForOneself, IsOpen, NotWhole
    """
    if not reason.strip():
        raise SaysNoReason
    with transaction.atomic():
        card = held(card_id)
        check_not_own(card, by)
        if card.state != State.CLOSED:
            raise IsOpen(who=card.manager)
        _add(card, numbers, evidence=reason, by=by, at=at)
        bureau = card.manager.bureau
        all_ = reckon(bureau, of_month(bureau, card.month))
        mine = next(one for one in all_ if one.known.card.pk == card.pk)
        if mine.ruling is None:
            raise NotWhole(who=card.manager)
        if answers:
            Objection.objects.filter(closing__card=card, outcome="").update(
                outcome=Objection.Outcome.CORRECTED, answer=reason, answered_by=by, answered_at=at
            )
        return close_one(mine, by=by, at=at, reason=reason)


def check_not_own(card: Scorecard, by: Person) -> None:
    """Nobody settles the own card. Raises NotForOneself."""
    if card.manager.person_id == by.pk:
        raise NotForOneself


def close_one(one: Reckoned, *, by: Person, at: datetime, reason: str) -> Closing:
    """One closing of a card that is whole; the caller holds it, and a correction says why."""
    card = one.known.card
    assert one.ruling is not None and one.lines is not None
    seq = card.closings.count() + 1
    score = Decimal(str(one.ruling.value))
    closing = Closing.objects.create(
        card=card,
        seq=seq,
        score=score,
        lines=one.lines,
        ruling=one.ruling.as_json(),
        reason=reason,
        by=by,
        at=at,
    )
    card.state, card.score, card.lines = State.CLOSED, score, one.lines
    card.closed_at, card.closed_by = at, by
    card.save(update_fields=["state", "score", "lines", "closed_at", "closed_by"])
    person = people.held(card.manager.person)[card.manager.person_id]
    # The journal of a person is read by more people than scores are: it names no points.
    told = {"card": card.pk, "month": card.month.isoformat(), "closing": seq}
    people.write(person, [("card_corrected" if reason else "card_closed", told)], by=by, at=at)
    return closing


def held(card_id: int) -> Scorecard:
    """A card with its account manager, behind its lock."""
    rows = Scorecard.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("manager__bureau", "manager__unit", "manager__person").get(
        pk=card_id
    )


def _add(
    card: Scorecard, numbers: Mapping[str, Decimal], *, evidence: str, by: Person, at: datetime
) -> list[ScoreEntry]:
    rows = [
        ScoreEntry(card=card, fact=fact, number=number, evidence=evidence, by=by, at=at)
        for fact, number in numbers.items()
    ]
    return ScoreEntry.objects.bulk_create(rows)


def _places(mine: Known, everyone: Iterable[Known]) -> tuple[dict[str, int], bool]:
    """The place in each ranked item; True where a colleague of the group has no rating yet."""
    manager = mine.card.manager
    if manager.duty == AccountManager.Duty.PLANNER:
        return {}, False
    group = [
        k
        for k in everyone
        if (k.card.manager.unit_id, k.card.manager.duty) == (manager.unit_id, manager.duty)
    ]
    if any(item not in k.facts for k in group for item in scorecards.RANKED):
        return {}, True
    held = {
        item: places({k.card.pk: k.facts[item] for k in group})[mine.card.pk]
        for item in scorecards.RANKED
    }
    return held, False
