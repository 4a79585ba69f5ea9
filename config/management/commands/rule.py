"""`manage.py rule CHAPTER --FACT VALUE ...`: what a rule says, with its articles and steps."""

import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandParser
from django.utils import timezone, translation

from config.management.rulings import LANGUAGES, Step, in_words
from config.management.sentences import Once, SentenceCommand, refusal
from policy.book import DEFAULT_SET, Rulebook
from policy.chapters import CHAPTERS, Chapter, chapter_of
from policy.facts import parse
from policy.loading import shipped
from policy.ruling import Ruling

TONGUES = {"zh": "zh-hans", "en": "en"}


class Command(SentenceCommand):
    help = "Ask a rule: its duties and figures on a day, each with its article."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("chapter", nargs="?", help=", ".join(CHAPTERS))
        parser.add_argument(
            "--on", action=Once, metavar="DAY", help="the day, as 2026-11-22 (today)"
        )
        parser.add_argument(
            "--set", action=Once, default=DEFAULT_SET, help=f"the policy set ({DEFAULT_SET})"
        )
        parser.add_argument("--live", action="store_true", help="with the approved amendments")
        parser.add_argument(
            "--bureau", action=Once, metavar="CODE", help="whose amendments, if there are several"
        )
        parser.add_argument("--json", action="store_true", help="as JSON")
        chapters = CHAPTERS.values()
        for fact in dict.fromkeys(fact for chapter in chapters for fact in chapter.facts):
            takers = ", ".join(chapter.name for chapter in chapters if fact in chapter.facts)
            flag = f"--{fact.replace('_', '-')}"
            dest = f"fact_{fact}"
            parser.add_argument(flag, action=Once, dest=dest, metavar="VALUE", help=takers)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["chapter"] is None:
            names = ", ".join(CHAPTERS)
            raise refusal(zh=f"请写明章：{names}。", en=f"Name a chapter: {names}.")
        chapter = chapter_of(options["chapter"])
        on = parse("on", date, options["on"]) if options["on"] is not None else _today()
        written = {
            name.removeprefix("fact_"): str(value)
            for name, value in options.items()
            if name.startswith("fact_") and value is not None
        }
        book = _live_book(options["bureau"]) if options["live"] else shipped()
        ruling = chapter.ask(written, on=on, book=book, set=options["set"])
        steps = _steps(chapter, ruling)
        if options["json"]:
            answer = ruling.as_json() | {"steps": steps}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        label = book.head(options["set"], chapter.name).label
        for tongue in LANGUAGES:
            self.stdout.write("\n".join(in_words(ruling, label[tongue], steps, tongue)) + "\n")


def _today() -> date:
    return timezone.localdate(timezone=ZoneInfo("Asia/Shanghai"))


def _live_book(code: str | None) -> Rulebook:
    """The book of one bureau: of the one that is named, or of the only one."""
    from registry import rulebook
    from registry.org.models import Unit

    bureaus = Unit.objects.filter(parent=None).order_by("code")
    found = [bureau for bureau in bureaus if code in (None, bureau.code)]
    if len(found) > 1 or (code is not None and not found):
        codes = ", ".join(bureau.code for bureau in bureaus)
        raise refusal(
            zh=f"请用 --bureau 写明是哪个局：{codes}。", en=f"Name the --bureau: {codes}."
        )
    return rulebook.current(found[0] if found else None)


def _steps(chapter: Chapter, ruling: Ruling) -> list[Step]:
    """The steps in which people decide, if everybody agrees; none without a process."""
    if not chapter.kind:
        return []
    from approvals.forecast import nodes_ahead
    from approvals.kinds import kind_of

    nodes = nodes_ahead(kind_of(chapter.kind).flow, ruling)
    return [
        {"name": node.name, "title": {tongue: _title(node, tongue) for tongue in LANGUAGES}}
        for node in nodes
        if node.task_type == "STEP"
    ]


def _title(node: Any, tongue: str) -> str:
    with translation.override(TONGUES[tongue]):
        return str(node.task_title)
