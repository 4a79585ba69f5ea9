"""Tariff discounts （资费优惠）: how deep one may be for a grade, who decides on it, how long it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_UP, Decimal

from policy import routes, splitting
from policy.book import Rulebook
from policy.customers import TIERS
from policy.errors import BadFact
from policy.facts import Facts, one_of, written
from policy.figures import Words
from policy.ruling import Ruling, Value, look_in

CHAPTER = "discount"
CENTRE_UP_TO, MARKET_UP_TO, LEADER_UP_TO = "centre_up_to", "market_up_to", "leader_up_to"
TABLE = (*(f"ceiling_{tier}" for tier in TIERS), CENTRE_UP_TO, MARKET_UP_TO, LEADER_UP_TO)
MARKET_DECIDES, LEADER_DECIDES, MARGIN_OPINION = (
    "market_decides",
    "leader_decides",
    "margin_opinion",
)
VALIDITY, ALERT, ADDS_UP, BY_GRADE = "validity_months", "alert_days", "adds_up", "by_grade"
CENTRE, MARKET, LEADER, BEYOND = "centre", "market", "leader", "beyond"
STAGES = ("unit_review", "margin", "centre_decides", "market_decides", "leader_decides")
_HUNDRED, _STEP = Decimal(100), Decimal("0.01")


def rule_on(
    depth_percent: Decimal,
    grade: str,
    together_percent: Decimal | None = None,
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """Who decides on a discount, as the ruling's value: "centre", "market", "leader" or "beyond".

    Each is asked after the ones before. Beyond is what no office of the bureau may grant.

    depth_percent     off the list price, above 0 and up to 100, at most 2 decimals
    grade             of the customer: "diamond", "gold", "silver" or "general"
    together_percent  with other discounts for the same customer and line at the same time
    raises            BadFact, NotSet until the bureau has set the table, NotInForce, UnknownSet
    source            shantou-plan, 日常管理 4.5, which states no figure
    """
    _percent("depth_percent", depth_percent)
    one_of("grade", grade, TIERS)
    if together_percent is not None:
        _percent("together_percent", together_percent)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    table = [look(name) for name in (f"ceiling_{grade}", CENTRE_UP_TO, MARKET_UP_TO, LEADER_UP_TO)]
    depth = max(depth_percent, together_percent or depth_percent)
    who, asked = _decided(depth, table)
    sums = []
    if together_percent is not None:
        adds_up = book.parameter(set, CHAPTER, ADDS_UP)
        sums = [splitting.duty(adds_up, together_percent, "percent", on=on)]
    facts: Facts = {
        "depth_percent": depth_percent,
        "grade": grade,
        "together_percent": together_percent,
    }
    own = [look(name) for name in (BY_GRADE, MARGIN_OPINION, VALIDITY, ALERT, ADDS_UP)]
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        duties=sums,
        values=[*table, *asked, *own, *routes.values(STAGES, on=on, book=book, set=set)],
        value=who,
        unit="choice",
    )


def _decided(depth: Decimal, table: list[Value]) -> tuple[str, list[Value]]:
    """The office that is asked last, and for each of the higher ones whether it is asked."""
    ceiling, centre, market, leader = (Decimal(str(value.value)) for value in table)
    asked = [
        _asked(MARKET_DECIDES, table[1], depth > centre),
        _asked(LEADER_DECIDES, table[2], depth > market),
    ]
    if depth > ceiling or depth > leader:
        return BEYOND, asked
    if depth > market:
        return LEADER, asked
    return MARKET if depth > centre else CENTRE, asked


def depth_of(list_price: Decimal, price: Decimal) -> Decimal:
    """How far a price lies below the list price, in percent; a part of a hundredth counts as a whole.

    raises  BadFact for a price that is not below the list price
    """
    if not 0 < price < list_price:
        raise BadFact(
            zh="优惠价须大于零、低于标准价",
            en="the price has to be above zero and below the list price",
        )
    return ((list_price - price) * _HUNDRED / list_price).quantize(_STEP, ROUND_UP)


def price_at(list_price: Decimal, depth_percent: Decimal) -> Decimal:
    """The lowest price that a discount of that depth allows; a part of a fen counts as a whole."""
    return (list_price * (_HUNDRED - depth_percent) / _HUNDRED).quantize(_STEP, ROUND_UP)


def _asked(name: str, limit: Value, holds: bool) -> Value:
    """Whether an office is asked too, with the limit behind it as the reason."""
    depth = format(Decimal(str(limit.value)).normalize(), "f")
    label = _LABELS[name]
    says = Words(
        f"优惠超过 {depth}% 的，还要报{label.zh}审批。",
        f"A discount of more than {depth} % is also decided on by {label.en}.",
    )
    return replace(limit, name=name, label=label, unit="switch", value=holds, says=says)


_LABELS = {
    MARKET_DECIDES: Words("市场部", "the marketing department"),
    LEADER_DECIDES: Words("局领导", "the bureau's leader"),
}


def _percent(name: str, value: Decimal) -> None:
    if not 0 < value <= _HUNDRED or value != value.quantize(_STEP):
        raise BadFact(
            zh=f"{name} 为 {value}；写大于 0、至多 100 的数，至多两位小数",
            en=f"{name} is {value}; write a number above 0 and up to 100 with at most two decimals",
        )
