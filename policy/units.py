"""What a figure may look like in each unit, and how it is written as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from policy.figures import Figure, Words


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its name in words, what fits it, and what to write instead.

    columns  the headings of the two columns of a table; None for what is one value
    """

    label: Words
    fits: Callable[[object], bool]
    cure: Words
    repealable: bool = False
    columns: tuple[Words, Words] | None = None


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


def bands_in(text: str) -> tuple[tuple[Decimal, Decimal], ...]:
    """The bands of a figure in `bands`, "100000:60 300000:70", each as (from, points), rising."""
    pairs = (band.split(":") for band in text.split())
    return tuple((Decimal(start), Decimal(points)) for start, points in pairs)


def _within(low: int, high: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, Decimal) and value.is_finite() and low <= value <= high


def _are_bands(value: object) -> bool:
    number = r"[0-9]{1,12}(\.[0-9]{1,8})?"
    if not isinstance(value, str) or not re.fullmatch(
        rf"{number}:{number}( {number}:{number})*", value
    ):
        return False
    bands = bands_in(value)
    rising = all(a < c and b < d for (a, b), (c, d) in pairwise(bands))
    return rising and bands[0][0] > 0 and bands[-1][1] <= 100


def _are_levels(value: object) -> bool:
    levels = [level for _, level in bands_in(str(value))] if _are_bands(value) else []
    return bool(levels) and all(map(_whole(2, 8), levels))


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


def _is_percent(value: object) -> bool:
    return isinstance(value, Decimal) and (value == 0 or is_money(value)) and value <= 100


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
        Words("写成大于零、最多两位小数的数，如 30000", "write an amount above zero, like 30000"),
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
    "hours": Unit(
        Words("小时", "hours"),
        _whole(1, 720),
        Words("写 1 到 720 的整数", "write a whole number from 1 to 720"),
    ),
    "days": Unit(
        Words("天", "days"),
        _whole(1, 366),
        Words("写 1 到 366 的整数", "write a whole number from 1 to 366"),
    ),
    "months": Unit(
        Words("个月", "months"),
        _whole(1, 60),
        Words("写 1 到 60 的整数", "write a whole number from 1 to 60"),
    ),
    "years": Unit(
        Words("年", "years"),
        _whole(1, 50),
        Words("写 1 到 50 的整数", "write a whole number from 1 to 50"),
    ),
    "places": Unit(
        Words("名", "places"),
        _whole(1, 1_000),
        Words("写 1 到 1000 的整数", "write a whole number from 1 to 1000"),
    ),
    "times": Unit(
        Words("次", "times"),
        _whole(0, 12),
        Words("写 0 到 12 的整数", "write a whole number from 0 to 12"),
    ),
    "points": Unit(
        Words("分", "points"),
        _within(0, 100),
        Words("写 0 到 100 的数", "write a number from 0 to 100"),
    ),
    "percent": Unit(
        Words("%", "%"),
        _is_percent,
        Words(
            "写 0 到 100 的数，至多两位小数，如 12.5",
            "write a number from 0 to 100 with at most two decimals, such as 12.5",
        ),
    ),
    "weight": Unit(
        Words("权重", "weight"),
        _within(0, 1),
        Words("写 0 到 1 的数，如 0.6", "write a number from 0 to 1, such as 0.6"),
    ),
    "level": Unit(
        Words("级", "level"),
        _whole(1, 8),
        Words("写 1 到 8 的整数", "write a whole number from 1 to 8"),
    ),
    "bands": Unit(
        Words("分档", "bands"),
        _are_bands,
        Words(
            "写成 [[100_000, 60], [300_000, 70]]，修改时写 100000:60 300000:70，起点和分数都递增",
            "write [[100_000, 60], [300_000, 70]], as an amendment 100000:60 300000:70, "
            "both numbers rising",
        ),
        columns=(Words("从", "From"), Words("分数", "Points")),
    ),
    "levels": Unit(
        Words("级别", "levels"),
        _are_levels,
        Words(
            "写成 [[50_000, 2], [100_000, 3]]，修改时写 50000:2 100000:3，金额和级别（2 至 8）都递增",
            "write [[50_000, 2], [100_000, 3]], as an amendment 50000:2 100000:3, the amounts and "
            "the levels from 2 to 8 rising",
        ),
        columns=(Words("从（元）", "From (yuan)"), Words("级别", "Level")),
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


TEXTUAL = ("bands", "levels", "choice", "dates", "switch")


def from_json(unit: str, raw: object) -> object:
    """What a form or JSON states, as a figure: 30000 and "30000" alike where a number fits.

    The result still has to fit its unit.
    """
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    number = unit not in TEXTUAL
    if number and isinstance(raw, str) and re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,10})?", raw):
        return Decimal(raw)
    return raw


def as_text(value: Figure | None) -> str | bool | None:
    """A figure as JSON holds it: a number as text, a switch as it is."""
    return format(value, "f") if isinstance(value, Decimal) else value


def from_text(unit: str, text: str | bool | None) -> Figure | None:
    """The figure that `as_text` wrote, in its own type again."""
    if text is None or isinstance(text, bool) or unit in TEXTUAL:
        return text
    return text if "/" in text else Decimal(text)
