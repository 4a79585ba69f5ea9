"""What names a person who leaves: steps, requests, posts, customers; what becomes of each, and what
stands in the way of a successor.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.errors import HadASay
from approvals.models import Assignment, Case, Opinion, Party
from approvals.move import Move
from approvals.roles import Role
from approvals.words import OPEN, Status
from registry.customers.models import Customer, Protection
from registry.org.models import Person, Post, Substitution
from registry.org.posts import alike
from registry.projects.models import Project

_STATE = Assignment.State
LIVE = (_STATE.OPEN, _STATE.WAITING, _STATE.HELD, _STATE.PAUSED)
UNFINISHED = (Status.DRAFT, *OPEN)


@dataclass(frozen=True)
class Item:
    """One thing that names the person. `note`: what is special about it; `conflict`: why it can't be done."""

    row: Any
    note: str = ""
    conflict: HadASay | None = None


@dataclass(frozen=True)
class Belongings:
    """All that names a person. Steps go by the rules; the rest needs or gets a successor."""

    steps: list[Item] = field(default_factory=list)
    cases: list[Item] = field(default_factory=list)
    substitutions: list[Item] = field(default_factory=list)
    posts: list[Item] = field(default_factory=list)
    customers: list[Item] = field(default_factory=list)
    projects: list[Item] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything names the person at all."""
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def needs_successor(self) -> bool:
        return bool(self.cases or self.customers or self.projects)

    @property
    def conflicts(self) -> list[HadASay]:
        return [item.conflict for item in self.cases if item.conflict]


def of(person: Person, successor: Person | None, *, at: datetime) -> Belongings:
    """What the person would leave behind today, and what a successor changes about it."""
    own = list(cases_of(person).select_related("applicant", "unit", "bureau").order_by("pk"))
    refused = conflicts(own, successor, at=at) if successor else {}
    today = timezone.localdate(at)
    goes_on = Post.objects.filter(Q(until=None) | Q(until__gte=today), person=person)
    alive = Substitution.objects.filter(ended_at=None, until__gte=today)
    theirs = alive.filter(Q(person=person) | Q(substitute=person))
    return Belongings(
        steps=_steps(person, successor),
        cases=[Item(case, conflict=refused.get(case.pk)) for case in own],
        substitutions=[
            Item(link) for link in theirs.select_related("person", "substitute").order_by("pk")
        ],
        posts=[_post(post, successor) for post in goes_on.select_related("unit").order_by("pk")],
        customers=[_looked_after(row, successor) for row in in_care_of(person, Customer)],
        projects=[_looked_after(row, successor) for row in in_care_of(person, Project)],
    )


def cases_of(person: Person) -> QuerySet[Case]:
    """What the person asked for and has not ended: drafts, and cases that are under way or returned."""
    return Case.objects.filter(applicant=person, status__in=UNFINISHED)


def rows_of(person: Person) -> QuerySet[Assignment]:
    """Steps that wait for the person to decide, or for somebody in their place."""
    live = Assignment.objects.filter(state__in=LIVE).exclude(capacity=Role.APPLICANT)
    return live.filter(Q(person=person) | Q(acting_for=person))


def in_care_of(
    person: Person, model: type[Customer] | type[Project] | type[Protection]
) -> QuerySet[Any]:
    """The customers, projects or protected periods of which the person is a manager."""
    rows = model._default_manager.filter(Q(a_manager=person) | Q(b_manager=person))
    return rows.order_by("pk")


def conflicts(cases: Collection[Case], successor: Person, *, at: datetime) -> dict[int, HadASay]:
    """Cases that can't become the successor's, by their ids: nobody decides on their own request.

    Who decided there, is asked there or is passed on the way to who is asked can't be the applicant.
    """
    ids = [case.pk for case in cases]
    by_or_for = Q(person=successor) | Q(acting_for=successor)
    spoke = Opinion.objects.filter(by_or_for, case__in=ids)
    rows = Assignment.objects.filter(case__in=ids).exclude(capacity=Role.APPLICANT)
    asked = rows.filter(by_or_for).exclude(state=_STATE.CLOSED)
    found = {*spoke.values_list("case", flat=True), *asked.values_list("case", flat=True)}
    known = {case.pk: case for case in cases}
    for row in rows.filter(state__in=LIVE, acting_for__isnull=False):
        people = Move(known[row.case_id], successor, at).people
        links = people.chain(row.acting_for_id or row.person_id, to=row.person_id)
        if successor.pk in {link.substitute_id for link in links}:
            found.add(row.case_id)
    return {pk: HadASay(who=successor, case=known[pk]) for pk in sorted(found)}


def _steps(person: Person, successor: Person | None) -> list[Item]:
    rows = list(rows_of(person).select_related("case", "post__unit", "acting_for").order_by("pk"))
    theirs: set[int] = set()
    if successor:
        cases = [row.case_id for row in rows]
        parts = Party.objects.filter(person=successor, case__in=cases)
        theirs = set(parts.values_list("case", flat=True))
        theirs |= {row.case_id for row in rows if row.case.applicant_id == successor.pk}
    note = _("The successor has a part in it: it goes to the deputy or the superior.")
    return [Item(row, note if row.case_id in theirs else "") for row in rows]


def _post(post: Post, successor: Person | None) -> Item:
    held = successor and alike(successor, post.unit_id, post.role, post.since).exists()
    return Item(post, _("The successor holds this post already.") if held else "")


def _looked_after(row: Any, successor: Person | None) -> Item:
    """Nobody is both managers: a successor who is the other one leaves the second place empty."""
    both = successor and successor.pk in (row.a_manager_id, row.b_manager_id)
    note = _("The successor is the other manager: there will be no B manager.")
    return Item(row, note if both else "")
