"""The training period: its last day, what counts as evidence, the standard, the time to decide."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policy import errors, probation, training
from policy.book import DEFAULT_SET, Amendment, Rulebook
from policy.calendar import Calendar
from policy.chapters import CHAPTERS
from policy.figures import Words
from policy.ruling import Ruling
from policy.training import Month
from policy.units import as_text
from tests.policy.tables import rows

JANUARY = date(2026, 1, 1)
SAYS = Words("本局的数值。", "The bureau's own figure.")


def with_own(book: Rulebook, figures: dict[str, Any]) -> Rulebook:
    """The book with the figures that a bureau has chosen for itself."""
    return book.with_amendments(
        Amendment(DEFAULT_SET, "probation", name, JANUARY, value, SAYS)
        for name, value in figures.items()
    )


def ruled(book: Rulebook, today: date, kind: str = "new_entrant", **own: Any) -> Ruling:
    started = date(2026, 5, 20)
    return probation.rule_on(kind, started, on=today, book=with_own(book, own), set=DEFAULT_SET)


@pytest.mark.parametrize("row", rows("probation.toml"))
def test_the_last_day_of_a_training_period(
    row: dict[str, Any], book: Rulebook, today: date
) -> None:
    def ask() -> Ruling:
        chosen = with_own(book, row.get("own", {}))
        return CHAPTERS["probation"].ask(row["facts"], on=today, book=chosen, set=DEFAULT_SET)

    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])):
            ask()
    else:
        ruling = ask()
        assert as_text(ruling.value) == row["value"]
        assert Ruling.from_json(ruling.as_json()) == ruling


def test_who_can_set_the_years_of_service_is_said(book: Rulebook, today: date) -> None:
    with pytest.raises(errors.NotSet) as refused:
        ruled(book, today, "long_service_grace")
    assert "人力资源部" in refused.value.sentence("zh-hans")
    assert "human resources" in refused.value.sentence("en")


@pytest.mark.parametrize("policy_set", ["moushi", "dongguan", "yueyang", "heilongjiang"])
def test_no_length_is_guessed_where_the_document_states_none(
    policy_set: str, book: Rulebook, today: date
) -> None:
    with pytest.raises(errors.NotSet, match="human resources"):
        probation.rule_on("new_entrant", today, on=today, book=book, set=policy_set)


def test_the_standard_is_shown_as_an_assumption_and_the_length_is_not(
    book: Rulebook, today: date
) -> None:
    values = probation.named(ruled(book, today))
    assert values["standard"].assumption
    assert values["standard_score"].assumption
    assert not values["new_entrant_months"].assumption
    assert not values["counting"].assumption


def test_the_law_counts_only_from_its_own_day(book: Rulebook) -> None:
    before = probation.rule_on(
        "new_entrant", date(2020, 5, 20), on=date(2020, 5, 20), book=book, set=DEFAULT_SET
    )
    assert probation.named(before)["counting"].assumption
    assert before.value == "2020-08-19"


@pytest.mark.parametrize(
    ("last", "decided"),
    [
        (date(2026, 8, 19), date(2026, 9, 2)),
        (date(2026, 8, 22), date(2026, 9, 4)),  # a Saturday
        (date(2026, 9, 22), date(2026, 10, 13)),  # over the national holidays
    ],
)
def test_ten_working_days_to_decide(last: date, decided: date, book: Rulebook, today: date) -> None:
    calendar = Calendar.of(book, set=DEFAULT_SET, on=today)
    assert probation.decided_by(probation.named(ruled(book, today)), last, calendar) == decided


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 5, 20), date(2026, 8, 19), [6, 7, 8]),
        (date(2026, 5, 18), date(2026, 8, 14), [6, 7]),
        (date(2026, 5, 17), date(2026, 8, 15), [5, 6, 7, 8]),
        (date(2026, 6, 1), date(2026, 8, 31), [6, 7, 8]),
    ],
)
def test_a_month_counts_from_fifteen_days(
    first: date, last: date, months: list[int], book: Rulebook, today: date
) -> None:
    values = probation.named(ruled(book, today))
    assert [day.month for day in probation.evidence_months(values, first, last)] == months


MONTHS = [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)]


def judged(book: Rulebook, today: date, told: list[Month], **own: Any) -> training.Judgement:
    return training.judge(probation.named(ruled(book, today, **own)), MONTHS, told)


@pytest.mark.parametrize(
    ("scores", "answer"),
    [
        (["78", "82", "79.97"], "not_met"),
        (["78", "82", "80"], "met"),
        (["78", "82", "85"], "met"),
        (["78", "82"], "incomplete"),
        ([], "incomplete"),
    ],
)
def test_an_average_of_eighty_reaches_the_standard(
    scores: list[str], answer: str, book: Rulebook, today: date
) -> None:
    told = [Month(day, Decimal(score)) for day, score in zip(MONTHS, scores, strict=False)]
    found = judged(book, today, told)
    assert found.answer == answer
    assert len(found.missing_scores) == len(MONTHS) - len(scores)


@pytest.mark.parametrize(
    ("actual", "answer"),
    [("29999.99", "not_met"), ("30000.00", "met"), ("30000.01", "met"), (None, "incomplete")],
)
def test_the_quota_of_the_grace_period_is_reached_as_a_whole(
    actual: str | None, answer: str, book: Rulebook, today: date
) -> None:
    each = Decimal(20_000)
    told = [
        Month(MONTHS[0], None, each, Decimal(10_000)),
        Month(MONTHS[1], None, each, Decimal(20_000)),
        Month(MONTHS[2], None, each, Decimal(actual) if actual else None),
    ]
    own = {"kind": "long_service_grace", "grace_service_years": "10"}
    found = judged(book, today, told, **own)
    assert (found.standard, found.answer) == ("quota", answer)
    assert judged(book, today, told).answer == "incomplete"  # the others need their scores


def test_both_standards_where_the_bureau_asks_for_both(book: Rulebook, today: date) -> None:
    each = Decimal(20_000)
    told = [Month(day, Decimal(90), each, each - 1) for day in MONTHS]
    assert judged(book, today, told, standard="score").answer == "met"
    assert judged(book, today, told, standard="score_and_quota").answer == "not_met"
