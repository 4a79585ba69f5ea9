"""How cases are conducted, whatever they ask for: vacancies, one person on two steps, withdrawing, urging."""

from __future__ import annotations

from datetime import date

from policy.book import Rulebook
from policy.ruling import Ruling, Value

CHAPTER = "conduct"
NOBODY_DECIDES, SUPERIOR, ADMINISTRATOR, REFUSE = (
    "nobody_decides",
    "superior",
    "administrator",
    "refuse",
)
SAME_PERSON, APART, CARRIED = "same_person", "apart", "carried"
WITHDRAW_UNTIL, FIRST_VERDICT, END = "withdraw_until", "first_verdict", "end"
URGE_EVERY = "urge_every"
NAMES = (NOBODY_DECIDES, SAME_PERSON, WITHDRAW_UNTIL, URGE_EVERY)


def values(*, on: date, book: Rulebook, set: str) -> list[Value]:
    """What is frozen with every case. Raises NotInForce, UnknownSet."""
    return [Value.of(book.parameter(set, CHAPTER, name), on) for name in NAMES]


def rule_on(*, on: date, book: Rulebook, set: str) -> Ruling:
    """How cases of a day are conducted, as the values of the ruling. Raises NotInForce, UnknownSet."""
    book.refuse_before(set, on)
    given = values(on=on, book=book, set=set)
    return Ruling.by(book, set=set, chapter=CHAPTER, on=on, facts={}, values=tuple(given))
