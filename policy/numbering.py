"""How papers are numbered: whose register counts them, and how a number is written."""

from __future__ import annotations

from datetime import date

from policy.book import Rulebook
from policy.ruling import Ruling, Value

CHAPTER = "numbering"
COUNTED_BY, UNIT, BUREAU = "counted_by", "unit", "bureau"
FORMAT, KIND_IN_MARK, KIND_IN_NUMBER = "format", "kind_in_mark", "kind_in_number"
NAMES = (COUNTED_BY, FORMAT)

_WRITTEN = {
    KIND_IN_MARK: "{mark}{kind}〔{year}〕{serial}号",
    KIND_IN_NUMBER: "{mark}〔{year}〕{kind}{serial}号",
}


def rule_on(*, on: date, book: Rulebook, set: str) -> Ruling:
    """How papers of a day are numbered, as the values of the ruling. Raises NotInForce, UnknownSet."""
    book.refuse_before(set, on)
    given = [Value.of(book.parameter(set, CHAPTER, name), on) for name in NAMES]
    return Ruling.by(book, set=set, chapter=CHAPTER, on=on, facts={}, values=tuple(given))


def number_text(format: str, *, mark: str, kind: str, year: int, serial: int) -> str:
    """澜邮东审〔2026〕12号: brackets U+3014 and U+3015, nothing padded.

    mark  of the unit (澜邮东); kind: the character of the kind of paper (审)
    """
    return _WRITTEN[format].format(mark=mark, kind=kind, year=year, serial=serial)
