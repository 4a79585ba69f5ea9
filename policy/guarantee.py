"""保底绩效工资: what the unit adds in the probation, so that a transfer doesn't lower the income."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.facts import Facts, revenue, written
from policy.performance import check_score
from policy.ruling import Ruling, look_in

CHAPTER = "guarantee"
LEAST_SCORE, TOP_UP, PERIOD = "least_score", "top_up", "period_months"


def rule_on(
    score: Decimal,
    income_before_yuan: Decimal,
    income_by_formula_yuan: Decimal,
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """The amount that the unit adds this month in yuan, as the ruling's value; it may be nothing.

    income_before_yuan      of a month before the transfer
    income_by_formula_yuan  of this month, by the formulas of pay
    raises                  BadFact, NotInForce, UnknownSet
    source                  shantou-plan, 进入退出 三.3
    """
    check_score("score", score)
    revenue("income_before_yuan", income_before_yuan)
    revenue("income_by_formula_yuan", income_by_formula_yuan)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    least, kind, period = look(LEAST_SCORE), look(TOP_UP), look(PERIOD)
    lacking = max(Decimal(0), income_before_yuan - income_by_formula_yuan)
    facts: Facts = {
        "score": score,
        "income_before_yuan": income_before_yuan,
        "income_by_formula_yuan": income_by_formula_yuan,
    }
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        values=(least, kind, period),
        value=lacking if score >= Decimal(str(least.value)) else Decimal(0),
        unit="CNY",
    )
