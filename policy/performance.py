"""固定绩效: the factor of the fixed performance pay, by the score of the month."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import written
from policy.ruling import Ruling, look_in

CHAPTER = "fixed-performance"
FULL_SCORE, POINT_SHARE, PART_POINTS = "full_score", "point_share", "part_points"
WHOLE_POINTS = "whole_points"
HIGHEST = 200  # 100 points, and what is added for praised cases


def rule_on(score: Decimal, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The factor from 0 to 1, as the ruling's value.

    score   points of the month, 0 or more
    raises  BadFact, NotInForce, UnknownSet
    source  shantou-plan, 薪酬管理: 固定绩效
    """
    check_score("score", score)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    full, share, parts = look(FULL_SCORE), look(POINT_SHARE), look(PART_POINTS)
    below = max(Decimal(str(full.value)) - score, Decimal(0))
    if parts.value == WHOLE_POINTS:
        below = below.to_integral_value(ROUND_CEILING)
    factor = max(Decimal(0), 1 - Decimal(str(share.value)) * below)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"score": score}),
        values=(full, share, parts),
        value=plain(factor),
        unit="weight",
    )


def check_score(name: str, score: Decimal) -> None:
    """Refuse what is no score of a month; raises BadFact."""
    if not score.is_finite() or not 0 <= score <= HIGHEST:
        raise BadFact(
            zh=f"{name} 为 {score}；写 0 到 {HIGHEST} 的得分",
            en=f"{name} is {score}; write a score from 0 to {HIGHEST}",
        )


def plain(number: Decimal) -> Decimal:
    """The same number without zeros behind its last decimal: 0.5 for 0.50, 10 for 1E+1."""
    return Decimal(format(number.normalize(), "f"))
