"""Pay and scorecards of account managers: the tables, and what must hold whatever the figures are."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policy import commission, errors, objections, pay, scorecards
from policy.book import DEFAULT_SET, Amendment, Rulebook
from policy.chapters import CHAPTERS
from policy.places import places
from policy.units import as_text
from tests.policy.tables import rows

FAULTLESS = {
    **dict.fromkeys(scorecards.needed("manager"), Decimal(0)),
    "attitude": Decimal(9),
    "tasks": Decimal(9),
    "income_yuan": Decimal(50000),
    "target_yuan": Decimal(50000),
}
PLANNED = {"plans_written": Decimal(1)} | dict.fromkeys(scorecards.RATED, Decimal(10))
PLANNED["adopted"] = Decimal(20)


def ask(book: Rulebook, on: date) -> dict[str, Any]:
    return {"on": on, "book": book, "set": DEFAULT_SET}


@pytest.mark.parametrize("row", rows("people.toml"))
def test_what_a_figure_of_pay_is(row: dict[str, Any], book: Rulebook, today: date) -> None:
    chapter = CHAPTERS[row["chapter"]]
    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])):
            chapter.ask(row["facts"], **ask(book, today))
        return
    value = chapter.ask(row["facts"], **ask(book, today)).value
    same = Decimal(row["value"]) == value if isinstance(value, Decimal) else as_text(value)
    assert same in (True, row["value"])


@pytest.mark.parametrize("row", rows("pay.toml"))
def test_the_pay_of_a_month(row: dict[str, Any], book: Rulebook, today: date) -> None:
    given = {k: v if v is True else Decimal(v) for k, v in row["month"].items()}
    earned = tuple(pay.Earned(name, *map(Decimal, rest)) for name, *rest in row["earned"])
    month = pay.Month(**given, earned=earned)
    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])):
            pay.of(row["duty"], month, **ask(book, today))
        return
    found = pay.of(row["duty"], month, **ask(book, today))
    assert {name: found.yuan(name) for name in row.get("lines", {})} == {
        name: Decimal(yuan) for name, yuan in row.get("lines", {}).items()
    }
    assert found.total_yuan == Decimal(row["total"])
    assert found.carried_yuan == Decimal(row.get("carried", 0))


@pytest.mark.parametrize("row", rows("scorecards.toml"))
def test_the_card_of_a_month(row: dict[str, Any], book: Rulebook, today: date) -> None:
    base = PLANNED if row["duty"] == "planner" else FAULTLESS
    facts = base | {name: Decimal(number) for name, number in row.get("facts", {}).items()}
    facts = {name: number for name, number in facts.items() if name not in row.get("without", ())}
    held = {"attitude": 1, "tasks": 1} | row.get("places", {})
    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])):
            scorecards.rule_on(row["duty"], facts, held, **ask(book, today))
        return
    ruling, lines = scorecards.rule_on(row["duty"], facts, held, **ask(book, today))
    points = {line.item: line.points for line in lines}
    for item, given in row.get("lines", {}).items():
        assert points[item] == Decimal(given), item
    assert ruling.value == Decimal(row["score"])


@pytest.mark.parametrize("duty", scorecards.DUTIES)
def test_the_ceilings_of_a_card_come_to_a_hundred(duty: str, book: Rulebook, today: date) -> None:
    base = PLANNED if duty == "planner" else FAULTLESS
    held = {"attitude": 1, "tasks": 1}
    _, lines = scorecards.rule_on(duty, base, held, **ask(book, today))
    assert sum(line.most or 0 for line in lines) == 100


def test_what_was_inferred_says_so(book: Rulebook, today: date) -> None:
    held = {"attitude": 1, "tasks": 1}
    _, lines = scorecards.rule_on("manager", FAULTLESS, held, **ask(book, today))
    inferred = {line.item for line in lines if line.as_json()["inferred"]}
    assert inferred == {"visits", "training", "logs", "plans", "attitude", "tasks"}


def test_who_is_rated_alike_has_the_same_place() -> None:
    ratings = {"li": Decimal(9), "lin": Decimal(8), "ma": Decimal(9), "qi": Decimal(7)}
    assert places(ratings) == {"li": 1, "ma": 1, "lin": 3, "qi": 4}


@pytest.mark.parametrize(
    ("rate", "accepted"),
    [("0.0099", False), ("0.01", True), ("0.05", True), ("0.0501", False)],
)
def test_a_unit_sets_its_rate_within_the_printed_range(
    rate: str, accepted: bool, book: Rulebook, today: date
) -> None:
    says = {"zh": "本局", "en": "ours"}
    ours = book.with_amendments(
        [Amendment(DEFAULT_SET, "commission", "bulk_letters", date(2026, 1, 1), rate, says)]
    )
    if not accepted:
        with pytest.raises(errors.BadFact):
            commission.rule_on("bulk-letters", **ask(ours, today))
        return
    ruling = commission.rule_on("bulk-letters", **ask(ours, today))
    assert commission.is_set(ruling) and ruling.value == Decimal(rate)


@pytest.mark.parametrize(
    ("closed", "last"),
    [
        (date(2026, 3, 5), date(2026, 3, 12)),
        (date(2026, 3, 6), date(2026, 3, 13)),  # a Friday
        (date(2026, 9, 29), date(2026, 10, 12)),  # over the national holidays
    ],
)
def test_five_working_days_to_object_to_a_score(closed: date, last: date, book: Rulebook) -> None:
    day, figure = objections.until(closed, book=book, set=DEFAULT_SET)
    assert (day, figure.assumption) == (last, True)
