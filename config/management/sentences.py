"""Commands that refuse with one sentence on stderr and exit status 2, never a traceback."""

import sys
from argparse import Action, ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections
from django.utils.translation import get_language

from policy.errors import PolicyError

REFUSED = 2


def refusal(*, zh: str, en: str, status: int = REFUSED) -> CommandError:
    """The error with the sentence in the language in force, on one line."""
    text = zh if language().startswith("zh") else en
    return CommandError(" ".join(text.split()), returncode=status)


def language() -> str:
    """The language in force, zh-hans where none is."""
    return get_language() or "zh-hans"


class SentenceCommand(BaseCommand):
    """A command whose every refusal is one sentence. It checks nothing before it starts."""

    requires_system_checks = []
    refused_status = REFUSED

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("allow_abbrev", False)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        refuse_in_words(parser)
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """As Django runs it, without the error's class name in front of the sentence."""
        self._called_from_command_line = True
        try:
            options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
            self.execute(*options.pop("args", ()), **options)
        except CommandError as error:
            self.stderr.write(str(error))
            sys.exit(error.returncode)
        finally:
            connections.close_all()

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except PolicyError as error:
            zh, en = error.sentence("zh"), error.sentence("en")
            if error.key:
                zh, en = f"{zh}（{error.key}）", f"{en} ({error.key})"
            sentences = {"zh": zh, "en": en}
            raise refusal(**sentences, status=self.refused_status) from error
        except DatabaseError as error:
            raise refusal(
                zh=f"数据库无法读取：{error}。", en=f"The database cannot be read: {error}."
            ) from error


class Once(Action):
    """An option that says one thing: given twice it is refused, not decided by the last."""

    given = False

    def __call__(
        self, parser: ArgumentParser, namespace: Any, value: Any, flag: Any = None
    ) -> None:
        if self.given:
            raise refusal(zh=f"{flag} 只能写一次。", en=f"{flag} is given twice; give it once.")
        self.given = True
        setattr(namespace, self.dest, value)


def refuse_in_words(parser: ArgumentParser) -> None:
    """Make a parser refuse with the sentence alone, without its usage."""

    def error(message: str) -> NoReturn:
        raise refusal(
            zh=f"命令写法不对：{message}。", en=f"The command is not written right: {message}."
        )

    parser.error = error  # type: ignore[method-assign]
