"""Grading of key accounts （大客户分级）: the tier of a customer, and why, line by line.

A set grades by one of two methods: by the revenue of a year alone, or by a score of criteria.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policy import scoring
from policy.book import Rulebook
from policy.customers import DIAMOND, GENERAL, GOLD, SILVER, TIERS
from policy.errors import BadFact
from policy.facts import Facts, money, revenue, written
from policy.figures import Words
from policy.ruling import Look, Ruling, Value, look_in
from policy.units import bands_in

CHAPTER = "grading"
METHOD, REVENUE_BAND = "method", "revenue_band"
SPEND, LEVEL, LEVELS = "spend", "level", "levels"
BY_QUARTER, SPECIAL_LISTING = "by_quarter", "special_listing"
GRADED = (DIAMOND, GOLD, SILVER)
QUARTERS = 4


def rule_on(
    spend_yuan: Decimal,
    bureau_revenue_yuan: Decimal | None = None,
    credit_points: Decimal | None = None,
    quarter: int | None = None,
    special_listing: bool = False,
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """The tier, "diamond", "gold", "silver" or "general", as the value; the reasons as values.

    spend_yuan           what the customer has spent in the year, zero or more
    bureau_revenue_yuan  the revenue of the whole bureau, for a set that grades by score
    credit_points        0 to 100, for a set in which credit has a weight
    quarter              1 to 4: how far the year has run, for a set that grades by quarter
    special_listing      the province has agreed to list the customer as diamond
    raises               BadFact, NotSet, NotInForce, UnknownSet
    source               shantou-plan, 日常管理 2.4; dongguan-measures, 8 and 9
    """
    facts: Facts = {
        "spend_yuan": spend_yuan,
        "bureau_revenue_yuan": bureau_revenue_yuan,
        "credit_points": credit_points,
        "quarter": quarter,
        "special_listing": special_listing or None,
    }
    _check(spend_yuan, bureau_revenue_yuan, credit_points, quarter)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    tier, reasons = _graded(spend_yuan, bureau_revenue_yuan, credit_points, quarter, look)
    if book.parameter(set, CHAPTER, LEVELS).latest(on):
        reasons.append(_level(spend_yuan, quarter or QUARTERS, look(LEVELS)))
    if special_listing:
        tier = DIAMOND
        reasons.append(_allowed(look(SPECIAL_LISTING), SPECIAL_LISTING))
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        values=reasons,
        value=tier,
        unit="choice",
    )


def _graded(
    spend: Decimal,
    bureau_revenue: Decimal | None,
    credit: Decimal | None,
    quarter: int | None,
    look: Look,
) -> tuple[str, list[Value]]:
    """The tier by the method of the set, with the reasons that lead to it."""
    method = look(METHOD)
    if method.value == REVENUE_BAND:
        tier, reasons = _by_revenue(spend, quarter, look)
    else:
        _refuse_quarters(quarter)
        tier, reasons = _by_score(spend, bureau_revenue, credit, look)
    return tier, [method, *reasons]


def _by_revenue(spend: Decimal, quarter: int | None, look: Look) -> tuple[str, list[Value]]:
    """The highest tier whose amount is reached, as much of it as the year has run."""
    by_quarter = [_allowed(look(BY_QUARTER), "quarter")] if quarter is not None else []
    for tier in GRADED:
        mark = look(f"{tier}_spend")
        reached = _reaches(spend, Decimal(str(mark.value)), quarter or QUARTERS)
        reason = _spent(spend, mark, TIERS[tier], quarter or QUARTERS, reached)
        if reached:
            return tier, [*by_quarter, reason]
    return GENERAL, [*by_quarter, reason]


def _spent(spend: Decimal, mark: Value, tier: Words, quarter: int, reached: bool) -> Value:
    amount = Decimal(str(mark.value)) * quarter / QUARTERS
    period = Words("全年", "a year")
    if quarter != QUARTERS:
        period = Words(f"前 {quarter} 个季度", f"by the end of quarter {quarter}")
    says = Words(
        f"用邮费用 {spend:,f} 元，{'达到' if reached else '未达到'}{tier.zh}级{period.zh} "
        f"{amount:,f} 元的标准。",
        f"The spend of {spend:,f} yuan {'reaches' if reached else 'is below'} the "
        f"{amount:,f} yuan {period.en} of {tier.en}.",
    )
    return replace(mark, name=SPEND, label=Words("用邮费用", "Spend"), value=spend, says=says)


def _by_score(
    spend: Decimal, bureau_revenue: Decimal | None, credit: Decimal | None, look: Look
) -> tuple[str, list[Value]]:
    """The highest tier whose mark the sum of the weighted points has reached."""
    if bureau_revenue is None:
        raise BadFact(
            zh="按得分分级还需要 bureau_revenue_yuan",
            en="grading by score needs bureau_revenue_yuan",
        )
    score, reasons = scoring.of(spend, bureau_revenue, credit, look)
    for tier in GRADED:
        mark = look(f"{tier}_score")
        if score >= Decimal(str(mark.value)):
            return tier, [*reasons, scoring.total(score, mark, TIERS[tier], True)]
    return GENERAL, [*reasons, scoring.total(score, mark, TIERS[tier], False)]


def _level(spend: Decimal, quarter: int, levels: Value) -> Value:
    """The level from 1 to 8: the highest whose amount is reached, the first below all of them."""
    reached = [
        level for start, level in bands_in(str(levels.value)) if _reaches(spend, start, quarter)
    ]
    return replace(levels, name=LEVEL, unit="level", value=max(reached, default=Decimal(1)))


def _reaches(spend: Decimal, a_year: Decimal, quarter: int) -> bool:
    """A year's amount counts for as many quarters as have run: three quarters of it after three."""
    return spend * QUARTERS >= a_year * quarter


def _allowed(switch: Value, fact: str) -> Value:
    """The switch that lets a fact count; raises BadFact where it is off."""
    if switch.value is not True:
        raise BadFact(
            zh=f"{fact} 不适用：本规则集的“{switch.label.zh}”为否",
            en=f"{fact} does not apply: {switch.label.en} is off in this set",
        )
    return switch


def _refuse_quarters(quarter: int | None) -> None:
    if quarter is not None:
        raise BadFact(
            zh="quarter 只用于按全年收入分级，本规则集按得分分级",
            en="quarter is for grading by revenue, and the set grades by score",
        )


def _check(
    spend: Decimal, bureau_revenue: Decimal | None, credit: Decimal | None, quarter: int | None
) -> None:
    revenue("spend_yuan", spend)
    if bureau_revenue is not None:
        money("bureau_revenue_yuan", bureau_revenue)
        if spend > bureau_revenue:
            raise BadFact(
                zh="spend_yuan 不能大于 bureau_revenue_yuan",
                en="spend_yuan cannot be more than bureau_revenue_yuan",
            )
    if credit is not None and not 0 <= credit <= 100:
        raise BadFact(zh="credit_points 须为 0 到 100", en="credit_points has to be 0 to 100")
    if quarter is not None and not 1 <= quarter <= QUARTERS:
        raise BadFact(zh="quarter 须为 1 到 4", en="quarter has to be 1 to 4")
