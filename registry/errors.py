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


class GoesByItAlready(RegistryError):
    """The bureau goes by that set on that day already: choose another set or another day."""


class FromTomorrow(RegistryError):
    """Another policy set holds from tomorrow at the earliest: a day goes by one set only."""


class InForce(RegistryError):
    """It is in force since %(day)s, and cases go by it: propose another one from a later day."""


class AlreadyRevoked(RegistryError):
    """It is revoked already, or nobody approved it: look at it once more."""


class NotTheirKeeper(RegistryError):
    """Only %(who)s, human resources or the information supervisor of the bureau may arrange who
    stands in for %(who)s.
    """


class NotActive(RegistryError):
    """%(who)s no longer works here."""


class OfTheDemo(RegistryError):
    """The people of the demo keep their password."""


class InTheirOwnPlace(RegistryError):
    """Nobody stands in for themselves: choose another person."""


class BeginsInThePast(RegistryError):
    """A substitution can't begin before today (%(today)s)."""


class EndsBeforeItBegins(RegistryError):
    """The last day is before the first one."""


class NoLimit(RegistryError):
    """A limit is more than nothing. Leave it empty if there is none."""


class NoCommonBureau(RegistryError):
    """%(substitute)s and %(who)s hold no posts in the same bureau on that day."""


class AwayAlready(RegistryError):
    """%(substitute)s stands in for %(who)s already from %(since)s to %(until)s. End that first, or
    choose other days.
    """


class StandsInACircle(RegistryError):
    """%(who)s stands in for %(through)s on some of these days, so nobody would be left to decide."""


class EndedAlready(RegistryError):
    """This substitution is over already."""


class NotTheirPostKeeper(RegistryError):
    """Only human resources or the information supervisor of the bureau may change the posts and the
    account of %(who)s.
    """


class NotForOneself(RegistryError):
    """Nobody arranges this for themselves. Ask human resources or the information supervisor."""


class NotTheirUnit(RegistryError):
    """%(unit)s belongs to another bureau: its own human resources give posts there."""


class HoldsItAlready(RegistryError):
    """%(who)s holds this post already (%(post)s, from %(since)s). End it first, or choose other days."""


class PostOver(RegistryError):
    """This post is over already (until %(until)s)."""


class WorksHere(RegistryError):
    """%(who)s works here: there is nothing to reactivate."""


class WorksUntil(RegistryError):
    """%(who)s works until %(last_day)s: the account can be closed from that day on."""
