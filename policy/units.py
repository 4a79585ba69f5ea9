"""What a figure may look like in each unit, and how it is written as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from policy.figures import Figure, Words


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its name in words, what fits it, and what to write instead."""

    label: Words
    fits: Callable[[object], bool]
    cure: Words
    repealable: bool = False


def is_money(value: object) -> bool:
    """True for a Decimal above zero, with at most 2 decimals and 12 digits before the point."""
    if not isinstance(value, Decimal) or not value.is_finite() or value <= 0:
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2 and value.adjusted() < 12


def fraction(value: Figure) -> Fraction:
    """A share as an exact fraction: Decimal("0.8") and "2/3" alike."""
    return Fraction(str(value))


def days_in(text: str) -> tuple[date, ...]:
    """The days of a figure in `dates`, "2027-02-08 2027-02-09"."""
    return tuple(date.fromisoformat(day) for day in text.split())


def _whole(low: int, high: int) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        if not isinstance(value, Decimal) or not value.is_finite():
            return False
        return value == value.to_integral_value() and low <= value <= high

    return fits


def _is_share(value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and 0 < value <= 1
    if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}", value):
        return False
    return fraction(value) <= 1


def _are_days(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        days = days_in(value)
    except ValueError:
        return False
    return value == " ".join(f"{day:%Y-%m-%d}" for day in sorted(frozenset(days)))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


UNITS = {
    "CNY": Unit(
        Words("元", "yuan"),
        is_money,
        Words("写成大于零、最多两位小数的数，如 30_000", "write an amount above zero, like 30_000"),
        repealable=True,
    ),
    "working_days": Unit(
        Words("个工作日", "working days"),
        _whole(1, 250),
        Words("写 1 到 250 的整数", "write a whole number from 1 to 250"),
    ),
    "people": Unit(
        Words("人", "people"),
        _whole(0, 100_000),
        Words("写整数人数", "write a whole number of people"),
    ),
    "year": Unit(
        Words("年", "year"),
        _whole(2001, 2098),
        Words("写 2001 到 2098 的年份", "write a year from 2001 to 2098"),
    ),
    "share": Unit(
        Words("份额", "share"),
        _is_share,
        Words('写成 0.8 或 "2/3"，不大于 1', 'write 0.8 or "2/3", at most 1'),
    ),
    "switch": Unit(
        Words("开关", "switch"),
        lambda value: isinstance(value, bool),
        Words("写 true 或 false", "write true or false"),
    ),
    "choice": Unit(
        Words("选项", "choice"),
        _is_text,
        Words("写 choices 中的一项", "write one of its choices"),
    ),
    "dates": Unit(
        Words("日期", "dates"),
        _are_days,
        Words("按先后写日期，不重复", "write the days in order, each once"),
    ),
}


def from_json(unit: str, raw: object) -> object:
    """What a form or JSON states, as a figure: 30000 and "30000" alike where a number fits.

    The result still has to fit its unit.
    """
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    number = unit not in ("choice", "dates", "switch")
    if number and isinstance(raw, str) and re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,10})?", raw):
        return Decimal(raw)
    return raw


def as_text(value: Figure | None) -> str | bool | None:
    """A figure as JSON holds it: a number as text, a switch as it is."""
    return format(value, "f") if isinstance(value, Decimal) else value


def from_text(unit: str, text: str | bool | None) -> Figure | None:
    """The figure that `as_text` wrote, in its own type again."""
    if text is None or isinstance(text, bool) or unit in ("choice", "dates", "switch"):
        return text
    return text if "/" in text else Decimal(text)
