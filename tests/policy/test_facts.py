"""Facts as they are typed: read strictly, or refused with a sentence."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from policy import errors
from policy.book import Rulebook
from policy.chapters import CHAPTERS
from policy.errors import BadFact, PolicyError
from policy.facts import parse

BAD_AMOUNTS = ["3e4", "３２０００", "٣٢٠٠٠", "+32000", "-32000", " 32000", "32000 ", "32000\n"]
BAD_AMOUNTS += ["32,000", "32000.", ".5", "1.2.3", "NaN", "Infinity", "0x10", "1_000", "", "3²"]


@pytest.mark.parametrize("text", BAD_AMOUNTS)
def test_an_amount_in_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(BadFact, match=r"value_yuan is .*; write plain digits") as refused:
        parse("value_yuan", Decimal, text)
    assert "\n" not in str(refused.value)
    assert refused.value.sentence("zh").startswith("缺少事实或事实无法使用：value_yuan")


@pytest.mark.parametrize("text", ["9.0", "９", "-1", "", "1e1", "1234567890"])
def test_a_number_of_people_is_whole(text: str) -> None:
    with pytest.raises(BadFact, match="members is"):
        parse("members", int, text)


@pytest.mark.parametrize("text", ["2026-02-30", "20261122", "2026-11-2", "２０２６-11-22", "today"])
def test_a_day_is_an_existing_day_in_one_form(text: str) -> None:
    with pytest.raises(BadFact, match="on is"):
        parse("on", date, text)


def test_facts_are_read_in_their_own_type() -> None:
    assert parse("value_yuan", Decimal, "9999.99") == Decimal("9999.99")
    assert parse("members", int, "9") == 9
    assert parse("on", date, "2026-11-22") == date(2026, 11, 22)
    assert parse("stage", str, "unit_review") == "unit_review"


def test_a_missing_fact_and_a_fact_too_many_are_named(book: Rulebook, today: date) -> None:
    with pytest.raises(BadFact, match="majority needs votes_against"):
        CHAPTERS["majority"].ask({"votes_for": "3"}, on=today, book=book, set="merged")
    with pytest.raises(BadFact, match="quorum has no fact colour"):
        CHAPTERS["quorum"].ask({"colour": "3"}, on=today, book=book, set="merged")


def test_the_facts_of_a_chapter_are_the_parameters_of_its_rule() -> None:
    assert CHAPTERS["proposals"].facts == {"value_yuan": Decimal, "together_yuan": Decimal}
    assert CHAPTERS["majority"].facts == {"votes_for": int, "votes_against": int}


@pytest.mark.parametrize(
    "kind", [PolicyError, *(vars(errors)[name] for name in vars(errors) if name[0].isupper())]
)
def test_every_error_is_a_sentence_in_both_languages(kind: type[PolicyError]) -> None:
    plain, detailed = kind(), kind(zh="详情", en="detail")
    assert str(plain).endswith(".")
    assert plain.sentence("zh-hans").endswith("。")
    assert str(detailed) == f"{str(plain)[:-1]}: detail."
    assert detailed.sentence("zh").endswith("：详情。")


def test_the_rules_run_without_django() -> None:
    code = (
        "import sys, policy.chapters, policy.loading; policy.loading.shipped(); "
        "sys.exit(any(name.split('.')[0] in ('django', 'viewflow') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
