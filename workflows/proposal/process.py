"""The proposal as a kind of case."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from approvals.errors import Incomplete
from approvals.kinds import Kind
from approvals.managers import foreign, protected
from approvals.models import Attachment, Case
from documents import wording
from policy import proposals, splitting
from policy.book import Rulebook
from policy.figures import Citation, Words
from policy.ruling import Ruling
from registry.org.roles import PostRole
from workflows.proposal import splitting as split
from workflows.proposal.flow import ProposalFlow
from workflows.proposal.forms import ProposalForm
from workflows.proposal.models import Proposal


def rule(case: Case, request: Proposal, on: date, book: Rulebook, set: str) -> Ruling:
    """What the rulebook asks of a project of this value, or of those that count together with it.

    raises  Incomplete without a value
    """
    if case.value_yuan is None:
        raise Incomplete({"value_yuan": _("Say what the project is worth.")})
    about: dict[str, Any] = {"on": on, "book": book, "set": set}
    total, found = split.found_with(case, proposals.thresholds(**about), **about)
    if not found:
        return proposals.rule_on(case.value_yuan, **about)
    ruling = proposals.rule_on(case.value_yuan, total, **about)
    return splitting.explained(ruling, found, Words("元", "yuan"), total)


def missing(case: Case, request: Proposal, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Give the project a title.")
    if case.customer is None:
        problems["customer"] = _("Name the customer of the project.")
    elif others := foreign(case, ruling.on):
        problems["customer"] = others
    elif blocked := protected(case, request):
        problems["customer"] = blocked
    if request.a_manager_id is None:
        problems["a_manager"] = _("Name the A manager of the project.")
    if request.starts_on is None or request.ends_on is None:
        problems["starts_on"] = _("Say from when to when the project is to run.")
    duty = next((d for d in ruling.duties if d.name == proposals.PLAN), None)
    if duty and Attachment.Kind.PLAN not in attached:
        problems["plan"] = _(
            "A project of %(threshold)s yuan or more needs a plan document (%(source)s). "
            "Attach it as PDF or Word."
        ) % {"threshold": f"{duty.threshold:,.0f}", "source": _cited(duty.citation)}
    return problems


def _cited(place: Citation) -> str:
    """Document and article as the language of the page cites them."""
    if (get_language() or "zh-hans") == "zh-hans":
        return wording.source(place.title.zh, place.article)
    return f"{place.title.en}, article {place.article}"


def facts(case: Case, request: Proposal) -> list[tuple[str, Any]]:
    """What the page shows of a proposal, besides title and value."""
    return [
        (_("Project kind"), request.get_season_display()),
        (_("Line of business"), request.get_line_display()),
        (_("A manager"), request.a_manager),
        (_("B manager"), request.b_manager),
        (_("From"), request.starts_on),
        (_("To"), request.ends_on),
        (_("Customer situation"), request.situation),
        (_("Product and offer"), request.offer),
        (_("Price"), request.price),
        (_("Service and people"), request.service),
        (_("Cost (yuan)"), request.cost_yuan),
        (_("Expected profit (yuan)"), request.profit_yuan),
        *((_("Counted together with"), one) for one in split.links(case)),
    ]


# What a sign-off vouches for: if none of it changes, it counts on after a return. The discussion is
# about the proposal as a whole, so it isn't named.
_PLAN = ("situation", "offer", "price", "service", "starts_on", "ends_on", "attachments")
VOUCHES = {
    "unit_review": ("unit", "customer", "value_yuan", "season", "line", "a_manager", "b_manager"),
    "plan_check": ("customer", "value_yuan", "cost_yuan", "profit_yuan", *_PLAN),
    "sign_off": ("value_yuan", "cost_yuan", "profit_yuan", *_PLAN),
    "listing": ("customer", "value_yuan", "season", "line"),
}

PROPOSAL = Kind(
    name="proposal",
    title=gettext_lazy("Marketing project proposal"),
    about=gettext_lazy(
        "You want to market something to a customer and need the go-ahead. "
        "Say what it is worth: the amount decides who looks at it, "
        "and above a certain amount the centre discusses it."
    ),
    prefix="XM",
    flows=(ProposalFlow,),
    applies=(PostRole.ACCOUNT_MANAGER,),
    request=Proposal,
    form=ProposalForm,
    rule=rule,
    missing=missing,
    facts=facts,
    vouches=VOUCHES,
)
