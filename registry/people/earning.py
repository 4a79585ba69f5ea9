"""薪酬测算: what the formulas come to for one account manager and month, with what is not known."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Min, Sum
from django.utils.translation import get_language

from policy import coefficients, commission, guarantee, scorecards
from policy import pay as formulas
from policy.book import Rulebook
from policy.errors import PolicyError
from policy.periods import MONTHS
from policy.protection import last_day
from policy.ruling import Value, look_in
from registry import rulebook
from registry.people import facts
from registry.people.facts import last_of
from registry.people.models import AccountManager
from registry.people.pay import terms_of
from registry.people.scoring import Scorecard
from registry.revenue import arrears
from registry.revenue.fen import fen
from registry.revenue.models import Line, Revenue

# The businesses of the commission table that the lines of the ledger stand for.
BUSINESS = {
    Line.BILLS: "bill-mail",
    Line.LETTERS: "bulk-letters",
    Line.PHILATELY: "philatelic",
    Line.EXPRESS: "express",
    Line.LOGISTICS: "logistics",
    Line.PARCELS: "parcels",
    Line.NEWSPAPERS: "subscriptions",
}


@dataclass
class Worked:
    """The pay of a month as the formulas have it, and what could not be reckoned."""

    pay: formulas.Pay | None = None
    score: Decimal | None = None
    open: list[str] = field(default_factory=list)
    without_rate: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def values(self) -> list[Value]:
        """The figures behind the lines, each once."""
        lines = self.pay.lines if self.pay else []
        return list({value.name: value for line in lines for value in line.values}.values())


def of(card: Scorecard) -> Worked:
    """The pay of the card's month; `open` names what is missing: terms, score, target, shares."""
    manager, end = card.manager, last_of(card.month)
    book, set_ = rulebook.ruling(manager.bureau, end)
    worked = Worked(score=card.score)
    terms = terms_of(manager, end)
    if terms is None:
        worked.open.append("terms")
    if card.score is None:
        worked.open.append("score")
    known = facts.of([card], book=book, set=set_)[card.pk]
    completion = _completion(manager, known)
    if completion is None:
        worked.open.append("target")
    if worked.open or terms is None or card.score is None or completion is None:
        return worked
    try:
        accrual, earned = _earned(manager, card.month, known, worked, book=book, set=set_)
        owed = arrears.total(arrears.owed(end, Revenue.objects.filter(manager=manager.person_id)))
        month = formulas.Month(
            score=card.score,
            post_wage_yuan=terms.post_wage_yuan,
            subsidy_yuan=terms.subsidy_yuan,
            fixed_base_yuan=terms.fixed_base_yuan,
            completion=completion,
            earned=earned,
            arrears_months=known.facts.get(scorecards.OLDEST),
            arrears_yuan=owed,
            income_before_yuan=_guaranteed(manager, card.month, book=book, set=set_),
            team_per_capita_yuan=known.paid_by.get("team_per_capita_yuan", Decimal(0)),
            accrual=accrual,
            violation=bool(known.paid_by.get("violation")),
        )
        worked.pay = formulas.of(manager.duty, month, on=end, book=book, set=set_)
    except PolicyError as refusal:
        worked.open.append(refusal.sentence(get_language() or "zh-hans"))
    return worked


def _completion(manager: AccountManager, known: facts.Known) -> Decimal | None:
    """How far the task of the month is done: of a leader that of the team, of a planner nothing asks."""
    if manager.duty == AccountManager.Duty.PLANNER:
        return Decimal(1)
    if manager.duty == AccountManager.Duty.LEADER and "team_completion" in known.paid_by:
        return known.paid_by["team_completion"] / 100
    target = known.facts.get(scorecards.TARGET)
    if not target:
        return None
    return (known.facts[scorecards.INCOME] / target).quantize(Decimal("0.0001"))


def _earned(
    manager: AccountManager,
    month: date,
    known: facts.Known,
    worked: Worked,
    *,
    book: Rulebook,
    set: str,
) -> tuple[Decimal, tuple[formulas.Earned, ...]]:
    """The share of a leader, and what was earned, by customer and business."""
    look = look_in(formulas.CHAPTER, on=last_of(month), book=book, set=set)
    accrual = Decimal(0)
    if manager.duty == AccountManager.Duty.LEADER and known.paid_by.get("team_per_capita_yuan"):
        accrual = Decimal(str(look(formulas.ACCRUAL).value))
    if manager.duty == AccountManager.Duty.PLANNER:
        planned = known.paid_by.get("planned_yuan", Decimal(0))
        if not planned:
            return accrual, ()
        rate = Decimal(str(look(formulas.PLANNER_RATE).value))
        return accrual, (formulas.Earned("策划项目", planned, rate),)
    return accrual, _by_customer(manager, month, worked, book=book, set=set)


def _by_customer(
    manager: AccountManager, month: date, worked: Worked, *, book: Rulebook, set: str
) -> tuple[formulas.Earned, ...]:
    """Own performance; the months of a business are counted from its first entry in the ledger."""
    rows = Revenue.objects.filter(manager=manager.person_id, month=month).order_by("customer__name")
    sums = rows.values_list("customer", "customer__name", "line").annotate(Sum("amount_yuan"))
    began = Revenue.objects.filter(customer__in=[row[0] for row in sums]).order_by()
    first = {
        (customer, line): day
        for customer, line, day in began.values_list("customer", "line").annotate(Min("month"))
    }
    found, end = [], last_of(month)
    for customer, name, line, yuan in sums:
        label = f"{name} · {Line(line).label}"
        business = BUSINESS.get(Line(line))
        ruled = commission.rule_on(business, on=end, book=book, set=set) if business else None
        if ruled is None or not commission.is_set(ruled):
            worked.without_rate.append((label, fen(yuan)))
            continue
        start = first[customer, line]
        age = (month.year - start.year) * MONTHS + month.month - start.month + 1
        counts = coefficients.rule_on(age, on=end, book=book, set=set)
        rate, times = Decimal(str(ruled.value)), Decimal(str(counts.value))
        found.append(formulas.Earned(label, fen(yuan), rate, times))
    return tuple(found)


def _guaranteed(
    manager: AccountManager, month: date, *, book: Rulebook, set: str
) -> Decimal | None:
    """The income before the transfer, in the months that the guarantee reaches into."""
    if manager.kind != AccountManager.Kind.NEWLY_TRANSFERRED:
        return None
    look = look_in(guarantee.CHAPTER, on=last_of(month), book=book, set=set)
    day_before = date.fromordinal(manager.appointed_on.toordinal() - 1)
    ends = last_day(day_before, int(str(look(guarantee.PERIOD).value)))
    return manager.income_before_yuan if month <= ends else None
