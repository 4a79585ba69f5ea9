"""What can go wrong in the registry. The docstring of a class is its sentence."""

from django.utils.translation import gettext


def sentence_of(error: type[Exception]) -> str:
    """The sentence of an error class: its docstring on one line, as the translations have it."""
    return " ".join(str(error.__doc__).split())


class RegistryError(Exception):
    """The registry refused this."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(str(self))

    def __str__(self) -> str:
        return gettext(sentence_of(type(self))) % self.facts


class SamePerson(RegistryError):
    """The person who proposed a rule can't approve it as well: ask a second person."""


class NotARuleKeeper(RegistryError):
    """Only the marketing department's head or deputy, the centre's director or its information
    supervisor may propose or approve a rule.
    """


class AlreadySettled(RegistryError):
    """This amendment was settled already by %(who)s."""


class Retroactive(RegistryError):
    """A rule can't take effect before today (%(today)s): cases that are decided keep their rule."""
