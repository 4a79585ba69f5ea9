"""The tables: what each rule says, row by row, and that no reading of it goes backwards."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import errors, proposals
from policy.book import DEFAULT_SET, Rulebook
from policy.chapters import CHAPTERS
from policy.loading import shipped
from policy.ruling import Ruling
from policy.units import as_text
from tests.policy.tables import rows

QUORUMS = list(enumerate([1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8], start=1))
AMOUNTS = st.decimals(
    min_value=Decimal("0.01"), max_value=Decimal("999999999999.99"), places=2, allow_nan=False
)


@pytest.mark.parametrize("row", rows("proposals.toml"))
def test_what_a_project_has_to_go_through(row: dict[str, Any], book: Rulebook) -> None:
    def ask() -> Ruling:
        chosen = row.get("set", DEFAULT_SET)
        value = Decimal(row["value_yuan"])
        return proposals.rule_on(value, on=row["day"], book=book, set=chosen)

    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])):
            ask()
    else:
        assert [duty.name for duty in ask().duties] == row["duties"]


@pytest.mark.parametrize("row", rows("questions.toml"))
def test_what_a_rule_answers(row: dict[str, Any], book: Rulebook, today: date) -> None:
    chapter = CHAPTERS[row["chapter"]]
    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])):
            chapter.ask(row["facts"], on=today, book=book, set=DEFAULT_SET)
    else:
        ruling = chapter.ask(row["facts"], on=today, book=book, set=DEFAULT_SET)
        assert as_text(ruling.value) == row["value"]


@pytest.mark.parametrize(("members", "quorum"), QUORUMS)
def test_two_thirds_of_the_members_make_a_quorum(
    members: int, quorum: int, book: Rulebook, today: date
) -> None:
    ask = CHAPTERS["quorum"].rule
    assert ask(members, on=today, book=book, set=DEFAULT_SET).value == quorum


@settings(max_examples=100, deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_a_larger_project_never_has_fewer_duties(one: Decimal, other: Decimal) -> None:
    smaller, larger = sorted((one, other))

    def duties(value: Decimal) -> list[str]:
        day = date(2026, 11, 22)
        ruling = proposals.rule_on(value, on=day, book=shipped(), set=DEFAULT_SET)
        return [duty.name for duty in ruling.duties]

    assert duties(larger)[: len(duties(smaller))] == duties(smaller)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_a_vote_more_in_favour_never_loses_a_plan(votes_for: int, votes_against: int) -> None:
    order = ["not_carried", "tie", "carried"]

    def outcome(in_favour: int) -> int:
        ruling = CHAPTERS["majority"].rule(
            in_favour, votes_against, on=date(2026, 11, 22), book=shipped(), set=DEFAULT_SET
        )
        return order.index(str(ruling.value))

    assert outcome(votes_for + 1) >= outcome(votes_for)
