"""`manage.py rulebook check` and `rulebook show CHAPTER`: the rulebook itself."""

import json
from typing import Any

from django.core.management.base import CommandParser

from config.management.rulings import table
from config.management.sentences import SentenceCommand, refusal
from policy import loading
from policy.book import DEFAULT_SET, Rulebook
from policy.figures import Parameter
from policy.units import as_text


class Command(SentenceCommand):
    help = "Check the shipped rulebook, or show the figures of a chapter with their articles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "show"])
        parser.add_argument("chapter", nargs="?", help="for show")
        parser.add_argument("--set", default=DEFAULT_SET, help=f"the policy set ({DEFAULT_SET})")
        parser.add_argument("--json", action="store_true", help="show as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "check":
            self.refused_status = 1
            self.check_all(loading.load(loading.FOLDER))
            return
        book = loading.shipped()
        name = options["chapter"]
        if name is None:
            names = ", ".join(book.chapters(options["set"]))
            raise refusal(zh=f"请写明章：{names}。", en=f"Name a chapter: {names}.")
        parameters = book.chapter(options["set"], name)
        if options["json"]:
            answer = _as_json(book, options["set"], name, parameters)
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        label = book.head(options["set"], name).label
        self.stdout.write(f"{label.zh} · {label.en} ({options['set']}, {book.version})\n")
        self.stdout.write("\n".join(table(parameters)))

    def check_all(self, book: Rulebook) -> None:
        """One line a set, and the version and hash of the whole."""
        for policy_set in book.sets:
            chapters = ", ".join(book.chapters(policy_set.name))
            title = policy_set.title
            self.stdout.write(f"{policy_set.name}: {title.zh} · {title.en}: {chapters}")
        self.stdout.write(f"{book.version} {book.hash}")


def _as_json(
    book: Rulebook, set_name: str, chapter: str, parameters: tuple[Parameter, ...]
) -> dict[str, Any]:
    return {
        "set": set_name,
        "chapter": chapter,
        "label": book.head(set_name, chapter).label.as_json(),
        "version": book.version,
        "hash": book.hash,
        "parameters": [_parameter_json(parameter) for parameter in parameters],
    }


def _parameter_json(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": parameter.label.as_json(),
        "unit": parameter.unit,
        "stated_by_set": parameter.set,
        "set_by": parameter.set_by.as_json() if parameter.set_by else None,
        "versions": [
            {
                "effective": version.effective.isoformat(),
                "effective_assumed": version.effective_assumed,
                "value": as_text(version.value),
                "source": version.citation.source,
                "source_title": version.citation.title.as_json(),
                "article": version.citation.article,
                "kind": version.kind,
                "says": version.says.as_json(),
            }
            for version in parameter.versions
        ],
    }
