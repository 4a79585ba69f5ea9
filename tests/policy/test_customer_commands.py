"""`manage.py rule` and `rulebook` for the chapters of customers, in both languages."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from policy.chapters import CHAPTERS
from policy.loading import FOLDER
from policy.ruling import Ruling

DAY = "2026-11-22"
GRADING = ("grading", "--spend-yuan", "1000000", "--bureau-revenue-yuan", "140009983")
PROTECTION = ("protection", "--kind", "regular", "--confirmed-on", "2026-12-31")
DEFINITION = ("definition", "--agreement", "no", "--last-year-yuan", "10000")
DEFINITION += ("--this-month-yuan", "1000")
UNIT = ("responsible-unit", "--tier", "gold", "--scope", "regional")


def ask(*words: str) -> str:
    out = StringIO()
    call_command("rule", *words, "--on", DAY, stdout=out)
    return out.getvalue()


def run(*words: str) -> str:
    out = StringIO()
    call_command("rulebook", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (GRADING, "diamond"),
        (PROTECTION, "2027-02-28"),
        (DEFINITION, "key_account"),
        (UNIT, "county"),
        (("grading", "--spend-yuan", "1000000", "--set", "dongguan"), "diamond"),
        (("responsible-unit", "--tier", "gold", "--set", "yueyang"), "service"),
    ],
)
def test_the_answer_of_a_chapter_is_its_value(words: tuple[str, ...], value: str) -> None:
    answer: dict[str, Any] = json.loads(ask(*words, "--json"))
    assert (answer["value"], answer["duties"], answer["steps"]) == (value, [], [])
    assert answer["chapter"] == words[0]
    for reason in answer["values"]:
        assert reason["source"]
        assert reason["article"]
        assert set(reason["says"]) == {"zh", "en"}
        assert all(reason["says"].values())
    Ruling.from_json(answer)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (GRADING, "  总分 = 94", "  Score = 94"),
        (PROTECTION, "结果：2027-02-28", "Result: 2027-02-28"),
        (DEFINITION, "  综合收入达到门槛 = 是：", "  Threshold of comprehensive revenue = yes:"),
        (UNIT, "  区域黄金客户的责任单位 =", "  Unit responsible for regional gold customers ="),
    ],
)
def test_the_answer_is_said_in_both_languages(words: tuple[str, ...], zh: str, en: str) -> None:
    lines = ask(*words).splitlines()
    assert any(line.startswith(zh) for line in lines)
    assert any(line.startswith(en) for line in lines)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (GRADING[:3], "还需要 bureau_revenue_yuan", "needs bureau_revenue_yuan"),
        (("grading",), "grading 还需要 spend_yuan", "grading needs spend_yuan"),
        ((*GRADING, "--tier", "gold"), "没有 tier 这一项", "grading has no fact tier"),
        ((*GRADING, "--set", "moushi"), "由大客户中心设定", "set by the key-account centre"),
        ((*GRADING, "--special-listing", "1"), "写 yes 或 no", "write yes or no"),
        (("grading", "--spend-yuan", "1e6"), "只用半角数字", "write plain digits"),
        (PROTECTION[:3], "还需要 confirmed_on", "protection needs confirmed_on"),
        ((*PROTECTION, "--extended", "1"), "至多可延长 0 次", "extended 0 times at most"),
        ((*PROTECTION, "--set", "shantou"), "常规项目的保护期", "period of a regular project"),
        (("protection", "--kind", "weekly", *PROTECTION[3:]), "可用的：regular", "use one of"),
        ((*DEFINITION, "--line", "letters"), "须一起写明", "have to be stated together"),
        ((*DEFINITION, "--set", "dongguan"), "签有业务协议", "Signed business agreement"),
        (UNIT[:3], "还需要 scope", "needs a scope"),
        (("responsible_unit", *UNIT[1:]), "没有 responsible_unit", "no responsible_unit"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_a_bad_question_is_answered_with_one_sentence(
    words: tuple[str, ...], zh: str, en: str
) -> None:
    for language, part in (("zh-hans", zh), ("en", en)):
        with translation.override(language), pytest.raises(CommandError) as refused:
            ask(*words)
        assert refused.value.returncode == 2
        assert part in str(refused.value)
        assert "\n" not in str(refused.value)


def test_check_and_show_list_the_chapters_and_what_is_left_to_set() -> None:
    lines = {line.split(":")[0]: line for line in run("check").splitlines()}
    for chapter in ("definition", "grading", "protection", "responsible-unit"):
        for policy_set in ("merged", "moushi", "yueyang", "dongguan", "shantou", "heilongjiang"):
            assert chapter in lines[policy_set]
    shown = run("show", "grading", "--set", "dongguan").splitlines()
    gold = next(line for line in shown if line.startswith("gold_spend "))
    assert gold.split(" | ")[1].strip() == "-"
    assert gold.endswith("大客户中心 the key-account centre")
    assert any("100000:60 300000:70" in line for line in run("show", "grading").splitlines())


def test_a_chapter_is_named_as_its_file_in_the_rulebook() -> None:
    files = {path.stem for path in FOLDER.glob("*/*.toml")} - {"set"}
    assert files == set(CHAPTERS)
