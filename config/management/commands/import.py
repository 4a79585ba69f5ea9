"""`manage.py import units|people|posts|customers FILE`: a file into the registry, whole or not at all."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from config.management.sentences import SentenceCommand, refusal
from policy.facts import parse
from registry.imports import loading
from registry.imports.errors import BadFile, NotLoaded

FAULTY = 1


class Command(SentenceCommand):
    help = "Import units, people, posts or customers from a CSV or xlsx file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subject", choices=list(loading.SUBJECTS))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument(
            "--on",
            metavar="DAY",
            help="posts: the first day of rows that name none; customers: since when",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = parse("on", date, options["on"]) if options["on"] is not None else None
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise refusal(
                zh=f"文件 {options['file']} 无法读取：{error.strerror}。",
                en=f"The file {options['file']} cannot be read: {error.strerror}.",
            ) from None
        dry_run = options["dry_run"]
        try:
            counts = loading.load(
                options["subject"], content, at=timezone.now(), dry_run=dry_run, on=on
            )
        except NotLoaded as refused:
            lines = "\n".join([str(refused), *refused.problems])
            raise CommandError(lines, returncode=FAULTY) from None
        except BadFile as refused:
            raise CommandError(str(refused), returncode=FAULTY) from None
        done = {"zh": "试运行，没有写入：", "en": "Dry run, nothing written: "} if dry_run else {}
        numbers = (counts.new, counts.changed, counts.unchanged)
        self.stdout.write(
            f"{done.get('zh', '')}新增 {numbers[0]}，更改 {numbers[1]}，未变 {numbers[2]}。"
        )
        self.stdout.write(
            f"{done.get('en', '')}{numbers[0]} new, {numbers[1]} changed, {numbers[2]} unchanged."
        )
