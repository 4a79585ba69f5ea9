"""What a cell says: text, a code, a day or one of several choices."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from registry.imports import errors
from registry.imports.reading import Cell
from registry.printing import unprintable

Reader = Callable[[Cell], Any]

_DAY = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})[-/年]([0-9]{1,2})月?", re.ASCII)
_YUAN = re.compile(r"-?([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})(\.[0-9]{1,2})?", re.ASCII)
# What a spreadsheet makes of a long number: 1234567890123.0 or 4.40511E+13.
_FLOAT = re.compile(r"[0-9]+\.0+|[0-9]+(\.[0-9]+)?[Ee]\+?[0-9]+", re.ASCII)
_YES = ("是", "yes", "true", "1", "在职")
_NO = ("否", "no", "false", "0", "离职")


def shown(cell: Cell) -> str:
    """A cell as a person reads it; 3.0 of a spreadsheet is 3."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def text(cell: Cell) -> str:
    """The text as it stands: “=1+1” is four characters, and leading zeros stay."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        raise errors.HeldAsNumber(value=shown(cell))
    for character in cell.strip():
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co"):
            raise errors.ControlCharacter(code=f"{ord(character):04X}")
    found = unicodedata.normalize("NFC", cell.strip())
    if unknown := unprintable(found):
        raise errors.Unprintable(characters=unknown)
    return found


def code(cell: Cell) -> str:
    """A code, a number of a person or an id: text that no spreadsheet has made a number of."""
    found = text(cell)
    if _FLOAT.fullmatch(found):
        raise errors.HeldAsNumber(value=found)
    return found


def day(cell: Cell) -> date | None:
    """A day, as 2026-03-01, 2026/3/1 or a date cell of Excel."""
    if isinstance(cell, datetime):
        if cell.time() != time(0):
            raise errors.NoDay(value=cell.isoformat(sep=" "))
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell is None or cell == "":
        return None
    match = _DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if match is None:
        raise errors.NoDay(value=shown(cell))
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        raise errors.NoDay(value=cell) from None


def month(cell: Cell) -> date | None:
    """A month by its first day, as 2026-03, 2026/3, 2026年3月, or any day of it."""
    match = _MONTH.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if match is None:
        found = day(cell)
        return found and found.replace(day=1)
    if not 1 <= int(match[2]) <= 12:
        raise errors.NoDay(value=cell)
    return date(int(match[1]), int(match[2]), 1)


def yuan(cell: Cell) -> Decimal | None:
    """An amount in yuan, also below zero: a number, or text as 1234.50 and 1,234.50."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, (bool, date)):
        raise errors.NoAmount(value=cell)
    written = str(cell).strip()
    # What a spreadsheet makes of 0.1 + 0.2: more places than a float is good for.
    if isinstance(cell, float):
        written = f"{cell:.10f}".rstrip("0").rstrip(".")
    match = _YUAN.fullmatch(written)
    if match is None:
        raise errors.NoAmount(value=cell)
    return Decimal(written.replace(",", "")).quantize(Decimal("0.01"))


def one_of(words: dict[str, tuple[str, ...]]) -> Reader:
    """A reader that takes a code of `words` or any of the words beside it, and gives the code."""
    known = {word.casefold(): name for name, others in words.items() for word in (name, *others)}

    def read(cell: Cell) -> str:
        found = text(cell)
        if not found:
            return ""
        if found.casefold() not in known:
            shown = errors.listed(errors.spelled(n, others[0]) for n, others in words.items())
            raise errors.NotAChoice(value=found, known=shown)
        return known[found.casefold()]

    return read


def yes_or_no(cell: Cell) -> bool | None:
    """True or False; None where nothing stands."""
    if isinstance(cell, bool):
        return cell
    found = text(cell).casefold()
    if not found:
        return None
    if found not in (*_YES, *_NO):
        raise errors.NotAChoice(value=found, known="是, 否, yes, no")
    return found in _YES
