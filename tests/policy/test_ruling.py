"""A ruling carries its reasons, and comes back from JSON as it was."""

import json
from datetime import date
from decimal import Decimal

import pytest

from policy import proposals
from policy.book import DEFAULT_SET, Amendment, Rulebook
from policy.chapters import CHAPTERS
from policy.ruling import Ruling


def rule(book: Rulebook, value: str, on: date, set_name: str = DEFAULT_SET) -> Ruling:
    return proposals.rule_on(Decimal(value), on=on, book=book, set=set_name)


def test_every_duty_names_document_article_and_reason(book: Rulebook, today: date) -> None:
    for duty in rule(book, "60000", today).duties:
        assert (duty.citation.source, duty.citation.article) == ("measures-2007", "5(8)")
        assert duty.citation.title.zh == "市邮政局大客户中心营销管理办法（试行）"
        assert duty.effective == date(2007, 4, 1)
        assert not duty.assumption
        assert not duty.effective_assumed
        assert duty.says["zh-hans"] != duty.says["en"]


def test_what_no_document_states_is_marked_as_an_assumption(book: Rulebook, today: date) -> None:
    for value in rule(book, "60000", today).values:
        assert value.assumption
        assert value.effective_assumed
        assert value.citation.source == "product"


def test_the_figures_that_a_proposal_goes_by(book: Rulebook, today: date) -> None:
    values = {value.name: value.value for value in rule(book, "32000", today).values}
    assert values == {
        "sign_off": True,
        "amount_basis": "expected_revenue",
        "deadline.unit_review": 3,
        "deadline.plan_check": 2,
        "deadline.sign_off": 3,
        "deadline.discuss": 5,
        "deadline.listing": 5,
        "remind_at_share": Decimal("0.8"),
        "quorum_share": "2/3",
        "majority_share": "1/2",
        "nobody_decides": "superior",
        "same_person": "apart",
        "withdraw_until": "first_verdict",
        "urge_every": 4,
    }


@pytest.mark.parametrize(
    ("chapter", "facts"),
    [
        ("proposals", {"value_yuan": "50000.50"}),
        ("proposals", {"value_yuan": "1"}),
        ("deadlines", {"stage": "listing"}),
        ("quorum", {"members": "7"}),
        ("majority", {"votes_for": "3", "votes_against": "3"}),
        ("calendar", {"day": "2026-02-14"}),
        ("conduct", {}),
        ("numbering", {}),
        ("papers", {}),
    ],
)
def test_a_ruling_comes_back_from_json_as_it_was(
    chapter: str, facts: dict[str, str], book: Rulebook, today: date
) -> None:
    ruling = CHAPTERS[chapter].ask(facts, on=today, book=book, set=DEFAULT_SET)
    # A database may hand the keys back in another order.
    text = json.dumps(ruling.as_json(), sort_keys=True)
    again = Ruling.from_json(json.loads(text))
    assert again == ruling
    assert [type(v.value) for v in again.values] == [type(v.value) for v in ruling.values]
    assert type(again.value) is type(ruling.value)


def test_a_frozen_ruling_cites_without_the_book(book: Rulebook, today: date) -> None:
    duty = rule(book, "10000", today).as_json()["duties"][0]
    assert duty["threshold"] == "10000"
    assert duty["source_title"]["zh"] == "市邮政局大客户中心营销管理办法（试行）"
    assert set(duty["says"]) == {"zh", "en"}


def test_a_duty_and_a_switch_are_required_by_name(book: Rulebook, today: date) -> None:
    ruling = rule(book, "30000", today)
    assert ruling.requires("discussion")
    assert not ruling.requires("listing")
    assert ruling.requires("sign_off")
    assert not ruling.requires("remind_at_share")
    assert ruling.value_of("quorum_share") == "2/3"
    assert ruling.value_of("deadline.revise") is None


def test_a_bureau_can_leave_the_sign_off_out(book: Rulebook) -> None:
    off = Amendment(
        set=DEFAULT_SET,
        chapter="proposals",
        parameter="sign_off",
        effective=date(2027, 1, 1),
        value=False,
        says={"zh": "不再签批。", "en": "No sign-off."},
    )
    amended = book.with_amendments([off])
    assert rule(amended, "12000", date(2026, 12, 31)).requires("sign_off")
    assert not rule(amended, "12000", date(2027, 1, 1)).requires("sign_off")


def test_a_ruling_names_the_version_and_hash_of_its_book(book: Rulebook, today: date) -> None:
    ruling = rule(book, "12000", today)
    assert (ruling.version, ruling.hash) == (book.version, book.hash)
    assert len(ruling.hash) == 64
