"""What holds of every customer and every day: tiers and periods never go backwards."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from policy import grading, protection
from policy.customers import TIERS
from policy.loading import shipped
from policy.ruling import Ruling

TODAY = date(2026, 11, 22)
FEN = Decimal("0.01")
MILLION = Decimal(1_000_000)
SPENDS = st.decimals(min_value=0, max_value=Decimal(5_000_000), places=2, allow_nan=False)
REVENUES = st.decimals(
    min_value=Decimal(5_000_000), max_value=Decimal(20_000_000_000), places=2, allow_nan=False
)
DAYS = st.dates(min_value=date(2007, 4, 1), max_value=date(2200, 12, 31))
MONTHS = st.integers(1, 60)
ORDER = list(TIERS)


def graded(spend: Decimal, bureau_revenue: Decimal, set: str = "merged") -> Ruling:
    return grading.rule_on(spend, bureau_revenue, on=TODAY, book=shipped(), set=set)


def rank(ruling: Ruling) -> int:
    return ORDER.index(str(ruling.value))


@settings(max_examples=200, deadline=None)
@given(SPENDS, REVENUES)
@example(MILLION - FEN, Decimal(5_000_000))
def test_a_score_never_makes_a_diamond_below_a_million(spend: Decimal, revenue: Decimal) -> None:
    assume(spend < MILLION)
    ruling = graded(spend, revenue)
    assert ruling.value != "diamond"
    score = ruling.figure("score")
    assert isinstance(score, Decimal)
    assert score <= 88


@settings(max_examples=200, deadline=None)
@given(SPENDS, REVENUES)
@example(MILLION, Decimal("333333333.33"))
@example(MILLION, Decimal("333333333.34"))
@example(MILLION * Decimal("1.5"), MILLION * 1500)
@example(MILLION * Decimal("1.5") - FEN, MILLION * 1000)
def test_a_diamond_by_score_has_a_million_and_the_share_that_it_needs(
    spend: Decimal, revenue: Decimal
) -> None:
    share = spend / revenue
    big = spend >= MILLION * Decimal("1.5") and share >= Decimal("0.001")
    needed = big or (spend >= MILLION and share >= Decimal("0.003"))
    ruling = graded(spend, revenue)
    assert (ruling.value == "diamond") is needed
    if needed:
        assert graded(spend, revenue, "dongguan").value == "diamond"


@settings(max_examples=200, deadline=None)
@given(SPENDS, SPENDS, REVENUES)
def test_who_spends_more_is_never_graded_lower(
    one: Decimal, other: Decimal, revenue: Decimal
) -> None:
    smaller, larger = sorted((one, other))
    assert rank(graded(larger, revenue)) <= rank(graded(smaller, revenue))


@settings(max_examples=200, deadline=None)
@given(SPENDS, REVENUES, REVENUES)
def test_the_same_spend_in_a_smaller_bureau_is_never_graded_lower(
    spend: Decimal, one: Decimal, other: Decimal
) -> None:
    smaller, larger = sorted((one, other))
    assert rank(graded(spend, smaller)) <= rank(graded(spend, larger))


@settings(max_examples=200, deadline=None)
@given(SPENDS, REVENUES)
def test_the_reasons_add_up_to_the_score(spend: Decimal, revenue: Decimal) -> None:
    ruling = graded(spend, revenue)
    names = ("spend_points", "share_points", "credit_points")
    assert sum(Decimal(str(ruling.figure(name))) for name in names) == ruling.figure("score")
    assert Ruling.from_json(ruling.as_json()) == ruling


@settings(max_examples=300, deadline=None)
@given(DAYS, MONTHS)
def test_a_period_ends_on_its_own_day_or_on_the_last_of_the_month(day: date, months: int) -> None:
    last = protection.last_day(day, months)
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == months
    assert last.day == day.day or (last.day < day.day and (last + timedelta(days=1)).day == 1)


@settings(max_examples=300, deadline=None)
@given(DAYS, DAYS, MONTHS)
def test_who_is_confirmed_later_is_never_protected_shorter(
    one: date, other: date, months: int
) -> None:
    earlier, later = sorted((one, other))
    assert protection.last_day(earlier, months) <= protection.last_day(later, months)
    assert protection.last_day(earlier, months) < protection.last_day(earlier, months + 1)
