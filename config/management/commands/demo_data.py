"""`manage.py demo_data [--scale N] [--today DAY]`: the demo bureau in the database, without serving it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from config import demo_site
from config.management.sentences import REFUSED, SentenceCommand, refusal
from policy.facts import parse


class Command(SentenceCommand):
    help = "Load the demo bureau into an empty database; one that has it keeps its data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", default="1", help="how many times the history (1)")
        parser.add_argument("--today", metavar="DAY", help="the day of the demo (today)")

    def handle(self, *args: Any, scale: str, today: str | None, **options: Any) -> None:
        if not settings.DEMO:
            # Its people have a password that everybody knows.
            raise refusal(
                zh="演示数据的密码是公开的;只有设置 QIANPI_DEMO=1 才能载入。",
                en="The demo's password is known to all: set QIANPI_DEMO=1 to load it.",
            )
        times = parse("scale", int, scale)
        if times < 1:
            raise refusal(zh="scale 须至少为 1。", en="The scale is 1 or more.")
        day = timezone.localdate() if today is None else parse("today", date, today)
        try:
            with demo_site.alone():
                loaded = demo_site.prepare(today=day, scale=times)
        except demo_site.DemoRefused as refused:
            raise CommandError(str(refused), returncode=REFUSED) from None
        if loaded:
            self.stdout.write(f"演示数据已载入({day},×{times})。 The demo bureau is loaded.")
        else:
            self.stdout.write(
                "演示数据已在,未作更改。 The demo bureau is there already; nothing changed."
            )
