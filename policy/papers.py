"""What papers look like in an organisation: English beneath the labels, a formal reply beside the form."""

from __future__ import annotations

from datetime import date

from policy.book import Rulebook
from policy.ruling import Ruling, Value

CHAPTER = "papers"
ENGLISH_LABELS, FORMAL_REPLY = "english_labels", "formal_reply"


def rule_on(*, on: date, book: Rulebook, set: str) -> Ruling:
    """What papers of a day look like, as switches of the ruling. Raises NotInForce, UnknownSet."""
    book.refuse_before(set, on)
    given = [
        Value.of(book.parameter(set, CHAPTER, name), on) for name in (ENGLISH_LABELS, FORMAL_REPLY)
    ]
    return Ruling.by(book, set=set, chapter=CHAPTER, on=on, facts={}, values=tuple(given))
