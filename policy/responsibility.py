"""The unit responsible for a customer and the keeper of its archive （责任单位、档案保管）."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy.book import Rulebook
from policy.customers import SCOPES, TIERS, at_least
from policy.errors import BadFact
from policy.facts import one_of, written
from policy.figures import Parameter, Words
from policy.ruling import Ruling, Value

CHAPTER = "responsible-unit"
UNIT, JOINTLY, ARCHIVE, PAIR = "unit", "jointly", "archive", "pair"
RESPONSIBLE_UNIT = "responsible_unit"


def rule_on(tier: str, scope: str | None = None, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The responsible unit, as the ruling's value; its values name who keeps the archive.

    "jointly" is a second unit that shares the care, where a set has one; "pair" is
    whether the customer has an A and a B manager.

    tier    diamond, gold, silver or general
    scope   provincial, comprehensive, regional or professional; not every tier needs one
    raises  BadFact, NotSet, NotInForce, UnknownSet
    source  shantou-plan, 日常管理 1.1; dongguan-measures, 9; yueyang-report, 1.3
    """
    one_of("tier", tier, TIERS)
    if scope is not None:
        one_of("scope", scope, SCOPES)
    book.refuse_before(set, on)
    figures = {figure.name: figure for figure in book.chapter(set, CHAPTER)}
    unit = Value.of(_unit(figures, tier, scope, on), on, name=UNIT)
    sharing = _closest(figures, JOINTLY, tier, scope)
    archive = Value.of(_closest(figures, ARCHIVE, tier, scope) or figures[ARCHIVE], on)
    values = [
        unit,
        *([Value.of(sharing, on, name=JOINTLY)] if sharing else []),
        replace(
            archive,
            name=ARCHIVE,
            value=unit.value if archive.value == RESPONSIBLE_UNIT else archive.value,
        ),
        pair_on(tier, on=on, book=book, set=set),
    ]
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written({"tier": tier, "scope": scope}),
        values=values,
        value=unit.value,
        unit=unit.unit,
    )


def pair_on(tier: str, *, on: date, book: Rulebook, set: str) -> Value:
    """Whether a customer of that tier has an A and a B manager, with its reason.

    raises  BadFact, NotSet, NotInForce, UnknownSet
    """
    one_of("tier", tier, TIERS)
    book.refuse_before(set, on)
    lowest = Value.of(book.parameter(set, CHAPTER, PAIR), on)
    return replace(
        lowest,
        label=Words("配主、辅两名客户经理（AB 角）", "A and B managers"),
        unit="switch",
        value=at_least(tier, str(lowest.value)),
    )


def scopes_of(tier: str, *, on: date, book: Rulebook, set: str) -> list[str]:
    """The scopes of a tier for which the set names a responsible unit that day.

    raises  UnknownSet, UnknownChapter
    """
    figures = {figure.name: figure for figure in book.chapter(set, CHAPTER)}
    whole = figures[f"{UNIT}_{tier}"].latest(on) is not None
    return [
        scope
        for scope in SCOPES
        if ((figure := figures.get(f"{UNIT}_{tier}_{scope}")) and figure.latest(on)) or whole
    ]


def _unit(figures: dict[str, Parameter], tier: str, scope: str | None, on: date) -> Parameter:
    """The figure that names the unit; raises BadFact where the tier needs a scope."""
    prefix = f"{UNIT}_{tier}_"
    scopes = [known for known in SCOPES if f"{prefix}{known}" in figures]
    whole = figures[f"{UNIT}_{tier}"]
    if scope is None and scopes and whole.latest(on) is None:
        names = ", ".join(scopes)
        raise BadFact(
            zh=f"tier 为 {tier} 时还需要 scope：{names}",
            en=f"a customer of the tier {tier} needs a scope: {names}",
        )
    return figures.get(f"{prefix}{scope}", whole)


def _closest(
    figures: dict[str, Parameter], what: str, tier: str, scope: str | None
) -> Parameter | None:
    """The figure for the tier and scope, or for the tier alone, or none."""
    return figures.get(f"{what}_{tier}_{scope}") or figures.get(f"{what}_{tier}")
