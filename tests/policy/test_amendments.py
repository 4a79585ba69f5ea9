"""What an organisation changes in the rulebook, and what it is not let do."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from policy import proposals
from policy.book import Amendment, Rulebook
from policy.errors import BadRulebook, NotInForce, UnknownChapter, UnknownSet
from policy.figures import Words

SAYS = Words("门槛改为四万元。", "The threshold becomes 40,000 yuan.")
NEW_YEAR = date(2027, 1, 1)
FORTY = Amendment("merged", "proposals", "discussion", NEW_YEAR, Decimal(40_000), SAYS)


def duties(book: Rulebook, value: int, on: date, set_name: str = "merged") -> list[str]:
    ruling = proposals.rule_on(Decimal(value), on=on, book=book, set=set_name)
    return [duty.name for duty in ruling.duties]


def test_an_amendment_holds_from_its_day_on(book: Rulebook) -> None:
    amended = book.with_amendments([FORTY])
    assert duties(amended, 35_000, date(2026, 12, 31)) == ["plan", "discussion"]
    assert duties(amended, 35_000, NEW_YEAR) == ["plan"]
    assert duties(amended, 40_000, NEW_YEAR) == ["plan", "discussion"]


def test_an_amendment_changes_its_own_set_alone(book: Rulebook) -> None:
    amended = book.with_amendments([FORTY])
    assert duties(amended, 35_000, NEW_YEAR, "moushi") == ["plan", "discussion"]


def test_a_set_follows_the_amendments_of_the_set_that_it_builds_on(book: Rulebook) -> None:
    amended = book.with_amendments([replace(FORTY, set="moushi")])
    assert duties(amended, 35_000, NEW_YEAR, "merged") == ["plan"]


def test_the_book_that_is_amended_stays_as_it_was(book: Rulebook) -> None:
    before = book.hash
    amended = book.with_amendments([FORTY])
    assert (book.hash, duties(book, 35_000, NEW_YEAR)) == (before, ["plan", "discussion"])
    assert amended.hash != before
    assert amended.version == f"{book.release}+1"
    assert amended.with_amendments([replace(FORTY, effective=date(2028, 1, 1))]).amended == 2
    assert book.with_amendments([]) == book


def test_an_amended_duty_cites_the_decision_of_the_bureau(book: Rulebook) -> None:
    amended = book.with_amendments([FORTY])
    ruling = proposals.rule_on(Decimal(40_000), on=NEW_YEAR, book=amended, set="merged")
    duty = ruling.duties[1]
    assert (duty.citation.source, duty.citation.article) == ("bureau", "2027-01-01")
    assert not duty.assumption
    assert duty.says == SAYS


def test_a_repealed_duty_is_not_asked_for(book: Rulebook) -> None:
    repeal = replace(FORTY, parameter="listing", value=None)
    amended = book.with_amendments([repeal])
    assert duties(amended, 60_000, date(2026, 12, 31)) == ["plan", "discussion", "listing"]
    assert duties(amended, 60_000, NEW_YEAR) == ["plan", "discussion"]
    with pytest.raises(NotInForce):
        amended.on("merged", "proposals", "listing", NEW_YEAR)


def test_no_rule_is_in_force_once_all_are_repealed(book: Rulebook) -> None:
    names = ("plan", "discussion", "listing")
    amended = book.with_amendments(replace(FORTY, parameter=name, value=None) for name in names)
    with pytest.raises(NotInForce):
        duties(amended, 60_000, NEW_YEAR)


def test_two_thresholds_can_rise_together(book: Rulebook) -> None:
    sixty = replace(FORTY, value=60_000)
    eighty = replace(FORTY, parameter="listing", value=80_000)
    amended = book.with_amendments([sixty, eighty])
    assert duties(amended, 60_000, NEW_YEAR) == ["plan", "discussion"]


def test_a_value_may_come_from_a_form_or_from_json(book: Rulebook) -> None:
    from_json = replace(FORTY, value="40000", says=SAYS.as_json())
    assert book.with_amendments([from_json]).hash == book.with_amendments([FORTY]).hash


@pytest.mark.parametrize(
    ("change", "cure"),
    [
        ({"effective": date(2007, 4, 1)}, "choose a later day"),
        ({"effective": date(2007, 3, 1)}, "choose a later day"),
        ({"value": Decimal("-1")}, "write an amount above zero"),
        ({"value": "4e4"}, "write an amount above zero"),
        ({"value": "４００００"}, "write an amount above zero"),
        ({"value": True}, "write an amount above zero"),
        ({"value": 50_000}, "correct one of them"),
        ({"value": 10_000}, "correct one of them"),
        ({"value": None}, "correct one of them"),
        ({"parameter": "sign_off", "value": None}, "write a value"),
        ({"parameter": "sign_off", "value": "no"}, "write true or false"),
        ({"parameter": "amount_basis", "value": "weight"}, "write one of expected_revenue"),
        ({"says": {"zh": "改"}}, "write one sentence in Chinese and one in English"),
        ({"source": "a-rumour"}, "use one of measures-2007"),
    ],
)
def test_an_amendment_that_does_not_fit_is_refused(
    change: dict[str, object], cure: str, book: Rulebook
) -> None:
    with pytest.raises(BadRulebook, match=cure) as refused:
        book.with_amendments([replace(FORTY, **change)])
    assert "merged" in str(refused.value) or "moushi" in str(refused.value)


def test_a_second_amendment_has_to_begin_after_the_first(book: Rulebook) -> None:
    with pytest.raises(BadRulebook, match="after the last version of 2027-01-01"):
        book.with_amendments([FORTY, replace(FORTY, value=45_000)])


def test_only_a_known_figure_can_be_amended(book: Rulebook) -> None:
    with pytest.raises(UnknownSet):
        book.with_amendments([replace(FORTY, set="guangzhou")])
    with pytest.raises(UnknownChapter):
        book.with_amendments([replace(FORTY, set="yueyang")])
    with pytest.raises(UnknownChapter):
        book.with_amendments([replace(FORTY, parameter="colour")])
