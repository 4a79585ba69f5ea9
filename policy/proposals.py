"""Marketing project proposals （营销项目报批）: what a project of a given value has to go through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from policy import majority, quorum, routes, splitting
from policy.book import Rulebook
from policy.errors import NotInForce
from policy.facts import Facts, money, written
from policy.ruling import Duty, Ruling, Value

CHAPTER = "proposals"
PLAN, DISCUSSION, LISTING = "plan", "discussion", "listing"
TIERS = (PLAN, DISCUSSION, LISTING)  # what is asked from an amount on
SIGN_OFF, AMOUNT_BASIS = "sign_off", "amount_basis"
STAGES = ("unit_review", "plan_check", "sign_off", "discuss", "listing")


def rule_on(
    value_yuan: Decimal, together_yuan: Decimal | None = None, *, on: date, book: Rulebook, set: str
) -> Ruling:
    """The duties of a project worth `value_yuan`, and the figures that its route goes by.

    value_yuan     above zero, at most 2 decimals and 12 digits before the point
    together_yuan  with other projects that count as one with it: see policy.splitting
    raises         BadFact, NotInForce, UnknownSet, UnknownChapter
    source         measures-2007, 5(8)
    """
    money("value_yuan", value_yuan)
    facts: Facts = {"value_yuan": value_yuan, "together_yuan": together_yuan}
    sums = []
    if together_yuan is not None:
        money("together_yuan", together_yuan)
        window = book.parameter(set, splitting.CHAPTER, splitting.WINDOW)
        sums = [splitting.duty(window, together_yuan, "CNY", on=on)]
    book.refuse_before(set, on)
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        duties=[*_duties(max(value_yuan, together_yuan or value_yuan), on, book, set), *sums],
        values=_values(on, book, set),
    )


def thresholds(*, on: date, book: Rulebook, set: str) -> list[Decimal]:
    """The amounts from which a project has a duty more."""
    found = (book.parameter(set, CHAPTER, name).latest(on) for name in (PLAN, DISCUSSION, LISTING))
    return [one.value for one in found if one and isinstance(one.value, Decimal)]


def _duties(value_yuan: Decimal, on: date, book: Rulebook, set: str) -> list[Duty]:
    # 以上 includes the figure itself, and the duties add up.
    thresholds = [book.parameter(set, CHAPTER, name) for name in TIERS]
    in_force = [(p, v) for p in thresholds if (v := p.latest(on)) and v.value is not None]
    if not in_force:
        raise NotInForce(zh=f"规则集 {set} 的项目报批，{on}", en=f"proposals of {set} on {on}")
    duties = (Duty.of(parameter, version) for parameter, version in in_force)
    return [duty for duty in duties if value_yuan >= duty.threshold]


def _values(on: date, book: Rulebook, set: str) -> list[Value]:
    own = [Value.of(book.parameter(set, CHAPTER, name), on) for name in (SIGN_OFF, AMOUNT_BASIS)]
    shares = [
        Value.of(book.parameter(set, chapter, name), on)
        for chapter, name in (
            (quorum.CHAPTER, "quorum_share"),
            (majority.CHAPTER, "majority_share"),
        )
    ]
    return [*own, *shares, *routes.values(STAGES, on=on, book=book, set=set)]
