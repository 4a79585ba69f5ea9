"""The ledger: entered, corrected by counter-rows, collected once, owed until then; never rewritten."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from policy.definition import LINES
from registry.revenue import arrears, bureau, correcting, ledger, spending
from registry.revenue.models import Line, Revenue
from tests.cast import Cast
from tests.registry.ledgers import bureau_took, earned

TODAY = date(2026, 3, 2)


def test_the_ledger_has_the_lines_of_the_rulebook_and_one_for_the_rest() -> None:
    assert set(Line.values) == {*LINES, Line.OTHER}


def test_an_entry_says_who_entered_it_and_stands_in_the_first_day_of_its_month(
    cast: Cast,
) -> None:
    row = earned(cast, cast.customer, "1234.50", month=date(2026, 2, 17))
    row.refresh_from_db()
    assert (row.month, row.amount_yuan) == (date(2026, 2, 1), Decimal("1234.50"))
    assert (row.entered_by, row.bureau, row.unit) == (cast.qian, cast.bureau, cast.county)


def test_entries_that_can_not_be_are_refused(cast: Cast) -> None:
    for wrong, given in (
        (ledger.MonthToCome, {"month": date(2026, 4, 1)}),
        (ledger.NothingEarned, {"amount": "0"}),
        (ledger.TurnoverElsewhere, {"turnover_yuan": Decimal(5)}),
        (ledger.CollectedInFuture, {"collected_on": date(2026, 3, 3)}),
    ):
        with pytest.raises(wrong):
            earned(cast, cast.customer, given.pop("amount", "1"), **given)
    earned(cast, cast.customer, "1", reference="2026-001")
    with pytest.raises(ledger.ReferenceTaken, match="2026-001"):
        earned(cast, cast.foreign, "2", reference="2026-001")
    assert Revenue.objects.count() == 1


def test_an_entry_is_corrected_by_a_counter_row_and_never_changed(cast: Cast) -> None:
    row = earned(cast, cast.customer, "1000.10")
    for to, difference in (("300.05", "-700.05"), ("0", "-300.05"), ("20", "20.00")):
        counter = correcting.correct(
            row, to_yuan=Decimal(to), reason="开错票", by=cast.qian, at=cast.later()
        )
        counter.refresh_from_db()
        assert (counter.amount_yuan, counter.corrects, counter.month) == (
            Decimal(difference),
            row,
            row.month,
        )
    spend = spending.of(cast.customer, row.month, row.month)
    assert spend.total == Decimal("20.00")
    with pytest.raises(correcting.NothingToCorrect):
        correcting.correct(row, to_yuan=Decimal(20), reason="再错", by=cast.qian, at=cast.later())
    with pytest.raises(correcting.CounterRow):
        correcting.correct(
            counter, to_yuan=Decimal(1), reason="再错", by=cast.qian, at=cast.later()
        )
    for change in ({"amount_yuan": 5}, {"month": TODAY}, {"customer": cast.foreign}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Revenue.objects.filter(pk=row.pk).update(**change)


def test_newspapers_count_their_turnover_and_a_correction_takes_it_along(cast: Cast) -> None:
    row = earned(cast, cast.customer, "500", "newspapers", turnover_yuan=Decimal(2000))
    correcting.correct(row, to_yuan=Decimal(250), reason="退订一半", by=cast.qian, at=cast.later())
    spend = spending.of(cast.customer, row.month, row.month)
    assert (spend.total, spend.counted(Line.NEWSPAPERS)) == (Decimal(250), Decimal(1000))


@pytest.mark.parametrize(
    ("due", "months"),
    [
        (date(2026, 3, 2), None),  # due today is not owed yet
        (date(2026, 3, 1), 0),
        (date(2026, 2, 3), 0),
        (date(2026, 2, 2), 1),
        (date(2025, 12, 3), 2),
        (date(2025, 12, 2), 3),
        (date(2025, 9, 3), 5),
        (date(2025, 9, 2), 6),
        (date(2025, 3, 3), 11),
        (date(2025, 3, 2), 12),
    ],
)
def test_arrears_age_by_whole_months_from_the_day_they_were_due(
    cast: Cast, due: date, months: int | None
) -> None:
    earned(cast, cast.customer, "100", due_on=due)
    found = arrears.aged(arrears.owed(TODAY), TODAY)
    assert [one.months for one in found] == ([] if months is None else [months])


def test_what_was_collected_or_corrected_to_nothing_is_not_owed(cast: Cast) -> None:
    due = date(2025, 12, 1)
    paid, gone, half = (
        earned(cast, cast.customer, "0.30", due_on=due, reference=f"票{n}") for n in range(3)
    )
    correcting.collect(paid, on=date(2026, 2, 1), by=cast.qian, at=cast.later())
    for to in ("0.20", "0.10", "0"):
        correcting.correct(gone, to_yuan=Decimal(to), reason="改", by=cast.qian, at=cast.later())
    correcting.correct(half, to_yuan=Decimal("0.01"), reason="改", by=cast.qian, at=cast.later())
    [one] = arrears.aged(arrears.owed(TODAY), TODAY)
    assert (one.row, one.yuan) == (half, Decimal("0.01"))
    assert arrears.total(arrears.owed(TODAY)) == Decimal("0.01")


def test_money_comes_once_and_not_on_a_day_to_come(cast: Cast) -> None:
    row = earned(cast, cast.customer, "100", due_on=date(2025, 12, 1))
    with pytest.raises(ledger.CollectedInFuture):
        correcting.collect(row, on=date(2026, 3, 3), by=cast.qian, at=cast.later())
    correcting.collect(row, on=TODAY, by=cast.qian, at=cast.later())
    with pytest.raises(correcting.CollectedAlready):
        correcting.collect(row, on=TODAY, by=cast.qian, at=cast.later())


def test_a_sum_of_many_fen_is_exact(cast: Cast) -> None:
    for amount in ("0.10", "0.20", "999999999.99", "0.07"):
        earned(cast, cast.customer, amount)
    spend = spending.of(cast.customer, date(2026, 2, 1), date(2026, 2, 1))
    assert str(spend.total) == "1000000000.36"


def test_the_revenue_of_the_bureau_is_entered_by_the_centre_for_years_that_are_over(
    cast: Cast,
) -> None:
    bureau_took(cast, "140009983")
    bureau_took(cast, "140000000", savings="60000000")
    row = spending.of_bureau(cast.bureau, 2024)
    assert (row.amount_yuan, row.savings_yuan) == (Decimal(140_000_000), Decimal(60_000_000))
    assert len(bureau.entered(cast.bureau)) == 2
    with pytest.raises(bureau.YearNotOver):
        bureau_took(cast, "1", year=2026)
    with pytest.raises(bureau.SavingsExceed):
        bureau_took(cast, "1", savings="1")
    for refused in (cast.li, cast.wang, cast.zhao, cast.sun):
        with pytest.raises(bureau.NotTheirRegister):
            bureau.enter(
                bureau=cast.bureau,
                year=2024,
                amount_yuan=Decimal(1),
                source="x",
                by=refused,
                at=cast.now,
            )
