"""策划提成: what a planner gets for performance that was planned and collected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import money, written
from policy.pay import CHAPTER, PLANNER_LEAST, PLANNER_MOST, fen
from policy.ruling import Ruling, look_in


def rule_on(planned_yuan: Decimal, rate: Decimal, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The commission in yuan, as the ruling's value.

    rate    what the unit agreed on, within the printed range
    raises  BadFact, NotInForce, UnknownSet
    source  shantou-plan, 薪酬管理 (二)
    """
    money("planned_yuan", planned_yuan)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    least, most = look(PLANNER_LEAST), look(PLANNER_MOST)
    check_rate(rate, Decimal(str(least.value)), Decimal(str(most.value)))
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"planned_yuan": planned_yuan, "rate": rate}),
        values=(least, most),
        value=fen(planned_yuan * rate),
        unit="CNY",
    )


def check_rate(rate: Decimal, least: Decimal, most: Decimal) -> None:
    """Refuse a rate outside the range; raises BadFact."""
    if not least <= rate <= most:
        raise BadFact(
            zh=f"rate 为 {rate:f}，策划提成应在 {least:f} 至 {most:f} 之间",
            en=f"rate is {rate:f}, the commission of a planner has to be {least:f} to {most:f}",
        )
