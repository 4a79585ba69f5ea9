"""`manage.py rule`: any rule can be asked, and a bad question gets one sentence."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from config.management.commands import rule
from policy.book import Rulebook
from policy.ruling import Ruling
from registry import amending
from registry.org import units
from registry.org.roles import UnitKind
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-22"
LINES = {
    "9999.99": ["unit_review"],
    "10000": ["unit_review", "plan_check", "sign_off"],
    "29999.99": ["unit_review", "plan_check", "sign_off"],
    "30000": ["unit_review", "plan_check", "discuss"],
    "49999.99": ["unit_review", "plan_check", "discuss"],
    "50000": ["unit_review", "plan_check", "discuss", "listing"],
}


def ask(*words: str) -> str:
    out = StringIO()
    call_command("rule", *words, stdout=out)
    return out.getvalue()


def ask_json(*words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(ask(*words, "--json"))
    return answer


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, in its own process."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def main(capsys: pytest.CaptureFixture[str]) -> Any:
    """The command from its command line on: status, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            rule.Command(stdout=StringIO()).run_from_argv(["manage.py", "rule", *words])
            status: Any = 0
        except SystemExit as end:
            status = end.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_the_answer_as_json_has_the_agreed_shape() -> None:
    answer = ask_json("proposals", "--value-yuan", "32000", "--on", DAY)
    assert {"set", "on", "version", "hash", "value", "duties", "steps"} <= set(answer)
    assert (answer["set"], answer["on"], answer["value"]) == ("merged", DAY, None)
    assert answer["facts"] == {"value_yuan": "32000"}
    assert [duty["name"] for duty in answer["duties"]] == ["plan", "discussion"]
    for duty in answer["duties"]:
        assert {"name", "threshold", "source", "article", "assumption", "says"} <= set(duty)
        assert set(duty["says"]) == {"zh", "en"}
        assert (duty["source"], duty["article"]) == ("measures-2007", "5(8)")
    Ruling.from_json(answer)


@pytest.mark.parametrize(("value", "steps"), LINES.items())
def test_the_steps_are_those_that_the_flow_takes(value: str, steps: list[str]) -> None:
    answer = ask_json("proposals", "--value-yuan", value, "--on", DAY)
    assert [step["name"] for step in answer["steps"]] == steps
    assert all(set(step["title"]) == {"zh", "en"} for step in answer["steps"])


def test_a_rule_that_gives_a_value_has_no_steps() -> None:
    answer = ask_json("quorum", "--members", "7", "--on", DAY)
    assert (answer["value"], answer["duties"], answer["steps"]) == ("5", [], [])


def test_the_answer_in_words_is_in_chinese_and_in_english() -> None:
    words = ask("proposals", "--value-yuan", "32000", "--on", DAY)
    assert (
        "大客户中心集体讨论，达到 30000 元起：《市邮政局大客户中心营销管理办法（试行）》5(8)"
        in words
    )
    assert "Collective discussion at the key-account centre, from 30000 yuan" in words
    assert "设定，日期为推定" in words
    assert "assumption, day assumed" in words
    assert "没有须办的事" in ask("proposals", "--value-yuan", "1", "--on", DAY)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            ("majority", "--votes-for", "3", "--votes-against", "3"),
            "结果：票数相等",
            "Result: a tie",
        ),
        (("calendar", "--day", "2026-02-14"), "结果：工作日", "Result: a working day"),
        (("deadlines", "--stage", "discuss"), "结果：5 个工作日", "Result: 5 working days"),
    ],
)
def test_an_answer_is_said_in_words(words: tuple[str, ...], zh: str, en: str) -> None:
    lines = ask(*words, "--on", DAY).splitlines()
    assert zh in lines
    assert en in lines


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("--value-yuan", ("--value-yuan", "1", "--value-yuan", "60000")),
        ("--on", ("--value-yuan", "1", "--on", DAY, "--on", "2007-03-31")),
        ("--set", ("--value-yuan", "1", "--set", "merged", "--set", "moushi")),
    ],
)
def test_what_is_said_twice_is_refused_not_decided_by_the_last(
    main: Any, flag: str, words: tuple[str, ...]
) -> None:
    with translation.override("en"):
        status, out, err = main("proposals", *words)
    assert (status, out, err.strip()) == (2, "", f"{flag} is given twice; give it once.")


def test_today_is_the_day_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "_today", lambda: date(2030, 1, 2))
    assert ask_json("quorum", "--members", "7")["on"] == "2030-01-02"


@pytest.mark.parametrize(
    "words",
    [
        ("proposals", "--value-yuan", "32000", "--on", "2007-03-31"),
        ("proposals", "--value-yuan", "3e4"),
        ("proposals", "--value-yuan", "３２０００"),
        ("proposals", "--value-yuan", "٣٢٠٠٠"),
        ("proposals", "--value-yuan", "-32000"),
        ("proposals", "--value-yuan", "-3e4"),
        ("proposals", "--value-yuan", "0"),
        ("proposals", "--value-yuan", "1000000000000"),
        ("proposals", "--value-yuan", "10000.001"),
        ("proposals", "--value-yuan", "32,000"),
        ("proposals", "--value-yuan", ""),
        ("proposals", "--value-yuan", "32000", "--set", "guangzhou"),
        ("proposals", "--value-yuan", "32000", "--set", "yueyang"),
        ("proposals", "--value-yuan", "32000", "--on", "2026-02-30"),
        ("proposals", "--value-yuan", "32000", "--on", ""),
        ("proposals", "--value-yuan", "32000", "--members", "3"),
        ("proposals", "--value-yuan", "32000", "--colour", "red"),
        ("proposals", "--value-yuan", "32000", "stray"),
        ("proposals", "--value", "32000"),
        ("proposals", "--value-yuan"),
        ("proposals",),
        ("bonuses", "--value-yuan", "32000"),
        ("bonuses\nof two lines",),
        ("deadlines", "--stage", "revise"),
        (),
    ],
    ids=lambda words: " ".join(words) or "nothing at all",
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_bad_question_gets_one_sentence_and_status_two(
    words: tuple[str, ...], language: str, main: Any
) -> None:
    with translation.override(language):
        status, out, err = main(*words)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.endswith("。\n" if language == "zh-hans" else ".\n")
    assert "usage" not in err


def test_the_command_runs_by_itself_without_a_database() -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    done = manage("rule", "proposals", "--value-yuan", "50000", "--on", DAY, "--json", **nowhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["duties"]) == 3


def test_the_command_refuses_by_itself_in_one_sentence() -> None:
    done = manage("rule", "proposals", "--value-yuan", "3e4")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("缺少事实或事实无法使用：value_yuan 为 '3e4'")


def test_the_live_rules_come_with_the_amendments_of_the_bureau(cast: Cast) -> None:
    today, says = (
        date(2026, 11, 1),
        {"zh": "门槛改为四万元。", "en": "The threshold becomes 40,000."},
    )
    row = amending.propose(
        bureau=cast.bureau,
        by=cast.director,
        at=cast.now,
        today=today,
        set="merged",
        chapter="proposals",
        parameter="discussion",
        effective=today,
        value="40000",
        says=says,
    )
    amending.settle(amendment_id=row.pk, by=cast.zhao, at=cast.now, today=today, approve=True)
    live = ask_json("proposals", "--value-yuan", "35000", "--on", DAY, "--live")
    shipped = ask_json("proposals", "--value-yuan", "35000", "--on", DAY)
    assert [duty["name"] for duty in live["duties"]] == ["plan"]
    assert [duty["name"] for duty in shipped["duties"]] == ["plan", "discussion"]
    assert live["version"] == f"{shipped['version']}+1"


@pytest.mark.django_db
def test_the_live_rules_without_an_amendment_are_the_shipped_ones(book: Rulebook) -> None:
    assert ask_json("quorum", "--members", "7", "--on", DAY, "--live")["hash"] == book.hash


def test_the_live_rules_without_a_database_are_refused_in_one_sentence() -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    done = manage("rule", "quorum", "--members", "7", "--live", **nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_called_from_code_a_refusal_is_a_command_error() -> None:
    with pytest.raises(CommandError) as refused:
        ask("proposals", "--value-yuan", "3e4")
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_with_several_bureaus_the_live_rules_are_asked_of_one(book: Rulebook) -> None:
    for code in ("YI", "ER"):
        units.add(name=code, code=code, kind=UnitKind.BUREAU)
    facts = ("quorum", "--members", "7", "--on", DAY, "--live")
    with pytest.raises(CommandError, match="ER, YI"):
        ask_json(*facts)
    with pytest.raises(CommandError, match="ER, YI"):
        ask_json(*facts, "--bureau", "SAN")
    assert ask_json(*facts, "--bureau", "YI")["hash"] == book.hash
