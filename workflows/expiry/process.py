"""The end of a protected period as a kind of case: the clock starts it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms import RequestForm
from approvals.kinds import Kind
from approvals.models import Case
from policy import expiry
from policy.book import Rulebook
from policy.ruling import Ruling
from workflows.expiry import invariants  # noqa: F401 - importing registers them
from workflows.expiry.answers import Reassigning
from workflows.expiry.flow import ExpiryFlow
from workflows.expiry.models import Expiry


def rule(case: Case, request: Expiry, on: date, book: Rulebook, set: str) -> Ruling:
    """What can be chosen, and until when."""
    return expiry.rule_on(request.protection.kind, request.extended, on=on, book=book, set=set)


def missing(case: Case, request: Expiry, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """Nothing: the clock knows all that is needed."""
    return {}


def facts(case: Case, request: Expiry) -> list[tuple[str, Any]]:
    """What the page shows of a period that is over."""
    held = request.protection
    return [
        (_("Project"), held.project),
        (_("Kind of declaration"), held.get_kind_display()),
        (_("Developed by"), held.unit),
        (_("A manager"), held.a_manager),
        (_("B manager"), held.b_manager),
        (_("Confirmed on"), held.confirmed_on),
        (_("Last day"), held.last_day),
        (_("Extended"), held.extended or None),
    ]


EXPIRY = Kind(
    name="expiry",
    title=gettext_lazy("Protected period over"),
    prefix="QM",
    flows=(ExpiryFlow,),
    applies=(),
    request=Expiry,
    form=RequestForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"choose": Reassigning},
)
