"""Registering a customer and declaring a project （申报注册、项目报备）: what it needs, what it brings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policy import protection, routes
from policy.book import Rulebook
from policy.calendar import Calendar
from policy.facts import one_of
from policy.ruling import Ruling, Value, look_in

CHAPTER = "registration"
PLAN, CONFIRMATION, IDS, LIKENESS = "plan", "confirmation", "ids_by_centre", "likeness"
STAGES = ("unit_review", "confirm")


def rule_on(kind: str, *, on: date, book: Rulebook, set: str) -> Ruling:
    """What the declaration of a customer or a project goes by, as the values of the ruling.

    kind    "regular" or "festival" for a project, "registration" for a customer without one
    raises  BadFact, NotSet, NotInForce, UnknownSet
    source  dongguan-measures, 10(1) and 11(2)
    """
    one_of("kind", kind, protection.KINDS)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    own = [look(CONFIRMATION), look(IDS), look(LIKENESS)]
    if kind != protection.REGISTRATION:
        own.insert(0, look(PLAN))
    period = protection.rule_on(kind, on, on=on, book=book, set=set)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts={"kind": kind},
        values=[*own, *period.values, *routes.values(STAGES, on=on, book=book, set=set)],
    )


def protected_until(ruling: Ruling, confirmed_on: date, calendar: Calendar) -> date:
    """The last day of the period, by the figures that were frozen when it was asked for.

    confirmed_on  the day of the confirmation, which is not counted
    """
    kind = dict(ruling.facts)["kind"]
    return protection.ends_on(_named(ruling.values), kind, confirmed_on, calendar=calendar)


def _named(values: tuple[Value, ...]) -> Mapping[str, Value]:
    return {value.name: value for value in values}
