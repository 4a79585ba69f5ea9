"""`manage.py verify FILE`: whether a paper is genuine, and who decided what, when, under which rules."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import override

from documents import telling, verifying
from documents.errors import DocumentError
from documents.sealing import checking, keys
from documents.verifying import Answer

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Check the file of a paper by its seal, and by the register where the database answers. "
        "Status 0 for a genuine paper, 1 for any other, 2 where the question can't be answered."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--ca", type=Path, help="trust only the certificates in this PEM file")
        parser.add_argument("--offline", action="store_true", help="don't ask the register")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="answer for programs"
        )

    def handle(
        self, *args: Any, file: Path, ca: Path | None, offline: bool, as_json: bool, **options: Any
    ) -> None:
        try:
            with file.open("rb") as opened:
                pdf = opened.read(checking.MAX_BYTES + 1)
            roots = ca.read_bytes() if ca else keys.roots()
        except (OSError, DocumentError) as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        answer = self._answer(pdf, roots, register=not offline and ca is None)
        self._say(answer, as_json=as_json)
        if not answer.good:
            raise SystemExit(1)

    def _answer(self, pdf: bytes, roots: bytes, *, register: bool) -> Answer:
        try:
            return verifying.of_file(pdf, roots, register=register)
        except DatabaseError as error:
            self.stderr.write(f"The register could not be asked: {error}")
            return verifying.of_file(pdf, roots, register=False)

    def _say(self, answer: Answer, *, as_json: bool) -> None:
        if as_json:
            told = telling.as_json(answer)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for language in ("zh-hans", "en"):
            with override(language):
                for line in telling.lines(answer):
                    self.stdout.write(line)
            self.stdout.write("")
