"""The rulebook in force for a bureau: the shipped files with its approved amendments laid on."""

from datetime import date

from policy.book import Rulebook
from registry.amendments import approved_in, laid_on
from registry.org.models import Unit

_composed: dict[str, Rulebook] = {}
_KEPT = 32


def current(bureau: Unit | int | None = None) -> Rulebook:
    """The book that rules a bureau's new cases. One query; composed once a list of amendments."""
    rows = approved_in(bureau)
    key = repr([(row.chooses_set, row.as_policy()) for row in rows])
    book = _composed.get(key)
    if book is None:
        if len(_composed) >= _KEPT:
            _composed.clear()
        book = _composed[key] = laid_on(rows)
    return book


def set_of(bureau: Unit, book: Rulebook, on: date) -> str:
    """The set that the bureau goes by on a day: the last it went over to by then, else its first."""
    return book.chosen(on) or bureau.policy_set


def ruling(bureau: Unit, on: date) -> tuple[Rulebook, str]:
    """The bureau's book, and the set in it that the bureau goes by on that day."""
    book = current(bureau)
    return book, set_of(bureau, book, on)
