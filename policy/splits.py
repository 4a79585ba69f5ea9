"""How performance and revenue are split between two who share a customer （业绩与收入分成）.

Two ledgers that are never added up: performance (whose work it counts as) and revenue (whose money
it is). Revenue is split and sums to 100 %; performance may count in full for both.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import Facts, money, one_of, written
from policy.figures import Words
from policy.ruling import Look, Ruling, Value, look_in
from policy.units import fraction

CHAPTER = "split"
LEAD_ASSIST, AGREED, BOTH_COUNT = "lead_assist", "agreed", "both_count"
POLICIES = (LEAD_ASSIST, AGREED, BOTH_COUNT)
LEAD_SHARE, AGREED_RATIO, USUAL = "lead_share", "agreed_ratio", "usual"
PERFORMANCE, REVENUE = "performance", "revenue"
LEDGERS = (PERFORMANCE, REVENUE)
LEAD, ASSIST = "lead", "assist"
WHOLE = Decimal("100.00")
_STEP = Decimal("0.01")
_NAMED = {
    (PERFORMANCE, LEAD): Words("主办方计业绩", "Performance of who leads"),
    (PERFORMANCE, ASSIST): Words("协办方计业绩", "Performance of who assists"),
    (REVENUE, LEAD): Words("主办方分收入", "Revenue of who leads"),
    (REVENUE, ASSIST): Words("协办方分收入", "Revenue of who assists"),
}
_AMOUNTS = {
    LEAD: Words("主办方收入", "Revenue of who leads, in yuan"),
    ASSIST: Words("协办方收入", "Revenue of who assists, in yuan"),
}
Party = TypeVar("Party", bound=Hashable)


def rule_on(
    policy: str,
    lead_percent: Decimal | None = None,
    same_unit: bool | None = None,
    value_yuan: Decimal | None = None,
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """The performance of who leads in percent as the ruling's value; both ledgers, and the revenue in
    yuan if an amount is given, as its values.

    policy        "lead_assist", "agreed", or "both_count" for managers of different units
    lead_percent  what was agreed for who leads; with "agreed" it has to be said
    same_unit     whether both are of one unit: performance counts in full for both across units only
    raises        BadFact, NotSet, NotInForce, UnknownSet
    source        measures-2007, 6(1); shantou-plan, 薪酬二.6(4)
    """
    one_of("policy", policy, POLICIES)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    share, allowed = look(LEAD_SHARE), _allowed(policy, look)
    lead = _lead(policy, lead_percent, share)
    if policy == BOTH_COUNT and same_unit:
        raise BadFact(
            zh="policy 为 both_count，只有不同单位才可双计业绩",
            en="policy is both_count, and only managers of different units both count in full",
        )
    cited = share if policy == LEAD_ASSIST else allowed
    values = [cited, *_values(cited, shares(policy, lead))]
    if value_yuan is not None:
        money("value_yuan", value_yuan)
        parts = divided(value_yuan, {LEAD: lead, ASSIST: WHOLE - lead}, remainder_to=LEAD)
        values += [_value(cited, f"yuan.{who}", _AMOUNTS[who], "CNY", parts[who]) for who in parts]
    facts: Facts = {
        "policy": policy,
        "lead_percent": lead_percent,
        "same_unit": same_unit,
        "value_yuan": value_yuan,
    }
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        values=values,
        value=shares(policy, lead)[PERFORMANCE][LEAD],
        unit="percent",
    )


def shares(policy: str, lead: Decimal) -> dict[str, dict[str, Decimal]]:
    """What who leads and who assists get, in percent, for each ledger.

    lead  the percent of who leads; who assists gets the rest
    """
    split = {LEAD: lead, ASSIST: WHOLE - lead}
    counted = {LEAD: WHOLE, ASSIST: WHOLE} if policy == BOTH_COUNT else split
    return {PERFORMANCE: counted, REVENUE: split}


def of_ruling(ruling: Ruling) -> dict[str, dict[str, Decimal]]:
    """The percents that a ruling of this chapter states, by ledger and side."""
    return {
        ledger: {who: Decimal(str(ruling.figure(f"{ledger}.{who}"))) for who in (LEAD, ASSIST)}
        for ledger in LEDGERS
    }


def even(parties: tuple[Party, ...], *, remainder_to: Party) -> dict[Party, Decimal]:
    """Equal percents that sum to exactly 100; what is left over goes to the party that is named."""
    each = (WHOLE / len(parties)).quantize(_STEP, rounding=ROUND_DOWN)
    found = dict.fromkeys(parties, each)
    found[remainder_to] += WHOLE - each * len(parties)
    return found


def divided(
    amount: Decimal, percents: Mapping[Party, Decimal], *, remainder_to: Party
) -> dict[Party, Decimal]:
    """An amount by percents that sum to 100, to the fen; what is left over goes to the named party.

    raises  BadFact where the percents don't sum to exactly 100
    """
    total = sum(percents.values(), Decimal(0))
    if total != WHOLE:
        raise BadFact(
            zh=f"比例合计 {total}%，应为 100%", en=f"the shares sum to {total}, not to 100"
        )
    found = {
        party: (amount * percent / WHOLE).quantize(_STEP, rounding=ROUND_DOWN)
        for party, percent in percents.items()
    }
    found[remainder_to] += amount - sum(found.values(), Decimal(0))
    return found


def _lead(policy: str, lead_percent: Decimal | None, share: Value) -> Decimal:
    usual = fraction(share.value) * 100
    stated = (Decimal(usual.numerator) / usual.denominator).quantize(_STEP)
    if lead_percent is None:
        if policy == AGREED:
            raise BadFact(
                zh="policy 为 agreed，须用 lead_percent 写明商定的比例",
                en="policy is agreed, and lead_percent has to state what was agreed",
            )
        return stated
    if policy == LEAD_ASSIST and lead_percent != stated:
        raise BadFact(
            zh=f"policy 为 lead_assist，主办方为 {stated}%；另行商定的用 agreed",
            en=f"policy is lead_assist, who leads gets {stated}; use agreed for another ratio",
        )
    if not 0 < lead_percent < WHOLE or lead_percent != lead_percent.quantize(_STEP):
        raise BadFact(
            zh="lead_percent 须大于 0、小于 100，至多两位小数",
            en="lead_percent has to be above 0 and below 100, with at most two decimals",
        )
    return lead_percent.quantize(_STEP)


def _allowed(policy: str, look: Look) -> Value:
    """The figure that allows this way to split; refused where the bureau doesn't allow it."""
    name = {LEAD_ASSIST: LEAD_SHARE, AGREED: AGREED_RATIO, BOTH_COUNT: BOTH_COUNT}[policy]
    value = look(name)
    if value.value is False:
        raise BadFact(
            zh=f"policy 为 {policy}，本局规则不允许",
            en=f"policy is {policy}, which the rules of this bureau don't allow",
        )
    return value


def _values(cited: Value, split: Mapping[str, Mapping[str, Decimal]]) -> list[Value]:
    return [
        _value(cited, f"{ledger}.{who}", _NAMED[ledger, who], "percent", percent)
        for ledger, sides in split.items()
        for who, percent in sides.items()
    ]


def _value(cited: Value, name: str, label: Words, unit: str, figure: Decimal) -> Value:
    return replace(cited, name=name, label=label, unit=unit, value=figure)
