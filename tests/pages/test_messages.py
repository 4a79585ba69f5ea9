"""Every text has its Chinese, every template compiles, figures and days are a bureau's."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import get_template
from django.utils.translation import override

from config.management.commands import messages
from config.management.extracting import Text
from pages.templatetags import qianpi, working_days

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


def test_the_chinese_catalogue_is_complete_and_compiled():
    call_command("messages", "--check")


def test_a_missing_an_obsolete_and_an_empty_text_are_found():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="gone", msgstr="没了"))
    catalogue.append(polib.POEntry(msgid="empty", msgstr=""))
    found = messages.faults({Text("new"): ["a.py"], Text("empty"): ["b.py"]}, catalogue)
    assert [line.split(":")[0] for line in found] == ["missing", "obsolete", "untranslated"]


def test_a_stale_catalogue_is_refused(monkeypatch):
    monkeypatch.setattr(messages, "texts", lambda root: {Text("nobody translated this"): ["x"]})
    with pytest.raises(CommandError, match="nobody translated this"):
        call_command("messages", "--check")


def test_what_is_merged_keeps_its_translation():
    before = polib.POFile()
    before.append(polib.POEntry(msgid="Agree", msgstr="同意"))
    after = messages.merged({Text("Agree"): ["a.py"], Text("New"): ["b.py"]}, before)
    assert [(e.msgid, e.msgstr) for e in after] == [("Agree", "同意"), ("New", "")]


@pytest.mark.parametrize(
    "name", sorted(str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*.html"))
)
def test_every_template_can_be_compiled(name):
    assert get_template(name)


def test_templates_have_neither_inline_style_nor_script():
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text("utf-8")
        if "documents" in path.parts:  # a paper is no page: no browser policy holds for it
            continue
        assert " style=" not in source and " onclick=" not in source, path


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("16409.02"), "￥16,409.02"),
        (Decimal("10000"), "￥10,000.00"),
        (None, "—"),
    ],
)
def test_money_has_two_decimals(value, written):
    assert qianpi.yuan(value) == written


def test_days_have_no_leading_zeros():
    with override("zh-hans"):
        assert qianpi.day(date(2026, 3, 5)) == "2026年3月5日"
        assert qianpi.short_day(date(2026, 3, 5), date(2026, 8, 1)) == "3月5日"
        assert qianpi.short_day(date(2025, 3, 5), date(2026, 8, 1)) == "2025年3月5日"


def test_an_article_is_cited_as_each_language_does():
    with override("zh-hans"):
        assert qianpi.article("5(8)") == "第5条第8项"
        assert qianpi.article("11") == "第11条"
        assert qianpi.article("") == ""
    with override("en"):
        assert qianpi.article("5(8)") == "article 5(8)"


def test_a_length_of_time_is_told_in_its_largest_unit():
    with override("zh-hans"):
        assert working_days.took(timedelta(seconds=5)) == "1 分钟"
        assert working_days.took(timedelta(minutes=59)) == "59 分钟"
        assert working_days.took(timedelta(hours=23, minutes=59)) == "23 小时"
        assert working_days.took(timedelta(days=2, hours=1)) == "2 天"
        assert working_days.took(None) == ""
