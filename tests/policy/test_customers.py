"""The chapters of customers: definition, grading, responsible unit, protected period."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from policy import errors
from policy.book import DEFAULT_SET, Amendment, Rulebook
from policy.chapters import CHAPTERS
from policy.ruling import Ruling
from policy.units import as_text
from registry.customers import ids
from tests.policy.tables import rows

SAYS = {"zh": "本局另有规定。", "en": "The bureau has its own rule."}
JANUARY = date(2026, 1, 1)
FEN = Decimal("0.01")


def ask(book: Rulebook, chapter: str, row: dict[str, Any], today: date) -> Ruling:
    day, chosen = row.get("day", today), row.get("set", DEFAULT_SET)
    return CHAPTERS[chapter].ask(row["facts"], on=day, book=book, set=chosen)


def answer(book: Rulebook, chapter: str, row: dict[str, Any], today: date) -> Ruling | None:
    """The ruling of a row, as it comes back from JSON; None where it is refused as it says."""
    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])) as refused:
            ask(book, chapter, row, today)
        assert row["says"] in str(refused.value)
        return None
    ruling = ask(book, chapter, row, today)
    assert Ruling.from_json(ruling.as_json()) == ruling
    assert as_text(ruling.value) == row["value"]
    return ruling


def amended(book: Rulebook, chapter: str, set: str = DEFAULT_SET, **figures: Any) -> Rulebook:
    """The book with the figures that a bureau has chosen for itself."""
    return book.with_amendments(
        Amendment(set, chapter, name, JANUARY, value, SAYS) for name, value in figures.items()
    )


@pytest.mark.parametrize("row", rows("definition.toml"))
def test_who_counts_as_a_key_account(row: dict[str, Any], book: Rulebook, today: date) -> None:
    ruling = answer(book, "definition", row, today)
    if ruling:
        ways = [value.name for value in ruling.values if ruling.requires(value.name)]
        assert ways == row["ways"].split()


@pytest.mark.parametrize("row", rows("definition_thresholds.toml"))
@pytest.mark.parametrize("period", ["year", "month"])
def test_every_threshold_includes_its_own_amount(
    row: dict[str, Any], period: str, book: Rulebook, today: date
) -> None:
    for fen, reached in ((-FEN, False), (Decimal(0), True), (FEN, True)):
        amounts = {"year": Decimal(row["year"]), "month": Decimal(row["month"])}
        amounts[period] += fen
        year, month = str(amounts["year"]), str(amounts["month"])
        facts = {"agreement": "no", "last_year_yuan": year, "this_month_yuan": month}
        if row["line"] != "comprehensive":
            facts |= {"last_year_yuan": "0", "this_month_yuan": "0", "line": row["line"]}
            facts |= {"line_last_year_yuan": year, "line_this_month_yuan": month}
        ruling = ask(book, "definition", {"facts": facts}, today)
        expected = "key_account" if row["line"] == "comprehensive" else "professional_key_account"
        assert ruling.value == (expected if reached else "no_key_account")


@pytest.mark.parametrize(
    ("figure", "prefix"), [("comprehensive_needs", ""), ("line_needs", "line_")]
)
def test_a_bureau_can_ask_for_either_threshold(
    figure: str, prefix: str, book: Rulebook, today: date
) -> None:
    facts = {"agreement": "no", "last_year_yuan": "0", "this_month_yuan": "0"}
    if prefix:
        facts |= {"line": "letters"}
    either = amended(book, "definition", **{figure: "either"})
    for year, month, reached in (("12000", "0", True), ("0", "1000", True), ("9", "9", False)):
        amounts = {f"{prefix}last_year_yuan": year, f"{prefix}this_month_yuan": month}
        row = {"facts": facts | amounts}
        assert (ask(either, "definition", row, today).value != "no_key_account") is reached
        assert ask(book, "definition", row, today).value == "no_key_account"


def test_a_way_says_the_amounts_and_what_they_are_held_against(book: Rulebook, today: date) -> None:
    facts = {"agreement": "no", "last_year_yuan": "12000", "this_month_yuan": "900"}
    way = ask(book, "definition", {"facts": facts}, today).values[1]
    assert (
        way.says.zh
        == "上年 12,000 元，门槛 10,000 元；本月 900 元，门槛 1,000 元；两项都要达到，未达到。"
    )
    assert way.says.en == (
        "Last year 12,000 yuan of 10,000, this month 900 yuan of 1,000; both are needed: "
        "not reached."
    )
    assert (way.citation.source, way.citation.article) == ("shantou-plan", "日常管理 2.1")


@pytest.mark.parametrize("row", rows("grading.toml"))
def test_the_tier_of_a_customer(row: dict[str, Any], book: Rulebook, today: date) -> None:
    ruling = answer(book, "grading", row, today)
    if ruling and "score" in row:
        assert as_text(ruling.figure("score")) == row["score"]


@pytest.mark.parametrize("row", rows("scores.toml"))
@pytest.mark.parametrize("chosen", ["merged", "shantou"])
def test_the_thirty_scores_and_their_tiers(
    row: dict[str, Any], chosen: str, book: Rulebook, today: date
) -> None:
    facts = {"spend_yuan": row["spend"], "bureau_revenue_yuan": row["bureau"]}
    ruling = ask(book, "grading", {"facts": facts, "set": chosen}, today)
    assert (as_text(ruling.figure("score")), ruling.value) == (row["score"], row["tier"])


@pytest.mark.parametrize(
    ("mark", "facts", "tiers"),
    [
        ("silver_score", ("300000", "600000000"), ("silver", "silver", "general")),  # 66 points
        ("gold_score", ("300000", "300000000"), ("gold", "gold", "silver")),  # 74 points
        ("diamond_score", ("500000", "100000000"), ("diamond", "diamond", "gold")),  # 88 points
    ],
)
def test_a_mark_is_reached_from_the_very_score(
    mark: str, facts: tuple[str, str], tiers: tuple[str, ...], book: Rulebook, today: date
) -> None:
    row = {"facts": dict(zip(("spend_yuan", "bureau_revenue_yuan"), facts, strict=True))}
    score = ask(book, "grading", row, today).figure("score")
    assert isinstance(score, Decimal)
    for fen, tier in zip((-FEN, Decimal(0), FEN), tiers, strict=True):
        moved = amended(book, "grading", **{mark: score + fen})
        assert ask(moved, "grading", row, today).value == tier


def test_each_reason_of_a_score_stands_with_its_band_and_article(
    book: Rulebook, today: date
) -> None:
    facts = {"spend_yuan": "1000000", "bureau_revenue_yuan": "2000000000"}
    reasons = {v.name: v for v in ask(book, "grading", {"facts": facts}, today).values}
    assert list(reasons) == [
        "method",
        "spend_points",
        "share_points",
        "credit_points",
        "revenue_base",
        "score",
    ]
    assert [reasons[name].says.zh for name in ("spend_points", "share_points")] == [
        "1,000,000 元，达到 1,000,000 元一档，得 90 分，权重 0.6，计 54 分。",
        "0.05%，达到 0.05%一档，得 60 分，权重 0.4，计 24 分。",
    ]
    assert reasons["spend_points"].says.en == (
        "1,000,000 yuan, in the band from 1,000,000 yuan: 90 points, weight 0.6, counts 54."
    )
    assert reasons["score"].says.zh == "总分 78 分，达到黄金级的 75 分。"
    assert reasons["credit_points"].says.zh == "信用度暂不计分，得 0 分，权重 0，计 0 分。"
    for name in ("spend_points", "share_points", "credit_points", "score"):
        citation = reasons[name].citation
        assert (citation.source, citation.article) == ("shantou-plan", "日常管理 2.4")
        assert not reasons[name].assumption
    assert reasons["revenue_base"].assumption


def test_no_points_below_the_lowest_band_is_marked_as_our_assumption(
    book: Rulebook, today: date
) -> None:
    facts = {"spend_yuan": "99999.99", "bureau_revenue_yuan": "140009983"}
    ruling = ask(book, "grading", {"facts": facts}, today)
    spend = next(value for value in ruling.values if value.name == "spend_points")
    assert spend.assumption
    assert spend.says.en.startswith("99,999.99 yuan, below the lowest band: 0 points")


def test_credit_counts_once_a_bureau_gives_it_a_weight(book: Rulebook, today: date) -> None:
    own = amended(book, "grading", spend_weight="0.5", credit_weight="0.1")
    facts = {"spend_yuan": "500000", "bureau_revenue_yuan": "100000000"}
    with pytest.raises(errors.BadFact, match="credit_points is needed"):
        ask(own, "grading", {"facts": facts}, today)
    ruling = ask(own, "grading", {"facts": facts | {"credit_points": "100"}}, today)
    assert (ruling.figure("score"), ruling.value) == (90, "diamond")
    assert ask(book, "grading", {"facts": facts}, today).value == "gold"


def test_a_bureau_that_sets_the_lost_amounts_is_graded_by_them(book: Rulebook, today: date) -> None:
    own = amended(
        book,
        "grading",
        "dongguan",
        gold_spend="400000",
        silver_spend="100000",
        levels="50000:2 100000:3 200000:4 400000:5 600000:6 800000:7 1000000:8",
    )
    for spend, tier, level in (
        ("49999.99", "general", 1),
        ("50000", "general", 2),
        ("99999.99", "general", 2),
        ("100000", "silver", 3),
        ("100000.01", "silver", 3),
        ("399999.99", "silver", 4),
        ("400000", "gold", 5),
        ("999999.99", "gold", 7),
        ("1000000", "diamond", 8),
    ):
        ruling = ask(own, "grading", {"set": "dongguan", "facts": {"spend_yuan": spend}}, today)
        assert (ruling.value, ruling.figure("level")) == (tier, level)
    facts = {"spend_yuan": "300000", "quarter": "3"}
    ruling = ask(own, "grading", {"set": "dongguan", "facts": facts}, today)
    assert (ruling.value, ruling.figure("level")) == ("gold", 5)
    says = next(value.says.en for value in ruling.values if value.name == "spend")
    assert says == (
        "The spend of 300,000 yuan reaches the 300,000 yuan by the end of quarter 3 of gold."
    )


def test_a_bureau_can_change_from_score_to_revenue(book: Rulebook, today: date) -> None:
    own = amended(book, "grading", method="revenue_band", diamond_spend="2000000")
    facts = {"spend_yuan": "1999999.99", "bureau_revenue_yuan": "140009983"}
    assert ask(book, "grading", {"facts": facts}, today).value == "diamond"
    with pytest.raises(errors.NotSet, match=r"grading\.gold_spend"):
        ask(own, "grading", {"facts": facts}, today)
    assert ask(own, "grading", {"facts": {"spend_yuan": "2000000"}}, today).value == "diamond"


@pytest.mark.parametrize(
    ("figures", "cure"),
    [
        ({"gold_spend": "1000000"}, "do not rise"),
        ({"levels": "50000:3 100000:2"}, "the levels from 2 to 8 rising"),
        ({"levels": "50000:1"}, "the levels from 2 to 8 rising"),
        ({"levels": "50000:2.5"}, "the levels from 2 to 8 rising"),
        ({"levels": "50000"}, "the levels from 2 to 8 rising"),
        ({"levels": ""}, "the levels from 2 to 8 rising"),
    ],
)
def test_amounts_that_contradict_each_other_are_refused(
    figures: dict[str, str], cure: str, book: Rulebook
) -> None:
    with pytest.raises(errors.BadRulebook, match=cure):
        amended(book, "grading", "dongguan", **figures)


@pytest.mark.parametrize("row", rows("responsible-unit.toml"))
def test_who_is_responsible_for_a_customer(
    row: dict[str, Any], book: Rulebook, today: date
) -> None:
    ruling = answer(book, "responsible-unit", row, today)
    if ruling:
        assert ruling.value_of("archive") == row["archive"]
        assert ruling.value_of("jointly") == row.get("jointly")
        assert ruling.requires("pair") is (row["pair"] == "yes")


@pytest.mark.parametrize("row", rows("protection.toml"))
def test_the_last_day_of_a_protected_period(
    row: dict[str, Any], book: Rulebook, today: date
) -> None:
    answer(book, "protection", row, today)


def test_extensions_run_from_the_day_of_the_confirmation(book: Rulebook, today: date) -> None:
    own = amended(book, "protection", extensions="2")
    for extended, last in (("0", "2027-02-28"), ("1", "2027-03-31"), ("2", "2027-04-30")):
        facts = {"kind": "regular", "confirmed_on": "2026-12-31", "extended": extended}
        assert ask(own, "protection", {"facts": facts}, today).value == last
    with pytest.raises(errors.BadFact, match="2 times at most"):
        ask(own, "protection", {"facts": facts | {"extended": "3"}}, today)


@pytest.mark.parametrize(
    ("confirmed_on", "stays", "moves"),
    [
        ("2026-12-17", "2027-01-17", "2027-01-18"),  # a Sunday, then Monday
        ("2026-12-18", "2027-01-18", "2027-01-18"),  # a working day stays
        ("2026-01-15", "2026-02-15", "2026-02-24"),  # the Spring Festival
        ("2026-01-14", "2026-02-14", "2026-02-14"),  # a Saturday moved into work
    ],
)
def test_a_bureau_can_move_a_last_day_of_rest_to_the_next_working_day(
    confirmed_on: str, stays: str, moves: str, book: Rulebook, today: date
) -> None:
    row = {"facts": {"kind": "festival", "confirmed_on": confirmed_on}}
    assert ask(book, "protection", row, today).value == stays
    own = amended(book, "protection", rest_day_moves=True)
    assert ask(own, "protection", row, today).value == moves


def test_the_count_of_a_period_is_cited_from_the_law_once_there_is_one(book: Rulebook) -> None:
    for day, source, article in (
        (date(2020, 12, 31), "product", "protection.counting"),
        (date(2021, 1, 1), "civil-code", "201, 202"),
    ):
        row = {"facts": {"kind": "regular", "confirmed_on": "2026-12-31"}, "day": day}
        values = {v.name: v for v in ask(book, "protection", row, day).values}
        citation = values["counting"].citation
        assert (citation.source, citation.article) == (source, article)
        assert values["regular_months"].citation.article == "11(2)"


@pytest.mark.parametrize("row", rows("customer_ids.toml"))
def test_what_a_customer_id_looks_like(row: dict[str, Any]) -> None:
    if row["good"]:
        ids.check(row["code"])
    else:
        with pytest.raises(ValidationError):
            ids.check(row["code"])
