"""Why a paper can't be made. The docstring of a class is the sentence that people read."""

from django.utils.translation import gettext

from approvals.errors import Refused
from registry.errors import sentence_of


class DocumentError(Exception):
    """This paper can't be made."""

    hopeless = False  # the next attempt will fail too
    of_machine = False  # it is no fault of the paper

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return gettext(sentence_of(type(self))) % self.facts


class UnprintableText(DocumentError):
    """Our fonts cannot print these characters: %(characters)s. Write them in another way."""

    hopeless = True


class TooMuchText(DocumentError):
    """The paper would hold %(length)s characters; at most %(limit)s are printed."""

    hopeless = True


class TooManyPages(DocumentError):
    """The paper would have %(pages)s pages; at most %(limit)s are printed."""

    hopeless = True


class TooLaborious(DocumentError):
    """Drawing the paper took more than %(limit)s and was stopped."""


class DrawingFailed(DocumentError):
    """The paper could not be drawn: %(reason)s"""


class CannotDraw(DocumentError):
    """This machine cannot make PDFs yet. Its administrator runs: %(command)s"""

    of_machine = True


class BadSeal(DocumentError):
    """The paper could not be sealed: %(reason)s"""

    of_machine = True


class GivenUp(DocumentError):
    """This paper could not be drawn in %(tries)s attempts: %(reason)s"""

    hopeless = True


class NoPreview(DocumentError):
    """What is said so far isn't enough for a preview of the paper."""

    hopeless = True


class VoidedAlready(Refused):
    """%(number)s was voided already (%(when)s)."""


class SupersededAlready(Refused):
    """%(number)s was issued anew already, as %(newer)s."""


class NotWrittenAnew(Refused):
    """The process that issued %(number)s doesn't write such a paper any more. Void it instead."""
