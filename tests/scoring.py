"""What tests of scorecards start from: three managers in the county, with a month that is over."""

from datetime import UTC, date, datetime
from decimal import Decimal

from policy import scorecards
from registry.people import cards, managers, pay
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard
from registry.revenue import ledger
from tests.cast import Cast

FEBRUARY = date(2026, 2, 1)
AFTER = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


def register(cast: Cast, *names: str, **given) -> dict[str, AccountManager]:
    """These people in the register of the county since January."""
    terms = {
        "unit": cast.county,
        "kind": AccountManager.Kind.REGULAR,
        "appointed_on": date(2026, 1, 5),
        "by": cast.sun,
        "at": cast.now,
    } | given
    return {name: managers.appoint(person=cast.people[name], **terms) for name in names}


def faultless(manager: AccountManager) -> dict[str, Decimal]:
    """All that is counted in a month without a fault, with a task of 10,000 yuan."""
    names = [n for n in scorecards.needed(manager.duty) if n not in scorecards.RANKED]
    numbers = dict.fromkeys(names, Decimal(0)) | {"target_yuan": Decimal("10000")}
    del numbers["income_yuan"]
    return numbers


def filled(cast: Cast, manager: AccountManager, rating: str = "9", **other) -> Scorecard:
    """A card of February that is complete: counted by the information supervisor, rated by the head."""
    card = cards.of(manager, FEBRUARY)
    numbers = faultless(manager) | {name: Decimal(n) for name, n in other.items()}
    cards.enter(card.pk, numbers, evidence="晨会记录", by=cast.qian, at=cast.now)
    rated = {"director_attitude": Decimal(rating), "director_tasks": Decimal(rating)}
    cards.enter(card.pk, rated, by=cast.wang, at=cast.now)
    return card


def earned(cast: Cast, manager: AccountManager, yuan: str, line: str = "express", **more) -> None:
    """Revenue of February that the manager brought in."""
    ledger.enter(
        customer=cast.customer,
        line=line,
        unit=cast.county,
        month=more.pop("month", FEBRUARY),
        amount_yuan=Decimal(yuan),
        manager=manager.person,
        by=None,
        at=cast.now,
        **more,
    )


def paid(cast: Cast, manager: AccountManager) -> None:
    """Terms of 1,800 + 300, and a base of 1,000 for the fixed part."""
    pay.set_terms(
        manager.pk,
        since=date(2026, 1, 5),
        post_wage_yuan=Decimal(1800),
        subsidy_yuan=Decimal(300),
        fixed_base_yuan=Decimal(1000),
        by=cast.sun,
        at=cast.now,
    )
