"""`manage.py messages`: bring the Chinese catalogue up to date; `--check` says what it lacks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.management.extracting import Text, texts

FOLDER = Path("locale", "zh_Hans", "LC_MESSAGES")
HEAD = {
    "Project-Id-Version": "qianpi",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Command(BaseCommand):
    help = "Merge what the product says into the Chinese catalogue and compile it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; status 1 if stale"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = settings.BASE_DIR / FOLDER
        po_file, mo_file = folder / "django.po", folder / "django.mo"
        found = texts(settings.BASE_DIR)
        before = polib.pofile(str(po_file)) if po_file.exists() else polib.POFile()
        if check:
            problems = faults(found, before)
            if not mo_file.exists() or mo_file.read_bytes() != before.to_binary():
                problems.append("django.mo is stale: run manage.py messages")
            if problems:
                raise CommandError("\n".join(problems), returncode=1)
            self.stdout.write(f"{len(found)} texts, all translated.")
            return
        for problem in faults(found, before):
            self.stderr.write(problem)
        after = merged(found, before)
        folder.mkdir(parents=True, exist_ok=True)
        after.save(str(po_file))
        mo_file.write_bytes(after.to_binary())


def key(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural, entry.msgctxt)


def faults(found: dict[Text, list[str]], catalogue: polib.POFile) -> list[str]:
    """What is wrong between the product and its catalogue: one line each."""
    kept = {key(entry): entry for entry in catalogue}
    missing = [f"missing: {t.msgid!r} ({', '.join(p)})" for t, p in found.items() if t not in kept]
    obsolete = [f"obsolete: {text.msgid!r}" for text in kept if text not in found]
    empty = [f"untranslated: {e.msgid!r}" for e in catalogue if not e.translated()]
    return missing + obsolete + empty


def merged(found: dict[Text, list[str]], before: polib.POFile) -> polib.POFile:
    """The catalogue of exactly what is said now, with the translations that there were."""
    kept = {key(entry): entry for entry in before}
    after = polib.POFile(wrapwidth=0)
    after.metadata = HEAD
    for text in sorted(found, key=lambda t: (found[t][0], t.msgid)):
        old = kept.get(text)
        entry = polib.POEntry(
            msgid=text.msgid,
            msgctxt=text.context,
            msgid_plural=text.plural,
            msgstr=old.msgstr if old and not text.plural else "",
            occurrences=[(name, "") for name in found[text]],
        )
        if text.plural:
            entry.msgstr_plural = old.msgstr_plural if old else {0: ""}
        if "%(" in text.msgid:
            entry.flags.append("python-format")
        after.append(entry)
    return after
