"""What every process goes by: the time of each step, when to remind of it, how cases are conducted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from policy import conduct
from policy.book import Rulebook
from policy.deadlines import CHAPTER, REMIND_AT_SHARE
from policy.ruling import Value


def values(stages: Iterable[str], *, on: date, book: Rulebook, set: str) -> list[Value]:
    """The figures that are frozen with a case, whatever it asks for.

    stages  the steps that have a deadline in the rulebook
    raises  NotInForce, UnknownSet
    """
    deadlines = [
        Value.of(book.parameter(set, CHAPTER, stage), on, name=f"deadline.{stage}")
        for stage in stages
    ]
    remind = Value.of(book.parameter(set, CHAPTER, REMIND_AT_SHARE), on)
    return [*deadlines, remind, *conduct.values(on=on, book=book, set=set)]
