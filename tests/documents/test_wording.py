"""Amounts, days, numbers and codes as they stand on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from documents import wording
from documents.codes import ALPHABET, as_typed, new_code
from policy.numbering import number_text

CAPITALS = {
    "16409.02": "人民币壹万陆仟肆佰零玖元零贰分",
    "1409.50": "人民币壹仟肆佰零玖元伍角",
    "32000": "人民币叁万贰仟元整",
    "0.05": "人民币伍分",
    "0.50": "人民币伍角",
    "10": "人民币壹拾元整",
    "10000.10": "人民币壹万元壹角",
    "100000001": "人民币壹亿零壹元整",
    "107000.53": "人民币壹拾万柒仟元伍角叁分",
    "999999999999.99": "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


@pytest.mark.parametrize(("value", "words"), CAPITALS.items())
def test_amounts_are_written_in_capitals(value, words):
    assert wording.capitals(Decimal(value)) == words


def test_amounts_in_figures_have_two_decimals():
    assert wording.figures(Decimal("16409.02")) == "￥16,409.02"
    assert wording.figures(Decimal("32000")) == "￥32,000.00"


def test_days_have_no_leading_zeros_and_are_those_of_the_bureau():
    assert wording.day(date(2026, 3, 5)) == "2026年3月5日"
    assert wording.day(datetime(2026, 3, 4, 17, 0, tzinfo=UTC)) == "2026年3月5日"
    assert wording.day(None) == ""


def test_a_number_has_hexagonal_brackets_and_no_padding():
    given = {"mark": "澜邮东", "kind": "审", "year": 2026, "serial": 12}
    assert number_text("kind_in_mark", **given) == "澜邮东审\u30142026\u301512号"
    assert number_text("kind_in_number", **given) == "澜邮东\u30142026\u3015审12号"


def test_articles_are_written_in_words_and_a_source_without_them_by_its_title():
    assert wording.source("管理办法", "5(8)") == "《管理办法》第5条第8项"
    assert wording.source("管理办法", "5") == "《管理办法》第5条"
    assert wording.source("会议纪要", "2026-03-01") == "会议纪要"


def test_a_unit_is_not_said_twice_in_front_of_its_post():
    assert wording.post("市场部", "市场部主任") == "市场部主任"
    assert wording.post("东港分局", "客户经理") == "东港分局 客户经理"


def test_a_code_is_long_and_has_no_look_alikes():
    code = new_code()
    assert len(code.replace("-", "")) * 5 == 80 and code != new_code()
    assert len(ALPHABET) == 32 and not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed", ["7k3m0qxa9t2whb61", " 7K3M-OQXA-9T2W-HB6L ", "7K3M 0QXA 9T2W HB6I"]
)
def test_a_code_is_understood_as_people_type_it(typed):
    assert as_typed(typed) == "7K3M-0QXA-9T2W-HB61"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-0QXA-9T2W-HB6U", "编号", "7K3M-0QXA-9T2W-HB611"]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert as_typed(typed) == ""
