"""Splits: what each of two gets in each ledger, that nothing is lost, and what a dispute may cost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import errors, splits, transfer
from policy.book import DEFAULT_SET, Rulebook
from policy.chapters import CHAPTERS
from policy.ruling import Ruling
from policy.units import as_text
from tests.policy.tables import rows

FEN = st.decimals(min_value="0.01", max_value="999999999.99", places=2, allow_nan=False)
PERCENT = st.decimals(min_value="0.01", max_value="99.99", places=2, allow_nan=False)


def ask(book: Rulebook, chapter: str, day: date, set: str = DEFAULT_SET, **facts: str) -> Ruling:
    return CHAPTERS[chapter].ask(facts, on=day, book=book, set=set)


@pytest.mark.parametrize("row", rows("splits.toml"))
def test_how_two_share_a_customer(row: dict[str, Any], book: Rulebook, today: date) -> None:
    if "refused" in row:
        with pytest.raises(getattr(errors, row["refused"])):
            ask(book, "split", today, **row["facts"])
        return
    ruling = ask(book, "split", today, **row["facts"])
    derived = {v.name: as_text(v.value) for v in ruling.values if "." in v.name}
    assert derived == row["values"]
    assert sum(splits.of_ruling(ruling)["revenue"].values()) == 100


@settings(max_examples=200, deadline=None)
@given(FEN, PERCENT)
def test_no_fen_is_lost_and_who_leads_gets_what_is_left(amount: Decimal, lead: Decimal) -> None:
    parts = splits.divided(amount, {"lead": lead, "assist": 100 - lead}, remainder_to="lead")
    assert sum(parts.values()) == amount
    assert parts["assist"] <= amount * (100 - lead) / 100
    assert 0 <= parts["lead"] - amount * lead / 100 < Decimal("0.01")


@pytest.mark.parametrize("parties", range(1, 8))
def test_equal_shares_sum_to_a_hundred(parties: int) -> None:
    found = splits.even(tuple(range(parties)), remainder_to=0)
    assert sum(found.values()) == 100
    assert all(found[0] >= share for share in found.values())


@pytest.mark.parametrize("total", ["99.99", "100.01"])
def test_shares_that_are_not_all_of_it_are_refused(total: str) -> None:
    with pytest.raises(errors.BadFact):
        splits.divided(Decimal(1), {"lead": Decimal(total)}, remainder_to="lead")


@pytest.mark.parametrize(
    ("set", "policy", "source"),
    [
        ("moushi", "lead_assist", "measures-2007"),
        ("shantou", "both_count", "shantou-plan"),
        ("shantou", "lead_assist", "product"),
        (DEFAULT_SET, "lead_assist", "measures-2007"),
        (DEFAULT_SET, "both_count", "shantou-plan"),
    ],
)
def test_each_way_says_where_it_comes_from(
    set: str, policy: str, source: str, book: Rulebook, today: date
) -> None:
    ruling = ask(book, "split", today, set, policy=policy)
    assert {value.citation.source for value in ruling.values} == {source}


@pytest.mark.parametrize(
    ("allegation", "follows"),
    [
        ("poaching", {"fine_yuan", "no_credit"}),
        ("unreported", {"fine_yuan", "no_credit"}),
        ("tariff", {"fine_yuan", "no_credit", "severe"}),
        ("split", set()),
    ],
)
def test_what_follows_what_was_done(
    allegation: str, follows: set[str], book: Rulebook, today: date
) -> None:
    ruling = ask(book, "dispute", today, allegation=allegation)
    values = {value.name: value for value in ruling.values}
    assert values.keys() & {"fine_yuan", "no_credit", "severe"} == follows
    assert "fine_yuan" not in follows or values["fine_yuan"].value == 500
    assert values["reviews"].value == 1 and values["arbitration"].citation.article == "6(2)"


@pytest.mark.parametrize(("protected", "stays"), [("yes", True), ("no", False)])
def test_a_protected_customer_stays_unless_the_policy_lets_it_go(
    protected: str, stays: bool, book: Rulebook, today: date
) -> None:
    ruling = ask(book, "transfer", today, protected=protected)
    assert transfer.blocked(ruling) == stays


@pytest.mark.parametrize(
    ("ends_on", "refused"),
    [
        ("2027-02-27", False),
        ("2027-02-28", False),
        ("2027-03-01", True),
        ("2026-02-27", True),
        ("2026-02-28", False),
    ],
)
def test_a_consent_has_a_year_at_most_and_ends_after_it_begins(
    ends_on: str, refused: bool, book: Rulebook, today: date
) -> None:
    facts = {"starts_on": "2026-02-28", "ends_on": ends_on}
    if refused:
        with pytest.raises(errors.BadFact):
            ask(book, "crossing", today, **facts)
    else:
        assert ask(book, "crossing", today, **facts).value == "2027-02-28"
