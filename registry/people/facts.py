"""What is known of a month: what was entered for a card, the income of the ledger, and the arrears."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum

from policy import scorecards
from policy.book import Rulebook
from policy.ruling import Look, look_in
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard, ScoreEntry
from registry.revenue import arrears
from registry.revenue.fen import fen
from registry.revenue.models import Revenue

DIRECTOR, PEER = "director_", "peer_"
BY_PEERS = ("attitude",)  # tasks are rated by the director alone
PAID_BY = ("violation", "team_per_capita_yuan", "team_completion", "planned_yuan")
_TENTH = Decimal("0.01")


@dataclass
class Known:
    """The facts of one card, and how many of the peers rated."""

    card: Scorecard
    facts: dict[str, Decimal] = field(default_factory=dict)
    paid_by: dict[str, Decimal] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    raters: int = 0

    @property
    def missing(self) -> list[str]:
        """What has to be entered before the card can be closed."""
        needed = scorecards.needed(self.card.manager.duty)
        lacking = [name for name in needed if name not in self.facts]
        if self.facts.get(scorecards.TARGET) == 0:
            lacking.append(scorecards.TARGET)
        return lacking

    def for_rule(self) -> dict[str, Decimal]:
        """The facts that the rule of the duty takes."""
        duty = self.card.manager.duty
        known = (*scorecards.needed(duty), *scorecards.optional(duty))
        return {name: number for name, number in self.facts.items() if name in known}


def of(cards: Iterable[Scorecard], *, book: Rulebook, set: str) -> dict[int, Known]:
    """The facts of some cards of one month, by their ids. A constant number of queries."""
    found = {card.pk: Known(card) for card in cards}
    if not found:
        return {}
    month = next(iter(found.values())).card.month
    look = look_in(scorecards.CHAPTER, on=last_of(month), book=book, set=set)
    rated: dict[int, dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for entry in ScoreEntry.objects.filter(card__in=found).order_by("pk"):
        known = found[entry.card_id]
        if entry.fact.startswith((DIRECTOR, PEER)):
            rated[entry.card_id][entry.fact][entry.by_id or 0] = entry.number
        elif entry.fact in PAID_BY:
            known.paid_by[entry.fact] = entry.number
        else:
            known.facts[entry.fact] = entry.number
            known.evidence[entry.fact] = entry.evidence
    for pk, ratings in rated.items():
        _combine(found[pk], ratings, look)
    _money(list(found.values()), month)
    return found


def _combine(known: Known, ratings: dict[str, dict[int, Decimal]], look: Look) -> None:
    """The rating that is ranked: half the director's, half that of the peers, if enough of them rated."""
    for item in scorecards.RANKED:
        given = ratings.get(f"{DIRECTOR}{item}")
        if not given:
            continue
        number = list(given.values())[-1]
        peers = list(ratings.get(f"{PEER}{item}", {}).values()) if item in BY_PEERS else []
        known.raters = max(known.raters, len(peers))
        if peers and len(peers) >= int(str(look("peers_least").value)):
            weight = Decimal(str(look("director_weight").value))
            number = weight * number + (1 - weight) * (sum(peers, Decimal(0)) / len(peers))
        known.facts[item] = number.quantize(_TENTH, ROUND_HALF_UP)


def _money(found: list[Known], month: date) -> None:
    """Income of the month, and the age of the oldest arrears at its end, from the ledger."""
    people = {known.card.manager.person_id: known for known in found}
    rows = Revenue.objects.filter(manager__in=people, month=month).order_by()
    for person, yuan in rows.values_list("manager").annotate(Sum("amount_yuan")):
        people[person].facts[scorecards.INCOME] = max(fen(yuan), Decimal(0))
    for known in found:
        known.facts.setdefault(scorecards.INCOME, Decimal(0))
    end = last_of(month)
    owed = arrears.aged(arrears.owed(end, Revenue.objects.filter(manager__in=people)), end)
    for one in owed:
        facts = people[one.row.manager_id or 0].facts
        oldest = max(facts.get(scorecards.OLDEST, Decimal(0)), Decimal(one.months))
        facts[scorecards.OLDEST] = oldest


def last_of(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def appointed_in(managers: Iterable[AccountManager], month: date) -> list[AccountManager]:
    """Those who were appointed on some day of the month."""
    end = last_of(month)
    return [
        m for m in managers if m.appointed_on <= end and (not m.ended_on or m.ended_on >= month)
    ]
