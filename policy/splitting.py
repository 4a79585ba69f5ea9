"""Splitting （化整为零）: requests that are small one by one and together pass a threshold count as one.

What is looked for, how far back and on which grounds is policy; who asked for what is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.figures import Parameter, Words
from policy.items import Duty
from policy.ruling import Ruling, look_in

CHAPTER = "splitting"
WINDOW, BY_CUSTOMER, BY_PROJECT, BY_APPLICANT = (
    "window_days",
    "by_customer",
    "by_project",
    "by_applicant",
)
GROUNDS = (BY_CUSTOMER, BY_PROJECT, BY_APPLICANT)
SPLIT, TOGETHER = "split", "together_with"  # the duty, and the fact that names the other cases
_COUNTING = re.compile(r"[0-9０-９一二三四五六七八九十百上中下甲乙丙丁ⅠⅡⅢIVX之第期批次轮个\W_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """Another request, and on which ground it may belong to this one."""

    case: int
    number: str
    amount: Decimal
    ground: str


def rule_on(*, on: date, book: Rulebook, set: str) -> Ruling:
    """How splitting is looked for, as the values of the ruling. Raises NotInForce, UnknownSet."""
    look = look_in(CHAPTER, on=on, book=book, set=set)
    names = (WINDOW, *GROUNDS)
    values = [look(name) for name in names]
    return Ruling.by(book, set=set, chapter=CHAPTER, on=on, facts={}, values=values)


def together(
    amount: Decimal, parts: Sequence[Part], thresholds: Iterable[Decimal]
) -> tuple[Decimal, list[Part]]:
    """The highest sum that passes a threshold which every part of it is below, and those parts.

    The amount itself and no parts, where nothing of the kind is found: a request that passed the
    threshold alone went its way and hides nothing.
    """
    for threshold in sorted(thresholds, reverse=True):
        below = [part for part in parts if part.amount < threshold]
        total = amount + sum((part.amount for part in below), Decimal(0))
        if below and amount < threshold <= total:
            return total, below
    return amount, []


def stem(title: str) -> str:
    """A title without what only counts: 中秋礼盒（第二批） and 中秋礼盒1 have one stem."""
    return _COUNTING.sub("", title).casefold()


def explained(ruling: Ruling, parts: Sequence[Part], unit: Words, total: Decimal) -> Ruling:
    """The ruling, in which the duty of the sum says which requests count together, and the facts name
    them.
    """
    numbers = "、".join(part.number for part in parts)
    names = ", ".join(part.number for part in parts)
    shown = f"{total:,.2f}".removesuffix(".00")
    zh, en = _grounds(parts)
    says = Words(
        f"与 {numbers} 合计 {shown}{unit.zh}（{zh}），按合计办理。",
        f"With {names} it comes to {shown} {unit.en} ({en}): it is dealt with as the sum.",
    )
    duties = [replace(one, says=says) if one.name == SPLIT else one for one in ruling.duties]
    told = dict(ruling.facts) | {TOGETHER: " ".join(str(part.case) for part in parts)}
    return replace(ruling, duties=tuple(duties), facts=tuple(sorted(told.items())))


def cases_of(ruling: Ruling) -> list[int]:
    """The ids of the cases that were counted with this one."""
    return [int(pk) for pk in dict(ruling.facts).get(TOGETHER, "").split()]


def duty(because: Parameter, amount: Decimal, unit: str, *, on: date) -> Duty:
    """The duty that a sum brings: to be dealt with as one. because: the figure by which it counts."""
    found = because.on(on)
    value = replace(found, value=amount)
    label = Words("合并计算", "Counted together")
    return replace(Duty.of(because, value), name=SPLIT, label=label, unit=unit)


def _grounds(parts: Sequence[Part]) -> tuple[str, str]:
    found = list(dict.fromkeys(part.ground for part in parts))
    words = [_WORDS[ground] for ground in found]
    return "、".join(word.zh for word in words), ", ".join(word.en for word in words)


_WORDS = {
    BY_CUSTOMER: Words("同一客户", "the same customer"),
    BY_PROJECT: Words("同一项目", "the same project"),
    BY_APPLICANT: Words("同一申请人", "the same applicant"),
}
