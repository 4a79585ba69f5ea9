"""A bidding as a kind of case: the end of a protected period starts it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms import RequestForm
from approvals.kinds import Kind, Link
from approvals.models import Case
from policy import bidding
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.bidding.models import Tender
from workflows.bidding.answers import Awarding, Opening, Scores, Terms
from workflows.bidding.flow import BiddingFlow
from workflows.bidding.models import Bidding


def rule(case: Case, request: Bidding, on: date, book: Rulebook, set: str) -> Ruling:
    """The terms of the bidding."""
    return bidding.rule_on(request.protection.kind, on=on, book=book, set=set)


def missing(case: Case, request: Bidding, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """Nothing: what started it knows all that is needed."""
    return {}


def facts(case: Case, request: Bidding) -> list[tuple[str, Any]]:
    """What the page shows of a bidding."""
    held, tender = request.protection, request.tender
    return [
        (_("Declared by"), held.unit),
        (_("Project"), held.project),
        (_("Bids are taken until"), tender.closes_at if tender else None),
        (_("Least share of the declaring unit"), _least(tender) if tender else None),
        (_("What the customer needs"), tender.need if tender else ""),
        (_("Status of the tender"), tender.get_state_display() if tender else ""),
        (_("Page of the tender"), Link(f"/tenders/{tender.pk}/", tender) if tender else None),
    ]


def _least(tender: Tender) -> str:
    return f"{tender.least_share.normalize():f} %"


BIDDING = Kind(
    name="bidding",
    title=gettext_lazy("Open bidding"),
    prefix="JB",
    flows=(BiddingFlow,),
    applies=(),
    request=Bidding,
    form=RequestForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"terms": Terms, "unseal": Opening, "score": Scores, "award": Awarding},
)
