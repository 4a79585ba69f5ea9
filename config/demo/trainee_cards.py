"""The scorecards of those who are new in the demo: counted, rated last of their unit, closed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from policy import scorecards
from registry import rulebook
from registry.customers.models import Customer
from registry.org.models import Person
from registry.people import cards, facts
from registry.people.models import AccountManager
from registry.revenue import ledger

TASK = Decimal(8_000)
LAST = {"attitude": 4, "tasks": 4}  # places among the colleagues
RATING = Decimal("6.5")
_MOST, _VISITS = 92, 16  # what is left at these places, and how much of it the visits may take


def rated(card_id: int, at: datetime) -> None:
    """The director's rating of somebody new: colleagues are ranked once all have one."""
    numbers = {f"{facts.DIRECTOR}{item}": RATING for item in scorecards.RANKED}
    cards.enter(card_id, numbers, by=Person.objects.get(username="director"), at=at)


def close(manager: AccountManager, month: date, score: int, at: datetime) -> None:
    """The card of a month comes to that score: its task done, visits and logs lacking."""
    hr, supervisor = (Person.objects.get(username=name) for name in ("sun", "info"))
    lacking, card = _MOST - score, cards.of(manager, month)
    _earn(manager, month, at)
    numbers = {name: Decimal(0) for parts in scorecards.COUNTED.values() for name, _ in parts}
    numbers |= {
        "visits_lacking": Decimal(min(lacking, _VISITS)),
        "logs_lacking": Decimal(max(lacking - _VISITS, 0)),
        scorecards.TARGET: TASK,
    }
    cards.enter(card.pk, numbers, evidence="走访清单、营销日志", by=supervisor, at=at)
    rated(card.pk, at)
    book, set_ = rulebook.ruling(manager.bureau, facts.last_of(month))
    known = facts.of([card], book=book, set=set_)[card.pk]
    asked: dict[str, Any] = {"on": facts.last_of(month), "book": book, "set": set_}
    ruling, lines = scorecards.rule_on(manager.duty, known.for_rule(), LAST, **asked)
    whole = cards.Reckoned(known, ruling, [line.as_json() for line in lines])
    cards.close_one(whole, by=hr, at=at, reason="")


def _earn(manager: AccountManager, month: date, at: datetime) -> None:
    customer = Customer.objects.filter(unit=manager.unit).order_by("-pk")[0]
    ledger.enter(
        customer=customer,
        line="express",
        unit=manager.unit,
        month=month,
        amount_yuan=TASK,
        manager=manager.person,
        by=None,
        at=at,
    )
