"""`manage.py rulebook`: the rulebook is checked, and shown with its dates and articles."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from config.management.commands import rulebook
from policy import loading
from policy.book import Rulebook


def run(*words: str) -> str:
    out = StringIO()
    call_command("rulebook", *words, stdout=out)
    return out.getvalue()


def test_check_names_every_set_and_its_chapters(book: Rulebook) -> None:
    lines = run("check").splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [s.name for s in book.sets]
    assert lines[-1] == f"{book.version} {book.hash}"


def test_check_of_a_wrong_book_ends_with_one_and_the_sentence(
    broken: Callable[[str, str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = broken("moushi/proposals.toml", "value     = 10_000", "value = -1")
    monkeypatch.setattr(loading, "FOLDER", folder)
    with pytest.raises(SystemExit) as end:
        rulebook.Command().run_from_argv(["manage.py", "rulebook", "check"])
    captured = capsys.readouterr()
    assert (end.value.code, captured.out) == (1, "")
    assert len(captured.err.splitlines()) == 1
    assert "moushi/proposals.toml，plan.versions[1].value" in captured.err


def test_show_gives_every_figure_its_day_article_and_marks() -> None:
    rows = run("show", "proposals").splitlines()
    plan = next(row for row in rows if row.startswith("plan "))
    sign_off = next(row for row in rows if row.startswith("sign_off "))
    for part in ("10000", "CNY", "2007-04-01", "市邮政局大客户中心营销管理办法（试行）", "5(8)"):
        assert part in plan
    assert "assumption" not in plan
    assert "设定 assumption, 日期为推定 day assumed" in sign_off
    order = [row.split()[0] for row in rows if " | " in row][1:]
    assert order == ["plan", "discussion", "listing", "sign_off", "amount_basis"]


def test_show_as_json() -> None:
    answer: dict[str, Any] = json.loads(run("show", "deadlines", "--set", "shantou", "--json"))
    figures = {figure["name"]: figure for figure in answer["parameters"]}
    assert figures["discuss"]["versions"][0]["value"] == "5"
    assert figures["discuss"]["stated_by_set"] == "common"


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("show", "bonuses"),
        ("show", "proposals", "--set", "yueyang"),
        ("show", "proposals", "--set", "guangzhou"),
        ("burn",),
        (),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
