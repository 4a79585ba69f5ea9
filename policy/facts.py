"""Facts written as text, read strictly: ASCII digits, one form a type, no guessing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from policy.errors import BadFact
from policy.figures import Figure
from policy.units import is_money

Facts = Mapping[str, Figure | int | date | None]
T = TypeVar("T", Decimal, bool, int, str, date)


def parse(name: str, kind: type[T], text: str) -> T:
    """The fact that `text` states, as the Decimal, int, date, bool or str that is asked for.

    raises  BadFact
    """
    pattern, read, zh, en = _FORMS[kind]
    if re.fullmatch(pattern, text):
        try:
            return cast(T, read(text))
        except ValueError:
            pass  # a day such as 2026-02-30 has the form and does not exist
    shown = text if len(text) <= 40 else f"{text[:40]}..."
    raise BadFact(zh=f"{name} 为 {shown!r}；{zh}", en=f"{name} is {shown!r}; {en}")


def form_of(kind: type) -> dict[str, str]:
    """How a fact of that type is written, as a sentence in both languages."""
    _pattern, _read, zh, en = _FORMS[kind]
    return {"zh": f"请{zh}。", "en": f"{en[0].upper()}{en[1:]}."}


_FORMS: dict[type, tuple[str, Callable[[str], Any], str, str]] = {
    Decimal: (
        r"[0-9]{1,20}(\.[0-9]{1,10})?",
        Decimal,
        "只用半角数字和至多一个小数点，如 32000 或 9999.99",
        "write plain digits with at most one point, such as 32000 or 9999.99",
    ),
    int: (
        r"[0-9]{1,9}",
        int,
        "只用半角数字，至多九位，如 9",
        "write a whole number in plain digits, at most nine of them, such as 9",
    ),
    date: (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        date.fromisoformat,
        "写成年-月-日，如 2026-11-22",
        "write an existing day as year-month-day, such as 2026-11-22",
    ),
    bool: (
        r"yes|no",
        lambda text: text == "yes",
        "写 yes 或 no",
        "write yes or no",
    ),
    str: (
        r"[A-Za-z][A-Za-z0-9_.-]{0,63}",
        str,
        "用半角字母、数字写名称，如 unit_review",
        "write a name in plain letters, such as unit_review",
    ),
}


def money(name: str, value: Decimal) -> None:
    """Refuse an amount in yuan that no case can have; raises BadFact."""
    if not is_money(value):
        raise BadFact(
            zh=f"{name} 须大于零，小数点前至多十二位，后至多两位",
            en=f"{name} has to be above zero, with at most twelve digits before the point "
            "and two after it",
        )


def revenue(name: str, value: Decimal) -> None:
    """Refuse what is neither nothing nor an amount in yuan; raises BadFact."""
    if not is_money(value) and (value != 0 or value.is_signed()):
        raise BadFact(
            zh=f"{name} 须为零或大于零，小数点前至多十二位，后至多两位",
            en=f"{name} has to be zero or above, with at most twelve digits before the point "
            "and two after it",
        )


def one_of(name: str, value: str, names: Iterable[str]) -> None:
    """Refuse a word that is none of `names`; raises BadFact."""
    names = tuple(names)
    if value not in names:
        shown = ", ".join(names)
        raise BadFact(
            zh=f"{name} 为 {value!r}；可用的：{shown}",
            en=f"{name} is {value!r}; use one of {shown}",
        )


def written(facts: Facts) -> dict[str, str]:
    """The facts that are known, as text: amounts in plain digits, a switch as yes or no."""
    return {name: _text(value) for name, value in facts.items() if value is not None}


def _text(value: Figure | int | date) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
