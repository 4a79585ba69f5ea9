"""The year-end adjustment as a kind of case."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from approvals import personnel
from approvals.kinds import Kind
from approvals.models import Case
from policy import managers as rules
from policy import ranks
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.org.roles import PostRole
from registry.people.models import RankHeld
from workflows.year_end.flow import YearEndFlow
from workflows.year_end.forms import YearEndForm
from workflows.year_end.models import YearEnd


def rule(case: Case, request: YearEnd, on: date, book: Rulebook, set: str) -> Ruling:
    """What the year asks for by the rules."""
    year_yuan = request.year_yuan or Decimal(0)
    return ranks.at_year_end(
        request.rank or RankHeld.Rank.MANAGER, year_yuan, on=on, book=book, set=set
    )


def missing(case: Case, request: YearEnd, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what is proposed.")
    if request.manager is None:
        problems["manager"] = _("Choose the account manager.")
    if request.year is None:
        problems["year"] = _("Name the year.")
    if request.year_yuan is None:
        problems["year_yuan"] = _("Give the performance of the year.")
    if not request.paid_as and not request.new_post:
        problems["paid_as"] = _("Say what changes: the rank that is paid, or the post.")
    if ruling.value == ranks.KEEPS:
        problems["year_yuan"] = _("By the rules of the bureau this year keeps the rank.")
    return problems


def facts(case: Case, request: YearEnd) -> list[tuple[str, Any]]:
    """What the page shows of a year-end adjustment."""
    asked = ""
    if case.ruling_json:
        asked = ranks.WORDS[str(case.ruling.value)][get_language() or "zh-hans"]
    return [
        (_("Account manager"), request.manager),
        (_("Year"), str(request.year or "")),
        (_("Performance of the year (yuan)"), request.year_yuan),
        (_("Rank in that year"), request.get_rank_display()),
        *_figures(case, request.rank),
        (_("By the rules"), asked),
        (_("Paid next year as"), request.get_paid_as_display() if request.paid_as else ""),
        (_("Another post"), request.new_post),
        (_("Reason"), request.reason),
    ]


def _figures(case: Case, rank: str) -> list[tuple[str, Any]]:
    """The figures that the year is held against, by the ruling."""
    if not case.ruling_json:
        return []
    tongue, names = get_language() or "zh-hans", (rules.competent(rank), rules.PRODUCTIVITY)
    shown = [value for value in case.ruling.values if value.name in names]
    return [(value.label[tongue], Decimal(str(value.value))) for value in shown]


YEAR_END = Kind(
    name="year_end",
    title=gettext_lazy("Year-end adjustment"),
    prefix="ND",
    about=gettext_lazy(
        "When a year stayed below what the rank asks for: another rank for the pay, or another post."
    ),
    flows=(YearEndFlow,),
    applies=(PostRole.HR,),
    request=YearEnd,
    form=YearEndForm,
    rule=rule,
    missing=missing,
    facts=facts,
    confidential=True,
    seen=personnel.seen,
)
