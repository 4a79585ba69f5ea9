"""The facts that rules take, in words, and what can be chosen for each."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pages.rules.reach import Reading
from policy import (
    commission,
    deadlines,
    definition,
    dispute,
    industries,
    probation,
    protection,
    splits,
)
from policy.customers import SCOPES, TIERS
from policy.figures import Words
from policy.points import FIGURES

FACTS: dict[str, Any] = {
    "value_yuan": _("Amount"),
    "stage": _("Step"),
    "members": _("Members"),
    "votes_for": _("Votes for"),
    "votes_against": _("Votes against"),
    "day": _("Day"),
    "agreement": _("Has an agreement"),
    "last_year_yuan": _("Revenue of last year"),
    "this_month_yuan": _("Revenue of this month"),
    "line": _("Line of business"),
    "line_last_year_yuan": _("Revenue of the line last year"),
    "line_this_month_yuan": _("Revenue of the line this month"),
    "policy_customer": _("Policy customer"),
    "spend_yuan": _("Spend"),
    "bureau_revenue_yuan": _("Revenue of the whole bureau"),
    "credit_points": _("Credit points"),
    "quarter": _("Quarter"),
    "special_listing": _("Listed by the province"),
    "tier": _("Tier"),
    "scope": _("Scope"),
    "kind": _("Kind"),
    "confirmed_on": _("Confirmed on"),
    "extended": _("Times extended"),
    "updated_on": _("Updated on"),
    "lines": _("Lines of business used"),
    "largest_share": _("Share of the largest line"),
    "county": _("Within one county"),
    "industry": _("Industry"),
    "turnover_yuan": _("Turnover of a year"),
    "other_income_yuan": _("Other income"),
    "together_yuan": _("Together with the customer’s other projects"),
    "started_on": _("Started on"),
    "service_years": _("Years of service"),
    "leave_days": _("Days of leave"),
    "policy": _("Way of splitting"),
    "lead_percent": _("Share of the leading unit, in percent"),
    "same_unit": _("Within the same unit"),
    "protected": _("Protected for another unit"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "allegation": _("Allegation"),
    "depth_percent": _("Depth of the discount, in percent"),
    "grade": _("Tier"),
    "together_percent": _("Depth together with other discounts, in percent"),
    "changed_on": _("Changed on"),
    "score": _("Score"),
    "month": _("Month"),
    "business": _("Business"),
    "months": _("Months"),
    "income_before_yuan": _("Income before"),
    "income_by_formula_yuan": _("Income by the formula"),
    "pay_yuan": _("Pay"),
    "counted": _("What is counted"),
    "times": _("How often"),
    "planned_yuan": _("Planned revenue"),
    "rate": _("Rate"),
    "profit_yuan": _("Profit"),
    "subject": _("What is reviewed"),
}
KINDS = {
    protection.REGULAR: Words("常规项目", "regular project"),
    protection.FESTIVAL: Words("节日项目", "festival project"),
    protection.REGISTRATION: Words("客户申报", "declaration of a customer"),
}
FIXED: dict[tuple[str, str], Mapping[str, Words]] = {
    ("definition", "line"): definition.LINES,
    ("protection", "kind"): KINDS,
    ("registration", "kind"): KINDS,
    ("bidding", "kind"): KINDS,
    ("probation", "kind"): {
        probation.NEW: Words("新上岗", "new"),
        probation.TRANSFERRED: Words("转岗", "transferred"),
        probation.GRACE: Words("有工龄者的过渡期", "grace period"),
    },
    ("contract", "subject"): {
        "contract": Words("合同", "contract"),
        "commission": Words("佣金", "commission"),
        "both": Words("合同和佣金", "both"),
    },
    ("split", "policy"): {
        splits.LEAD_ASSIST: Words("主办与协办", "lead and assist"),
        splits.AGREED: Words("按协商比例", "as agreed"),
        splits.BOTH_COUNT: Words("双方均计", "both count"),
    },
    ("dispute", "allegation"): {
        dispute.POACHING: Words("抢挖客户", "poaching"),
        dispute.UNREPORTED: Words("未报备", "not declared"),
        dispute.TARIFF: Words("资费违规", "tariff"),
        dispute.SPLIT: Words("业绩分配", "split"),
    },
}


def choices_of(chapter: str, fact: str, reading: Reading) -> list[tuple[str, str]]:
    """What can be said for a fact, in words; empty where it is free."""
    words: Mapping[str, Words] = FIXED.get((chapter, fact), {})
    if not words and fact in ("tier", "grade", "scope"):
        words = SCOPES if fact == "scope" else TIERS
    if (chapter, fact) == ("scorecard", "counted"):
        book, name = reading.book, reading.set
        words = {
            one: book.parameter(name, chapter, figure).label for one, figure in FIGURES.items()
        }
    if (chapter, fact) in ((industries.CHAPTER, "industry"), (deadlines.CHAPTER, "stage")):
        words = {p.name: p.label for p in reading.book.chapter(reading.set, chapter)}
        words.pop(deadlines.REMIND_AT_SHARE, None)
    if (chapter, fact) == (commission.CHAPTER, "business"):
        known = {p.name: p.label for p in reading.book.chapter(reading.set, chapter)}
        names = [name for name in known if not name.endswith((commission.LEAST, commission.MOST))]
        words = {name.replace("_", "-"): known[name] for name in names}
    language = get_language() or "zh-hans"
    return [(name, said[language]) for name, said in words.items()]
