"""The business lead as a kind of case."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.kinds import Kind
from approvals.models import Case
from policy import lead
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.org.roles import PostRole
from workflows.lead.answers import Profit
from workflows.lead.flow import LeadFlow
from workflows.lead.forms import LeadForm
from workflows.lead.models import Lead


def rule(case: Case, request: Lead, on: date, book: Rulebook, set: str) -> Ruling:
    """The share of the profit that is the supplier's."""
    return lead.rule_on(request.profit_yuan or Decimal(0), on=on, book=book, set=set)


def missing(case: Case, request: Lead, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what the lead is.")
    if not request.prospect:
        problems["prospect"] = _("Name the customer.")
    if not request.need:
        problems["need"] = _("Say what they may need.")
    return problems


def facts(case: Case, request: Lead) -> list[tuple[str, Any]]:
    """What the page shows of a lead."""
    return [
        (_("Customer that may need us"), request.prospect),
        (_("Whom to ask there"), request.contact),
        (_("What they may need"), request.need),
        (_("Profit of the project (yuan)"), request.profit_yuan),
        (_("Reward (yuan)"), request.reward_yuan),
    ]


LEAD = Kind(
    name="lead",
    title=gettext_lazy("Business lead"),
    prefix="XS",
    about=gettext_lazy(
        "Tell the centre of a customer that may need us; if it brings profit, a tenth of it is yours."
    ),
    flows=(LeadFlow,),
    applies=tuple(role for role in PostRole.values if role != PostRole.AUDITOR),
    request=Lead,
    form=LeadForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"profit": Profit},
)
