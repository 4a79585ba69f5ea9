"""The change of rank as a kind of case."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import personnel
from approvals.kinds import Kind
from approvals.models import Case
from policy import ranks
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.org.roles import PostRole
from registry.people.models import RankHeld
from workflows.rank_change.flow import RankChangeFlow
from workflows.rank_change.forms import RankChangeForm
from workflows.rank_change.models import RankChange


def rule(case: Case, request: RankChange, on: date, book: Rulebook, set: str) -> Ruling:
    """What a change to that rank goes by."""
    return ranks.rule_on(request.rank or RankHeld.Rank.MANAGER, on=on, book=book, set=set)


def missing(case: Case, request: RankChange, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what is proposed.")
    if request.manager is None:
        problems["manager"] = _("Choose the account manager.")
    if request.since is None:
        problems["since"] = _("Say from which day the rank holds.")
    if not request.reason:
        problems["reason"] = _("Say what the change rests on.")
    return problems


def facts(case: Case, request: RankChange) -> list[tuple[str, Any]]:
    """What the page shows of a change of rank."""
    return [
        (_("Account manager"), request.manager),
        (_("New rank"), request.get_rank_display()),
        (_("From"), request.since),
        (_("Performance of the half year (yuan)"), request.year_yuan),
        (_("Reason"), request.reason),
    ]


RANK_CHANGE = Kind(
    name="rank_change",
    title=gettext_lazy("Change of rank"),
    prefix="SJ",
    about=gettext_lazy(
        "Propose a higher or lower rank for an account manager; the bureau’s office meeting decides."
    ),
    flows=(RankChangeFlow,),
    applies=(PostRole.CENTRE_DIRECTOR, PostRole.CENTRE_DEPUTY),
    request=RankChange,
    form=RankChangeForm,
    rule=rule,
    missing=missing,
    facts=facts,
    confidential=True,
    seen=personnel.seen,
)
