"""The rulebook in force for a bureau: the shipped files with its approved amendments laid on."""

from policy.book import Rulebook
from policy.loading import shipped
from registry.amendments import approved_in
from registry.org.models import Unit

_composed: dict[str, Rulebook] = {}
_KEPT = 32


def current(bureau: Unit | int | None = None) -> Rulebook:
    """The book that rules a bureau's new cases. One query; composed once a list of amendments."""
    amendments = [row.as_policy() for row in approved_in(bureau)]
    key = repr(amendments)
    book = _composed.get(key)
    if book is None:
        if len(_composed) >= _KEPT:
            _composed.clear()
        book = _composed[key] = shipped().with_amendments(amendments)
    return book
