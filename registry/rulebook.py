"""The rulebook in force for a bureau: the shipped files with its approved amendments laid on."""

from collections.abc import Iterable
from datetime import date

from policy.book import Choice, Rulebook
from policy.loading import shipped
from registry.amendments import Amendment
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


def approved_in(bureau: Unit | int | None) -> list[Amendment]:
    """The bureau's approved amendments that nobody revoked, in the order of their approval."""
    rows = Amendment.objects.filter(approved=True)
    if bureau is not None:
        rows = rows.filter(bureau=bureau)
    return _standing(rows.order_by("settled_at", "pk"))


def _standing(rows: Iterable[Amendment]) -> list[Amendment]:
    """Those that are not revoked by another of them."""
    rows = list(rows)
    revoked = {row.revokes_id for row in rows if row.revokes_id is not None}
    return [row for row in rows if row.revokes_id is None and row.pk not in revoked]


def laid_on(rows: Iterable[Amendment]) -> Rulebook:
    """The shipped book with these amendments; raises policy.errors.BadRulebook."""
    rows = list(rows)
    return shipped().with_amendments(
        [row.as_policy() for row in rows if not row.chooses_set],
        [Choice(row.effective, row.set) for row in rows if row.chooses_set],
    )


def book_with(*rows: Amendment) -> Rulebook:
    """The book as it would be with amendments of one bureau; raises policy.errors.BadRulebook."""
    return laid_on(_standing([*approved_in(rows[0].bureau), *rows]))
