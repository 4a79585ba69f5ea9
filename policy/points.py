"""扣分加分: what one thing that is counted takes off a card, or adds to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.facts import one_of, written
from policy.ruling import Ruling, look_in
from policy.scorecards import CASES, CHAPTER, COUNTED, OFFENCES

_CASE = dict(zip((*CASES, "cases"), ("case_city", "case_province", "planner_case"), strict=True))
FIGURES = (
    {fact: figure for parts in COUNTED.values() for fact, figure in parts}
    | dict.fromkeys(OFFENCES, "offence")
    | _CASE
)
ITEM = {fact: item for item, parts in COUNTED.items() for fact, _figure in parts}


def rule_on(counted: str, times: int, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The points for what is counted, without its sign, as the ruling's value.

    counted  as the cards name it: "attendance_absences", "bought_items", "cases_city"
    raises   BadFact, NotInForce, UnknownSet
    source   shantou-plan, 月度工作表现考核
    """
    one_of("counted", counted, FIGURES)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    one = look(FIGURES[counted])
    values, points = [one], Decimal(str(one.value)) * times
    if counted in ITEM:  # an item is worth no more than its ceiling
        values.append(look(f"{ITEM[counted]}_most"))
        points = min(points, Decimal(str(values[-1].value)))
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"counted": counted, "times": times}),
        values=values,
        value=points,
        unit="points",
    )
