"""Two years of revenue of the demo's customers: invented, and the same for the same today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from policy import periods
from policy.calendar import SHANGHAI
from registry.customers.models import Customer, Tier
from registry.org.models import Person, Unit
from registry.org.roles import UnitKind
from registry.revenue import bureau, ledger
from registry.revenue.models import Line, Revenue

MONTHS = 24
SOURCE = "财务决算（演示数据）"
TAKEN = (Decimal("86400000.00"), Decimal("79250000.00"), Decimal("74100000.00"))
_SAVINGS = Decimal("0.55")
# What a customer of each tier spends a year: so much, and so much more from one to the next.
_YEAR = {
    Tier.DIAMOND: (1_060_000, 71_000),
    Tier.GOLD: (318_000, 27_500),
    Tier.SILVER: (112_000, 9_400),
    Tier.GENERAL: (3_600, 3_150),
}
# Which lines a unit's customers use, and the hundredth parts of each.
_LINES: dict[str, tuple[tuple[tuple[Line, int], ...], ...]] = {
    UnitKind.COUNTY: (
        ((Line.PARCELS, 45), (Line.LETTERS, 35), (Line.NEWSPAPERS, 20)),
        ((Line.LETTERS, 60), (Line.SAVINGS, 40)),
        ((Line.LOGISTICS, 55), (Line.EXPRESS, 45)),
    ),
    UnitKind.BUSINESS: (
        ((Line.EXPRESS, 40), (Line.BILLS, 40), (Line.PHILATELY, 20)),
        ((Line.BILLS, 70), (Line.LETTERS, 30)),
    ),
    UnitKind.PROFESSIONAL: (((Line.LETTERS, 90), (Line.BILLS, 10)), ((Line.BILLS, 100),)),
    UnitKind.CENTRE: (
        ((Line.LETTERS, 40), (Line.EXPRESS, 35), (Line.OTHER, 25)),
        ((Line.LOGISTICS, 50), (Line.PARCELS, 30), (Line.NEWSPAPERS, 20)),
    ),
}
_SEASONS = (92, 118, 88, 93, 96, 97, 90, 91, 124, 103, 98, 110)  # in hundredth parts
_TURNOVER = 4  # what is subscribed for is so many times what we earn by it
_DUE = timedelta(days=27)
# Who changed so much, in hundredth parts, in the last months: the next grading finds them.
_LATELY = 5
_TURNED = {3: 20, 7: 20, 10: 380, 24: 520, 29: 20, 41: 15, 52: 260}
# Who owes, and for the entry of how many months ago.
_OWING = {5: (2,), 9: (4, 5), 21: (8,), 33: (15, 16), 47: (3,)}
_ONE_OFF, _ONE_MONTH = ("海产品批发市场", "澜江集邮协会"), 9


def enter(today: date) -> None:
    """What all customers brought in, month by month, and what the bureau took."""
    info = Person.objects.get(username="info")
    customers = list(Customer.objects.select_related("unit", "bureau").order_by("pk"))
    turns, placed = dict.fromkeys(Tier.values, 0), []
    for number, customer in enumerate(customers):
        placed.append((number, turns[customer.tier], customer))
        turns[customer.tier] += 1
    for back in range(MONTHS, 0, -1):
        at = _moment(periods.month(today, 2 - back) + timedelta(days=4), today)
        rows = [row for one in placed for row in _rows_of(*one, back, today, at.date())]
        ledger.enter_each(rows, by=info, at=at)
    for place, amount in reversed(list(enumerate(TAKEN, start=1))):
        year = today.year - place
        bureau.enter(
            bureau=Unit.objects.get(parent=None),
            year=year,
            amount_yuan=amount,
            savings_yuan=(amount * _SAVINGS).quantize(Decimal("0.01")),
            source=SOURCE,
            by=info,
            at=_moment(date(year + 1, 1, 20), today),
        )


def _rows_of(
    number: int, turn: int, customer: Customer, back: int, today: date, on: date
) -> Iterator[Revenue]:
    """What a customer brought in so many months ago, as it is entered on a day."""
    month = periods.month(today, -back)
    if customer.name in _ONE_OFF and month.month != _ONE_MONTH:
        return
    kinds = _LINES[customer.unit.kind]
    base, step = _YEAR[Tier(customer.tier)]
    part = _SEASONS[month.month - 1] * (_TURNED.get(number, 100) if back <= _LATELY else 100)
    wobble = 94 + (number * 7 + month.month * 5 + back) % 13
    due_on = periods.month(month, 1) + _DUE
    collected_on = due_on + timedelta(days=number % 9 - 5)
    paid = back not in _OWING.get(number, ()) and collected_on < on
    for line, share in kinds[number % len(kinds)]:
        fen = (base + step * turn) * share * part * wobble // (12 * 100**3)
        amount = Decimal(fen) / 100
        yield Revenue(
            customer=customer,
            unit=customer.unit,
            manager=customer.a_manager,
            line=line,
            month=month,
            amount_yuan=amount,
            turnover_yuan=amount * _TURNOVER if line == Line.NEWSPAPERS else None,
            due_on=due_on,
            collected_on=collected_on if paid else None,
        )


def _moment(day: date, today: date) -> datetime:
    """Ten in the morning of a day, or of the day before today."""
    return datetime.combine(min(day, today - timedelta(days=1)), time(10), tzinfo=SHANGHAI)
