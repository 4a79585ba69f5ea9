"""Who may see a training period: the person, the heads of the unit, human resources, the leader."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from registry.org.models import Person, Post
from registry.org.roles import HEADS_ELSEWHERE, PERSONNEL, UNIT_AND_BELOW, PostRole
from registry.people.models import AccountManager
from registry.people.scoring import Reading
from registry.people.training import Probation

LOOKING = (*PERSONNEL, *UNIT_AND_BELOW, *HEADS_ELSEWHERE)


def visible_to(person: Person, held: Iterable[Post]) -> QuerySet[Probation]:
    """The periods that the person may see by these posts, the own one among them."""
    reach = Q(manager__person=person)
    for post in held:
        if post.role in PERSONNEL:
            reach |= Q(bureau=post.unit.root_id)
        elif post.role in UNIT_AND_BELOW:
            reach |= Q(manager__unit__path__startswith=post.unit.path)
        elif post.role in HEADS_ELSEWHERE:
            reach |= Q(manager__unit=post.unit_id)
    rows = Probation.objects.filter(reach).select_related(
        "manager__person", "manager__unit__bureau"
    )
    return rows.order_by("ends_on", "pk")


def waiting_for(held: Iterable[Post]) -> QuerySet[AccountManager]:
    """The appointments whose period has not begun, in the bureaus of human resources."""
    bureaus = [post.unit.root_id for post in held if post.role == PostRole.HR]
    rows = AccountManager.objects.filter(bureau__in=bureaus, probation=None, ended_on=None)
    rows = rows.exclude(kind=AccountManager.Kind.REGULAR)
    return rows.select_related("person", "unit__bureau").order_by("appointed_on", "pk")


def keeps(person: Person, held: Iterable[Post], row: Probation) -> bool:
    """Whether the person enters leave and quotas of a period: human resources, never for themselves."""
    there = any(p.role == PostRole.HR and p.unit.root_id == row.bureau_id for p in held)
    return there and row.manager.person_id != person.pk


def trace(rows: Iterable[Probation], by: Person, what: str, at: datetime, on: date) -> None:
    """查阅留痕: who looked at these periods, once a day, person and page; nobody for the own one."""
    seen = {row.manager_id for row in rows if row.manager.person_id != by.pk}
    today = Reading.objects.filter(manager__in=seen, by=by, what=what, at__date=on)
    known = set(today.values_list("manager", flat=True)) if seen else set()
    Reading.objects.bulk_create(
        Reading(manager_id=pk, by=by, what=what, at=at) for pk in sorted(seen - known)
    )
