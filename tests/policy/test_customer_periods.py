"""Which months count, when an archive is late, what newspapers bring in a month."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from policy import archive, filing, newspapers, periods
from policy.book import DEFAULT_SET, Amendment, Rulebook
from policy.errors import NotSet

SAYS = {"zh": "本局另有规定。", "en": "The bureau has its own rule."}
JANUARY = date(2026, 1, 1)


def amended(book: Rulebook, chapter: str, name: str, value: object, set: str = DEFAULT_SET):
    return book.with_amendments([Amendment(set, chapter, name, JANUARY, value, SAYS)])


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        (date(2026, 3, 1), date(2026, 2, 1)),
        (date(2026, 3, 31), date(2026, 2, 1)),
        (date(2026, 1, 1), date(2025, 12, 1)),
    ],
)
def test_this_month_is_the_last_one_that_is_over(book: Rulebook, on: date, counted: date) -> None:
    year, month = periods.of_definition(on=on, book=book, set=DEFAULT_SET)
    assert (month.first, month.last) == (counted, counted)
    assert (year.first, year.last) == (
        date(counted.year - 1, 1, 1),
        date(counted.year - 1, 12, 1),
    )


def test_a_bureau_may_count_the_running_month(book: Rulebook) -> None:
    other = amended(book, "definition", "month_counted", "this_month")
    _, month = periods.of_definition(on=date(2026, 3, 31), book=other, set=DEFAULT_SET)
    assert month.first == date(2026, 3, 1)


def test_a_score_takes_twelve_months_and_revenue_bands_the_year_so_far(book: Rulebook) -> None:
    end, on = date(2026, 9, 30), date(2026, 10, 8)
    year = periods.of_grading(end, on=on, book=book, set=DEFAULT_SET)
    assert (year.first, year.last, year.quarter) == (date(2025, 10, 1), date(2026, 9, 1), None)
    so_far = periods.of_grading(end, on=on, book=book, set="dongguan")
    assert (so_far.first, so_far.last, so_far.quarter) == (JANUARY, date(2026, 9, 1), 3)
    other = amended(book, "grading", "spend_period", "previous_year")
    before = periods.of_grading(end, on=on, book=other, set=DEFAULT_SET)
    assert (before.first, before.last) == (date(2025, 1, 1), date(2025, 12, 1))


@pytest.mark.parametrize(
    ("on", "end"),
    [
        (date(2026, 9, 30), date(2026, 6, 30)),
        (date(2026, 10, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_last_quarter_is_one_that_is_over(on: date, end: date) -> None:
    assert periods.last_quarter_end(on) == end


@pytest.mark.parametrize("tier", ["diamond", "gold", "silver", "general"])
def test_an_archive_is_late_from_the_day_behind_the_due_one(book: Rulebook, tier: str) -> None:
    for day in range(0, 400, 13):
        on = date(2026, 2, 28) + timedelta(days=day)
        cadence = archive.cadence_of(tier, on=on, book=book, set=DEFAULT_SET)
        first = archive.overdue_before(cadence, on)
        assert archive.next_due(first, cadence) >= on
        assert archive.next_due(first - timedelta(days=1), cadence) < on


def test_newspapers_bring_a_twelfth_of_the_years_turnover_at_the_fee_rate(book: Rulebook) -> None:
    rated = amended(book, "newspapers", "fee_rate", "0.25")

    def month(turnover: str, other: str = "0") -> object:
        return newspapers.rule_on(
            Decimal(turnover), Decimal(other), on=date(2026, 3, 2), book=rated, set=DEFAULT_SET
        ).value

    assert month("24000") == Decimal("500.00")
    assert month("24000", "12.50") == Decimal("512.50")
    assert month("1000") == Decimal("20.83")
    assert month("0") == Decimal("0.00")


@pytest.mark.parametrize(
    ("yuan", "place", "grounds"),
    [
        ("299999.99", 11, ()),
        ("300000.00", 11, ("amount",)),
        ("300000.01", 11, ("amount",)),
        ("299999.99", 10, ("place",)),
        ("300000.00", 1, ("amount", "place")),
        ("0", 1, ()),
    ],
)
def test_a_customer_is_filed_by_its_monthly_average_or_its_place(
    book: Rulebook, yuan: str, place: int, grounds: tuple[str, ...]
) -> None:
    """25,000 yuan a month over twelve months, or one of the ten first."""
    figures = filing.Filing.on(JANUARY, book=book, set=DEFAULT_SET)
    assert figures.grounds(Decimal(yuan), place) == grounds
    cited = {(v.citation.source, v.citation.article) for v in (figures.floor, figures.top)}
    assert cited == {("shantou-plan", "日常管理 5.2")}


def test_a_bureau_without_figures_for_the_filing_has_to_set_them(book: Rulebook) -> None:
    with pytest.raises(NotSet, match="filed_monthly_yuan"):
        filing.Filing.on(JANUARY, book=book, set="dongguan")
