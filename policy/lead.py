"""商机奖励: what the supplier of a lead gets of the profit that it brought."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from policy import routes
from policy.book import Rulebook
from policy.facts import revenue, written
from policy.ruling import Ruling, look_in

CHAPTER, SHARE = "lead", "reward_share"
STAGES = ("adopt", "profit")
FEN = Decimal("0.01")


def rule_on(profit_yuan: Decimal, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The reward in yuan, as the ruling's value.

    raises  BadFact, NotInForce, UnknownSet
    source  measures-2007, 5(6)
    """
    revenue("profit_yuan", profit_yuan)
    share = look_in(CHAPTER, on=on, book=book, set=set)(SHARE)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"profit_yuan": profit_yuan}),
        values=(share, *routes.values(STAGES, on=on, book=book, set=set)),
        value=reward(profit_yuan, Decimal(str(share.value))),
        unit="CNY",
    )


def reward(profit_yuan: Decimal, share: Decimal) -> Decimal:
    """The share of a profit in whole fen."""
    return (profit_yuan * share).quantize(FEN, ROUND_HALF_UP)
