"""The industries that a bureau tells its customers apart by, in words."""

from datetime import date

from policy import industries
from policy.errors import PolicyError
from policy.figures import Words
from registry import rulebook
from registry.org.models import Unit


def known_in(bureau: Unit, on: date) -> dict[str, Words]:
    """Those of a day by their codes; none where the bureau's set has no such list."""
    book, set_ = rulebook.ruling(bureau, on)
    try:
        return industries.listed(on=on, book=book, set=set_)
    except PolicyError:
        return {}


def name_of(code: str, *, bureau: Unit, on: date, language: str = "zh") -> str:
    """What a code stands for; the code itself where the list has lost it."""
    known = known_in(bureau, on).get(code) if code else None
    return known[language] if known else code
