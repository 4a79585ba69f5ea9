"""The scope that is suggested for a graded customer （客户范围）; the centre decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.customers import (
    COMPREHENSIVE,
    GENERAL,
    PROFESSIONAL,
    PROVINCIAL,
    REGIONAL,
    SCOPES,
    TIERS,
)
from policy.errors import BadFact
from policy.facts import one_of, written
from policy.figures import Words
from policy.responsibility import scopes_of
from policy.ruling import Ruling, look_in
from policy.units import fraction

CHAPTER = "scope"


def rule_on(
    tier: str,
    lines: int,
    largest_share: Decimal,
    county: bool,
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """The suggested scope as the ruling's value: one of those for which the set names a unit.

    tier           diamond, gold or silver; a general customer needs no scope
    lines          how many lines of business the spend comes from
    largest_share  the share of the largest line in it, 0 to 1
    county         whether a county or district branch signed the customer
    raises         BadFact where none fits, NotInForce, UnknownSet
    """
    one_of("tier", tier, [name for name in TIERS if name != GENERAL])
    if not 0 <= largest_share <= 1:
        raise BadFact(zh="largest_share 须为 0 到 1", en="largest_share has to be 0 to 1")
    dominant = look_in(CHAPTER, on=on, book=book, set=set)("dominant_share")
    fits = {
        PROFESSIONAL: lines > 0 and fraction(largest_share) >= fraction(dominant.value),
        REGIONAL: county,
        COMPREHENSIVE: lines > 1,
        PROVINCIAL: True,
    }
    named = scopes_of(tier, on=on, book=book, set=set)
    scope = next((name for name, fit in fits.items() if fit and name in named), None)
    if scope is None:
        raise BadFact(
            zh=f"没有适合 {tier} 客户的范围，请由大客户中心指定",
            en=f"no scope fits this {tier} customer: the centre has to choose one",
        )
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(
            {"tier": tier, "lines": lines, "largest_share": largest_share, "county": county}
        ),
        values=[replace(dominant, says=_says(scope, lines, largest_share, county))],
        value=scope,
        unit="choice",
    )


def _says(scope: str, lines: int, largest_share: Decimal, county: bool) -> Words:
    share = f"{largest_share * 100:.1f}%"
    return Words(
        f"{lines} 项业务，最大一项占 {share}；{'由' if county else '不由'}县、区分局签约："
        f"建议为{SCOPES[scope].zh}客户。",
        f"{lines} lines of business, the largest with {share}; "
        f"{'' if county else 'not '}signed by a county branch: {SCOPES[scope].en} is suggested.",
    )
