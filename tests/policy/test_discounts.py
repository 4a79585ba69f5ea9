"""Discounts: nothing is decided before the bureau has set its table; then depth and grade decide."""

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from policy import discounts, errors
from policy.book import DEFAULT_SET, Amendment, Rulebook
from policy.ruling import Ruling
from tests.policy.tables import rows

SAYS = {"zh": "示例。", "en": "An example."}
EXAMPLE = {
    **{"ceiling_diamond": 20, "ceiling_gold": 15, "ceiling_silver": 10, "ceiling_general": 5},
    **{"centre_up_to": 5, "market_up_to": 10, "leader_up_to": 20},
}


def with_table(book: Rulebook, **figures: Any) -> Rulebook:
    since = date(2026, 1, 1)
    return book.with_amendments(
        Amendment(DEFAULT_SET, discounts.CHAPTER, name, since, value, SAYS)
        for name, value in figures.items()
    )


def ask(book: Rulebook, depth: str, grade: str, together: str | None = None) -> Ruling:
    day, added = date(2026, 11, 22), Decimal(together) if together else None
    return discounts.rule_on(Decimal(depth), grade, added, on=day, book=book, set=DEFAULT_SET)


@pytest.mark.parametrize("row", rows("discounts.toml"))
def test_who_decides_on_a_discount(row: dict[str, Any], book: Rulebook) -> None:
    ruling = ask(with_table(book, **EXAMPLE), row["depth"], row["grade"], row.get("together"))
    assert ruling.value == row["value"]
    assert Ruling.from_json(ruling.as_json()) == ruling
    asked = [name for name in ("market_decides", "leader_decides") if ruling.requires(name)]
    if row["value"] != "beyond":
        assert len(asked) == ["centre", "market", "leader"].index(row["value"])


@pytest.mark.parametrize("left_out", discounts.TABLE)
def test_no_discount_can_be_ruled_on_while_a_figure_is_not_set(
    left_out: str, book: Rulebook
) -> None:
    figures = {name: value for name, value in EXAMPLE.items() if name != left_out}
    grade = left_out.removeprefix("ceiling_") if "ceiling" in left_out else "diamond"
    with pytest.raises(errors.NotSet) as refused:
        ask(with_table(book, **figures), "1", grade)
    assert refused.value.key == f"discount.{left_out}"
    assert "(" not in refused.value.sentence("zh")
    assert "一人提出，另一人批准" in refused.value.sentence("zh")


def test_the_deciders_of_a_table_rise(book: Rulebook) -> None:
    with pytest.raises(errors.BadRulebook):
        with_table(book, **EXAMPLE | {"market_up_to": 5})


@pytest.mark.parametrize("depth", ["0", "100.01", "5.001"])
def test_a_depth_is_a_percentage_to_the_hundredth(depth: str, book: Rulebook) -> None:
    with pytest.raises(errors.BadFact):
        ask(with_table(book, **EXAMPLE), depth, "gold")


def test_the_command_says_that_nothing_is_set_and_who_sets_it() -> None:
    with pytest.raises((CommandError, errors.NotSet)) as refused:
        words = ("--depth-percent", "5", "--grade", "gold", "--on", "2026-11-22")
        call_command("rule", "discount", *words, stdout=StringIO())
    assert "尚未设定" in str(refused.value) or "has not set it" in str(refused.value)


@given(st.decimals("0.02", "99999", places=2), st.decimals("0.01", "99.99", places=2))
def test_the_price_of_a_depth_is_never_deeper_than_it(listed: Decimal, depth: Decimal) -> None:
    price = discounts.price_at(listed, depth)
    if price < listed:
        assert discounts.depth_of(listed, price) <= depth


@pytest.mark.parametrize(
    ("price", "depth"), [("9.50", "5.00"), ("9.49", "5.10"), ("6.67", "33.30")]
)
def test_the_depth_follows_from_the_two_prices(price: str, depth: str) -> None:
    assert discounts.depth_of(Decimal("10.00"), Decimal(price)) == Decimal(depth)
