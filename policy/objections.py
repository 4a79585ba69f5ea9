"""考核异议: until when somebody may object to a closed card, and until when that is answered."""

from __future__ import annotations

from datetime import date

from policy.book import Rulebook
from policy.calendar import Calendar
from policy.ruling import Value, look_in
from policy.scorecards import CHAPTER

OBJECT, ANSWER = "objection_days", "answer_days"


def until(closed_on: date, *, book: Rulebook, set: str) -> tuple[date, Value]:
    """The last day to object to a card that was closed on that day, with its figure.

    raises  NotInForce, NotSet, UnknownSet
    """
    return _after(OBJECT, closed_on, book, set)


def answered_by(objected_on: date, *, book: Rulebook, set: str) -> tuple[date, Value]:
    """The day by which an objection of that day is answered, with its figure. Raises as `until`."""
    return _after(ANSWER, objected_on, book, set)


def _after(name: str, day: date, book: Rulebook, set: str) -> tuple[date, Value]:
    figure = look_in(CHAPTER, on=day, book=book, set=set)(name)
    calendar = Calendar.of(book, set=set, on=day)
    return calendar.add_working_days(day, int(str(figure.value))), figure
