"""Who counts as a key account （大客户界定）: by agreement, by revenue, or as a policy customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policy.book import Rulebook
from policy.errors import BadFact
from policy.facts import Facts, one_of, revenue, written
from policy.figures import Words
from policy.ruling import Look, Ruling, Value, look_in

CHAPTER = "definition"
KEY_ACCOUNT, PROFESSIONAL, NO_KEY_ACCOUNT = (
    "key_account",
    "professional_key_account",
    "no_key_account",
)
AGREEMENT, COMPREHENSIVE, LINE, POLICY_CUSTOMER = (
    "agreement",
    "comprehensive",
    "line",
    "policy_customer",
)
LINES = {
    "savings": Words("储汇", "savings and remittance"),
    "bills": Words("帐单", "bills"),
    "letters": Words("函件", "letters"),
    "philately": Words("集邮", "philately"),
    "express": Words("特快", "express"),
    "logistics": Words("物流", "logistics"),
    "parcels": Words("包件", "parcels"),
    "newspapers": Words("报刊（流转额）", "newspapers (turnover)"),
}
REVENUES = {COMPREHENSIVE: Words("综合收入", "comprehensive revenue"), **LINES}
BOTH, EITHER = "both", "either"


def rule_on(
    agreement: bool,
    last_year_yuan: Decimal,
    this_month_yuan: Decimal,
    line: str | None = None,
    line_last_year_yuan: Decimal | None = None,
    line_this_month_yuan: Decimal | None = None,
    policy_customer: bool = False,
    *,
    on: date,
    book: Rulebook,
    set: str,
) -> Ruling:
    """Whether a customer is a key account, and by which ways, each a value of the ruling.

    The answer is "key_account", "professional_key_account" where only a line of
    business makes it one, or "no_key_account".

    last_year_yuan, this_month_yuan  revenue of all lines together, zero or more
    line                             one of LINES, together with its two amounts
    raises                           BadFact, NotSet, NotInForce, UnknownSet
    source                           shantou-plan, 日常管理 2.1
    """
    facts: Facts = {
        "agreement": agreement,
        "last_year_yuan": last_year_yuan,
        "this_month_yuan": this_month_yuan,
        "line": line,
        "line_last_year_yuan": line_last_year_yuan,
        "line_this_month_yuan": line_this_month_yuan,
        "policy_customer": policy_customer,
    }
    _check(facts)
    look = look_in(CHAPTER, on=on, book=book, set=set)
    ways = [
        _counts(AGREEMENT, agreement, look),
        _reached(COMPREHENSIVE, COMPREHENSIVE, last_year_yuan, this_month_yuan, look),
        _counts(POLICY_CUSTOMER, policy_customer, look),
        *_by_line(line, line_last_year_yuan, line_this_month_yuan, look),
    ]
    return Ruling.by(
        book,
        set=set,
        chapter=CHAPTER,
        on=on,
        facts=written(facts),
        values=ways,
        value=_answer(ways),
        unit="choice",
    )


def _check(facts: Facts) -> None:
    for name, fact in facts.items():
        if isinstance(fact, Decimal):
            revenue(name, fact)


def _answer(ways: list[Value]) -> str:
    open_ways = [way.name for way in ways if way.value]
    if not open_ways:
        return NO_KEY_ACCOUNT
    return PROFESSIONAL if open_ways == [LINE] else KEY_ACCOUNT


def _by_line(
    line: str | None, year: Decimal | None, month: Decimal | None, look: Look
) -> list[Value]:
    """The way by one line of business; none where no line is stated."""
    if line is None and year is None and month is None:
        return []
    if line is None or year is None or month is None:
        raise BadFact(
            zh="line、line_last_year_yuan 和 line_this_month_yuan 须一起写明",
            en="line, line_last_year_yuan and line_this_month_yuan have to be stated together",
        )
    one_of("line", line, LINES)
    return [_reached(LINE, line, year, month, look)]


def _counts(name: str, stated: bool, look: Look) -> Value:
    """The way that stands open to a customer who has it, where the book's switch is on."""
    figure = look(name)
    return replace(figure, value=stated and figure.value is True)


def _reached(way: str, prefix: str, year: Decimal, month: Decimal, look: Look) -> Value:
    """The way by revenue: the thresholds of last year and this month, both or either."""
    yearly, monthly, needs = look(f"{prefix}_year"), look(f"{prefix}_month"), look(f"{way}_needs")
    reached = [spent >= _yuan(mark) for spent, mark in ((year, yearly), (month, monthly))]
    both = needs.value == BOTH
    met = all(reached) if both else any(reached)
    zh = (
        f"上年 {year:,f} 元，门槛 {_yuan(yearly):,f} 元；本月 {month:,f} 元，门槛 "
        f"{_yuan(monthly):,f} 元；{'两项都要达到' if both else '达到一项即可'}，"
        f"{'已达到' if met else '未达到'}。"
    )
    en = (
        f"Last year {year:,f} yuan of {_yuan(yearly):,f}, this month {month:,f} yuan of "
        f"{_yuan(monthly):,f}; {'both are' if both else 'one of them is'} needed: "
        f"{'reached' if met else 'not reached'}."
    )
    revenues = REVENUES[prefix]
    label = Words(f"{revenues.zh}达到门槛", f"Threshold of {revenues.en}")
    return replace(yearly, name=way, label=label, unit="switch", value=met, says=Words(zh, en))


def _yuan(threshold: Value) -> Decimal:
    return Decimal(str(threshold.value))
