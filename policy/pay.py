"""薪酬公式: the pay of a month of a manager, a team leader or a planner, line by line, with reasons.

Nothing is paid here: it says what the formulas come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from policy import arrears, discipline, guarantee, performance
from policy.book import Rulebook
from policy.errors import BadFact
from policy.figures import Words
from policy.ruling import Ruling, Value, look_in
from policy.scorecards import LEADER, PLANNER

CHAPTER = "pay"
PLANNER_LEAST, PLANNER_MOST = "planner_least", "planner_most"
PLANNER_RATE, ACCRUAL = "planner_rate", "accrual"
COMPLETION_MOST, ONE = "completion_most", "one"
FEN, NOTHING = Decimal("0.01"), Decimal(0)


@dataclass(frozen=True, slots=True)
class Earned:
    """Performance with one customer in one business: what it was, its rate, and what it counts."""

    label: str
    yuan: Decimal
    rate: Decimal
    coefficient: Decimal = Decimal(1)

    @property
    def commission_yuan(self) -> Decimal:
        return fen(self.yuan * self.rate * self.coefficient)


@dataclass(frozen=True, kw_only=True)
class Month:
    """The facts of a month.

    completion            of the month's own task; of a leader that of the team's target
    earned                own performance; of a planner what was planned and collected
    arrears_months        age of the oldest arrears, None without any
    income_before_yuan    of a transferee in the probation, else None
    team_per_capita_yuan  and accrual: of a leader
    violation             a violation of discipline was confirmed for this month
    """

    score: Decimal
    post_wage_yuan: Decimal = NOTHING
    subsidy_yuan: Decimal = NOTHING
    fixed_base_yuan: Decimal = NOTHING
    completion: Decimal = Decimal(1)
    earned: tuple[Earned, ...] = ()
    arrears_months: Decimal | None = None
    arrears_yuan: Decimal = NOTHING
    income_before_yuan: Decimal | None = None
    team_per_capita_yuan: Decimal = NOTHING
    accrual: Decimal = NOTHING
    violation: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the pay: an amount, how it was come to, and the figures behind it."""

    name: str
    label: Words
    yuan: Decimal
    how: Words
    values: tuple[Value, ...] = ()


@dataclass
class Pay:
    """The pay of a month; `carried_yuan` of arrears is taken off in the next one."""

    lines: list[Line] = field(default_factory=list)
    carried_yuan: Decimal = NOTHING

    @property
    def total_yuan(self) -> Decimal:
        return sum((line.yuan for line in self.lines), NOTHING)

    def yuan(self, name: str) -> Decimal:
        """The amount of a line; nothing where the pay has none."""
        return sum((line.yuan for line in self.lines if line.name == name), NOTHING)

    def add(
        self, name: str, zh: str, en: str, yuan: Decimal, how: Words, by: Iterable[Value] = ()
    ) -> None:
        self.lines.append(Line(name, Words(zh, en), fen(yuan), how, tuple(by)))


def of(duty: str, month: Month, *, on: date, book: Rulebook, set: str) -> Pay:
    """The pay by the formulas of a duty.

    raises  BadFact, NotInForce, NotSet, UnknownSet
    source  shantou-plan, 薪酬管理 (一), (二); 进入退出 三.3; 营销纪律 (三)
    """
    pay = Pay()
    as_set = Words("按本人的薪酬标准", "By the person’s own terms")
    pay.add("post_wage", "岗位工资", "Post wage", month.post_wage_yuan, as_set)
    if duty != PLANNER:
        pay.add("subsidy", "营销补贴", "Marketing subsidy", month.subsidy_yuan, as_set)
    fixed = performance.rule_on(month.score, on=on, book=book, set=set)
    _performance(pay, duty, month, fixed, on=on, book=book, set=set)
    earned = pay.total_yuan - month.post_wage_yuan - pay.yuan("subsidy")
    by_formula = pay.total_yuan
    _arrears(pay, month, earned, on=on, book=book, set=set)
    if month.income_before_yuan is not None:
        _guarantee(pay, month, by_formula, on=on, book=book, set=set)
    if month.violation:
        _withheld(pay, on=on, book=book, set=set)
    return pay


def fen(yuan: Decimal) -> Decimal:
    """An amount in whole fen, half a fen rounded up."""
    return yuan.quantize(FEN, ROUND_HALF_UP)


def _performance(
    pay: Pay, duty: str, month: Month, fixed: Ruling, *, on: date, book: Rulebook, set: str
) -> None:
    """Fixed and results; a manager's are multiplied by the completion, those of others are not."""
    look = look_in(CHAPTER, on=on, book=book, set=set)
    factor = Decimal(str(fixed.value))
    times, times_zh, times_en = Decimal(1), "", ""
    if duty not in (PLANNER, LEADER):
        most = look(COMPLETION_MOST).value == ONE
        times = min(Decimal(1), month.completion) if most else month.completion
        times_zh, times_en = f" × 完成率 {times:f}", f" × completion {times:f}"
    if duty == PLANNER:
        _check_planned(
            month, Decimal(str(look(PLANNER_LEAST).value)), Decimal(str(look(PLANNER_MOST).value))
        )
    how = Words(
        f"{month.fixed_base_yuan:f} × 系数 {factor:f}（得分 {month.score:f}）{times_zh}",
        f"{month.fixed_base_yuan:f} × factor {factor:f} (score {month.score:f}){times_en}",
    )
    pay.add(
        "fixed",
        "固定绩效",
        "Fixed performance",
        month.fixed_base_yuan * factor * times,
        how,
        fixed.values,
    )
    for one in month.earned:
        how = Words(
            f"{one.yuan:f} × 提成 {one.rate:f} × 折算 {one.coefficient:f}{times_zh}",
            f"{one.yuan:f} × rate {one.rate:f} × coefficient {one.coefficient:f}{times_en}",
        )
        pay.add(
            "results",
            f"业绩绩效：{one.label}",
            f"Results: {one.label}",
            one.yuan * one.rate * one.coefficient * times,
            how,
        )
    if duty == LEADER:
        how = Words(
            f"人均 {month.team_per_capita_yuan:f} × 计提 {month.accrual:f} × 团队完成率 {month.completion:f}",
            f"per head {month.team_per_capita_yuan:f} × share {month.accrual:f} "
            f"× team completion {month.completion:f}",
        )
        yuan = month.team_per_capita_yuan * month.accrual * month.completion
        pay.add("team", "团队业绩", "Team performance", yuan, how)


def _check_planned(month: Month, least: Decimal, most: Decimal) -> None:
    for one in month.earned:
        if not least <= one.rate <= most:
            raise BadFact(
                zh=f"策划提成 {one.rate:f} 不在 {least:f} 至 {most:f} 之间",
                en=f"the commission of a planner is {one.rate:f}, it has to be {least:f} to {most:f}",
            )


def _arrears(
    pay: Pay, month: Month, earned: Decimal, *, on: date, book: Rulebook, set: str
) -> None:
    if month.arrears_months is None:
        return
    ruled = arrears.rule_on(month.arrears_months, on=on, book=book, set=set)
    share = arrears.share_of(ruled)
    if not share:
        return
    taken = fen(earned * share)
    how = Words(
        f"绩效 {earned:f} × {share:f}（最久欠款 {month.arrears_months:f} 个月）",
        f"performance {earned:f} × {share:f} (oldest arrears {month.arrears_months:f} months)",
    )
    pay.add("arrears", "欠款扣罚", "Deducted for arrears", -taken, how, ruled.values)
    if arrears.carries(ruled):
        pay.carried_yuan = max(NOTHING, month.arrears_yuan - taken)


def _guarantee(
    pay: Pay, month: Month, by_formula: Decimal, *, on: date, book: Rulebook, set: str
) -> None:
    """Arrears are not made up for: the guarantee looks at the income before they are taken off."""
    assert month.income_before_yuan is not None
    ruled = guarantee.rule_on(
        month.score, month.income_before_yuan, by_formula, on=on, book=book, set=set
    )
    how = Words(
        f"转岗前 {month.income_before_yuan:f}，按公式 {by_formula:f}，得分 {month.score:f}",
        f"before the transfer {month.income_before_yuan:f}, by the formulas {by_formula:f}, "
        f"score {month.score:f}",
    )
    pay.add(
        "guarantee",
        "保底绩效工资",
        "Guaranteed performance pay",
        Decimal(str(ruled.value)),
        how,
        ruled.values,
    )


def _withheld(pay: Pay, *, on: date, book: Rulebook, set: str) -> None:
    total = pay.total_yuan
    ruled = discipline.rule_on(max(total, NOTHING), on=on, book=book, set=set)
    how = Words(f"当月薪酬 {total:f} 的扣发部分", f"withheld of the pay of {total:f}")
    pay.add(
        "withheld",
        "违纪扣发",
        "Withheld for a violation",
        -Decimal(str(ruled.value)),
        how,
        ruled.values,
    )
