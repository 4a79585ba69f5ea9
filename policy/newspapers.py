"""The revenue of newspapers and periodicals （报刊收入）, which are entered by their turnover."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from policy.book import Rulebook
from policy.facts import Facts, revenue, written
from policy.ruling import Ruling, look_in
from policy.units import fraction

CHAPTER = "newspapers"
MONTHS = 12
FEN = Decimal("0.01")


def rule_on(
    turnover_yuan: Decimal,
    other_income_yuan: Decimal = Decimal(0),
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """The revenue of a month in yuan, to the fen, as the ruling's value; the fee rate is its figure.

    turnover_yuan      what the customer subscribed for in the whole year
    other_income_yuan  what else the month brought
    raises             BadFact, NotSet, NotInForce, UnknownSet
    source             shantou-plan, 日常管理 2.1
    """
    revenue("turnover_yuan", turnover_yuan)
    revenue("other_income_yuan", other_income_yuan)
    rate = look_in(CHAPTER, on=on, book=book, set=set)("fee_rate")
    share = fraction(rate.value) / MONTHS
    month = turnover_yuan * share.numerator / share.denominator + other_income_yuan
    facts: Facts = {
        "turnover_yuan": turnover_yuan,
        "other_income_yuan": other_income_yuan or None,
    }
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        values=[rate],
        value=month.quantize(FEN, ROUND_HALF_UP),
        unit="CNY",
    )
