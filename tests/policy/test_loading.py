"""The loader refuses what is out of order, incomplete or unknown: file, key and cure are named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy.book import Rulebook
from policy.errors import BadRulebook, NotInForce, NotSet, UnknownChapter
from policy.loading import load
from tests.policy.tables import rows

PROPOSALS = "moushi/proposals.toml"
Broken = Callable[[str, str, str], Path]

LATER = """
[[{name}.versions]]
effective = {day}
value     = {value}
source    = "measures-2007"
article   = "5(8)"
says.zh   = "新"
says.en   = "new"
"""


def version(name: str, day: str, value: str) -> str:
    return LATER.format(name=name, day=day, value=value)


@pytest.mark.parametrize("row", rows("refusals.toml"))
def test_a_wrong_file_is_refused_with_file_key_and_cure(
    row: dict[str, Any], broken: Broken
) -> None:
    folder = broken(row["file"], row["old"], row["new"])
    with pytest.raises(BadRulebook) as refused:
        load(folder)
    message = str(refused.value)
    assert f"{row['file']}, {row['key']}: " in message
    assert row["cure"] in message
    assert refused.value.sentence("zh").startswith(f"规则库无法使用：{row['file']}，{row['key']}：")


def test_a_set_without_its_description_is_refused(broken: Broken) -> None:
    with pytest.raises(BadRulebook, match=r"luoyang/set\.toml, -: the file does not exist"):
        load(broken("luoyang/proposals.toml", "", "[chapter]"))


def test_a_chapter_without_a_heading_is_refused(broken: Broken) -> None:
    heading = '[chapter]\nlabel.zh = "议事人数"\nlabel.en = "Quorum"\n'
    with pytest.raises(BadRulebook, match="add a \\[chapter\\] table"):
        load(broken("common/quorum.toml", heading, ""))


def test_a_set_overrides_one_figure_and_keeps_the_rest(broken: Broken) -> None:
    own = """
[unit_review]
label.zh = "审核"
label.en = "Review"
unit     = "working_days"
""" + version("unit_review", "2010-01-01", "1")
    book = load(broken("shantou/deadlines.toml", "", own))

    def days(set_name: str, name: str, on: date) -> object:
        return book.on(set_name, "deadlines", name, on).value

    assert days("shantou", "unit_review", date(2009, 12, 31)) == 3
    assert days("shantou", "unit_review", date(2010, 1, 1)) == 1
    assert days("shantou", "plan_check", date(2010, 1, 1)) == 2
    assert days("moushi", "unit_review", date(2010, 1, 1)) == 3


def test_a_set_takes_one_figure_from_another(broken: Broken) -> None:
    own = '[unit_review]\nlabel.zh = "审核"\nlabel.en = "Review"\nunit = "working_days"\n'
    broken("shantou/deadlines.toml", "", own + version("unit_review", "2007-04-01", "1"))
    takes = '"moushi"\n"deadlines.unit_review" = "shantou"\n'
    book = load(broken("merged/set.toml", '"moushi"\n', takes))
    assert book.on("merged", "deadlines", "unit_review", date(2010, 1, 1)).value == 1
    assert book.on("merged", "deadlines", "plan_check", date(2010, 1, 1)).value == 2


def test_an_override_keeps_the_unit(broken: Broken) -> None:
    own = '[unit_review]\nlabel.zh = "审核"\nlabel.en = "Review"\nunit = "CNY"\n'
    with pytest.raises(BadRulebook, match=r"shantou/deadlines\.toml, unit_review\.unit"):
        load(broken("shantou/deadlines.toml", "", own + version("unit_review", "2007-04-01", "1")))


def test_what_is_left_open_says_what_is_missing_and_who_sets_it(broken: Broken) -> None:
    grace = """
[grace_years]
label.zh  = "照顾工龄"
label.en  = "Years of service for the grace period"
unit      = "year"
set_by.zh = "人力资源部"
set_by.en = "human resources"
"""
    book = load(broken("common/deadlines.toml", "[unit_review]", grace + "\n[unit_review]"))
    with pytest.raises(NotSet, match=r"Years of service .* to be set by human resources"):
        book.on("merged", "deadlines", "grace_years", date(2026, 1, 1))


def test_a_set_has_no_rules_before_its_own_day(book: Rulebook) -> None:
    with pytest.raises(NotInForce, match="begins on 2007-07-13"):
        book.on("yueyang", "deadlines", "listing", date(2007, 7, 12))
    assert book.on("yueyang", "deadlines", "listing", date(2007, 7, 13)).value == 5


def test_a_missing_chapter_is_answered_with_the_sets_that_have_it(book: Rulebook) -> None:
    with pytest.raises(UnknownChapter, match="the sets that have it are merged, moushi"):
        book.chapter("dongguan", "proposals")


def test_the_merged_rules_say_where_each_chapter_comes_from(book: Rulebook) -> None:
    merged = book.policy_set("merged")
    assert dict(merged.takes) == {
        "proposals": "moushi",
        "protection": "dongguan",
        "registration": "dongguan",
        "bidding": "dongguan",
        "definition": "shantou",
        "grading": "shantou",
        "responsible-unit": "shantou",
        "archive": "shantou",
        "probation": "shantou",
        "managers": "shantou",
        "managers.ladder": "yueyang",
        "managers.review_months": "yueyang",
        "scorecard": "shantou",
        "fixed-performance": "shantou",
        "coefficient": "shantou",
        "commission": "shantou",
        "arrears": "shantou",
        "guarantee": "shantou",
        "discipline": "shantou",
        "pay": "shantou",
        "lead": "moushi",
        "split": "moushi",
        "split.agreed_ratio": "shantou",
        "split.both_count": "shantou",
        "transfer": "shantou",
        "crossing": "moushi",
        "dispute": "moushi",
        "discount": "shantou",
        "contract": "moushi",
    }
    for donor in dict(merged.takes).values():
        title = book.policy_set(donor).title
        assert title.zh in merged.says.zh
        assert title.en in merged.says.en
    assert book.parameter("merged", "proposals", "plan").set == "moushi"
    assert book.parameter("merged", "grading", "diamond_score").set == "shantou"
    assert book.parameter("merged", "protection", "regular_months").set == "dongguan"


def test_the_same_files_give_the_same_hash(book: Rulebook, broken: Broken) -> None:
    assert load(broken("book.toml", "", "")).hash == book.hash
    assert load(broken(PROPOSALS, "10_000", "10_001")).hash != book.hash


def test_every_figure_has_words_unit_and_source_in_both_languages(book: Rulebook) -> None:
    for parameter in book.parameters:
        assert parameter.label.zh != parameter.label.en
        assert parameter.unit
        for version in parameter.versions:
            assert version.says.zh != version.says.en
            assert version.citation.article
            assert version.citation.title.zh
            # What a document says unclearly is an assumption that names the document.
            assert version.assumption or version.citation.source != "product"
