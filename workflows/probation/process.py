"""A training period as a kind of case: the appointment starts it."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms import RequestForm
from approvals.kinds import Kind, Link
from approvals.models import Case
from policy import probation
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.org.models import Person
from registry.people.scoring import Reading
from workflows.probation import invariants  # noqa: F401 - importing registers them
from workflows.probation.answers import Moving
from workflows.probation.flow import ProbationFlow
from workflows.probation.models import Training


def rule(case: Case, request: Training, on: date, book: Rulebook, set: str) -> Ruling:
    """The last day, and all figures that the review goes by."""
    held = request.probation
    return probation.rule_on(held.kind, held.started_on, on=on, book=book, set=set)


def missing(case: Case, request: Training, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """Nothing: the register knows all that is needed."""
    return {}


def facts(case: Case, request: Training) -> list[tuple[str, Any]]:
    """What the page shows of a period."""
    held = request.probation
    return [
        (_("Kind of entry"), held.get_kind_display()),
        (_("Appointed on"), held.started_on),
        (_("Last day"), held.ends_on),
        (_("Decision due by"), held.decide_by_on),
        (_("Extended"), held.extended or None),
        (_("Outcome"), held.get_outcome_display()),
        (_("New series of posts"), held.series),
        (_("Evidence"), Link(f"/probations/{held.pk}/", _("Scores, quota and leave"))),
    ]


def seen(case: Case, person: Person, at: datetime) -> None:
    """查阅留痕: who reads it besides the person leaves a trace."""
    manager = Training.of(case).probation.manager
    if person.pk != manager.person_id:
        Reading.objects.create(manager=manager, by=person, what="probation", at=at)


PROBATION = Kind(
    name="probation",
    title=gettext_lazy("Training period"),
    prefix="PX",
    flows=(ProbationFlow,),
    applies=(),
    request=Training,
    form=RequestForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"hr_review": Moving, "hr_decision": Moving},
    confidential=True,
    seen=seen,
)
