"""Why a paper can't be made. The docstring of a class is the sentence that people read."""

from django.utils.translation import gettext

from registry.errors import sentence_of


class DocumentError(Exception):
    """This paper can't be made."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return gettext(sentence_of(type(self))) % self.facts


class UnprintableText(DocumentError):
    """Our fonts cannot print these characters: %(characters)s. Write them in another way."""


class TooMuchText(DocumentError):
    """The paper would hold %(length)s characters; at most %(limit)s are printed."""


class TooManyPages(DocumentError):
    """The paper would have %(pages)s pages; at most %(limit)s are printed."""


class TooLaborious(DocumentError):
    """Drawing the paper took more than %(limit)s and was stopped."""


class DrawingFailed(DocumentError):
    """The paper could not be drawn: %(reason)s"""


class CannotDraw(DocumentError):
    """This machine cannot make PDFs yet. Its administrator runs: %(command)s"""


class GivenUp(DocumentError):
    """This paper could not be drawn in %(tries)s attempts: %(reason)s"""
