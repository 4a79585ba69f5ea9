"""Marketing to a customer or in an area of another unit （跨片区营销）: it needs consent, for a time."""

from __future__ import annotations

from datetime import date

from policy import routes
from policy.book import Rulebook
from policy.errors import BadFact
from policy.protection import last_day
from policy.ruling import Ruling, look_in

CHAPTER = "crossing"
CONSENT, LONGEST, UNTIL = "consent", "longest", "until"
STAGES = ("unit_review", "confirm")


def rule_on(starts_on: date, ends_on: date, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What a consent goes through, as the values of the ruling; its value is the last day it can have.

    raises  BadFact for a consent that is too long or ends before it begins, NotSet, NotInForce,
            UnknownSet
    source  measures-2007, 5(3)
    """
    look = look_in(CHAPTER, on=on, book=book, set=set)
    values = [look(CONSENT), look(LONGEST)]
    latest = last_day(starts_on, int(str(values[1].value)))
    if not starts_on <= ends_on <= latest:
        raise BadFact(
            zh=f"止期须在 {starts_on} 至 {latest} 之间",
            en=f"it has to end between {starts_on} and {latest}",
        )
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()},
        values=[*values, *routes.values(STAGES, on=on, book=book, set=set)],
        value=latest.isoformat(),
        unit="dates",
    )
