"""Splitting: what counts together, and what stays quiet."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policy import proposals, splitting
from policy.book import DEFAULT_SET, Rulebook
from policy.figures import Words
from policy.ruling import Ruling
from tests.policy.tables import rows

THRESHOLDS = [Decimal(amount) for amount in (10_000, 30_000, 50_000)]
DAY = date(2026, 11, 22)


def parts(amounts: list[str]) -> list[splitting.Part]:
    return [
        splitting.Part(n, f"XM-2026-{n}", Decimal(amount), splitting.BY_CUSTOMER)
        for n, amount in enumerate(amounts, start=1)
    ]


@pytest.mark.parametrize("row", rows("splitting.toml"))
def test_what_a_project_counts_as(row: dict[str, Any]) -> None:
    total, found = splitting.together(Decimal(row["amount"]), parts(row["others"]), THRESHOLDS)
    assert (total, len(found)) == (Decimal(row["together"]), row["with"])


def test_a_sum_has_the_duties_of_the_sum_and_says_why(book: Rulebook) -> None:
    about: dict[str, Any] = {"on": DAY, "book": book, "set": DEFAULT_SET}
    alone = proposals.rule_on(Decimal(29_999), **about)
    ruling = proposals.rule_on(Decimal(29_999), Decimal(59_998), **about)
    assert [duty.name for duty in alone.duties] == ["plan"]
    assert [duty.name for duty in ruling.duties] == ["plan", "discussion", "listing", "split"]
    told = splitting.explained(ruling, parts(["29999"]), Words("元", "yuan"), Decimal(59_998))
    assert told.duties[-1].says.zh == "与 XM-2026-1 合计 59,998元（同一客户），按合计办理。"
    assert splitting.cases_of(Ruling.from_json(told.as_json())) == [1]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("中秋礼盒（第一批）", "中秋礼盒（第二批）", True),
        ("中秋礼盒1", "中秋礼盒 2", True),
        ("中秋礼盒上", "中秋礼盒下", True),
        ("中秋礼盒", "春茶寄递", False),
        ("中秋礼盒", "中秋礼盒寄递", False),
    ],
)
def test_titles_that_only_count_have_one_stem(one: str, other: str, same: bool) -> None:
    assert (splitting.stem(one) == splitting.stem(other)) is same
