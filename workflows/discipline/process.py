"""The case of discipline as a kind of case."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import personnel
from approvals.kinds import Kind
from approvals.models import Attachment, Case
from policy import discipline
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.org.roles import PostRole
from workflows.discipline.answers import Finding
from workflows.discipline.flow import DisciplineFlow
from workflows.discipline.forms import DisciplineForm
from workflows.discipline.models import Discipline


def rule(case: Case, request: Discipline, on: date, book: Rulebook, set: str) -> Ruling:
    """What a case of that kind of violation goes by."""
    return discipline.case_on(request.kind or Discipline.Kind.SEIZING, on=on, book=book, set=set)


def missing(case: Case, request: Discipline, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what it is about.")
    if request.manager is None:
        problems["manager"] = _("Choose the account manager.")
    if request.on_day is None:
        problems["on_day"] = _("Say when it happened.")
    if not request.told:
        problems["told"] = _("Say what is known.")
    if Attachment.Kind.OTHER not in attached:
        problems["evidence"] = _("Attach the evidence: nobody finds on hearsay.")
    return problems


def facts(case: Case, request: Discipline) -> list[tuple[str, Any]]:
    """What the page shows of a case of discipline."""
    return [
        (_("Account manager"), request.manager),
        (_("Kind of violation"), request.get_kind_display()),
        (_("When it happened"), request.on_day),
        (_("What is known"), request.told),
    ]


DISCIPLINE = Kind(
    name="discipline",
    title=gettext_lazy("Marketing discipline"),
    prefix="WJ",
    about=gettext_lazy(
        "Bring a violation of marketing discipline with its evidence; the person is heard before a finding."
    ),
    flows=(DisciplineFlow,),
    applies=(PostRole.MARKETING_HEAD, PostRole.MARKETING_DEPUTY),
    request=Discipline,
    form=DisciplineForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"finding": Finding},
    confidential=True,
    seen=personnel.seen,
)
