"""Which periods the reader looks at, and how each stands today."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from pages.desk import Desk
from policy.calendar import Calendar
from registry import rulebook
from registry.org.models import Unit
from registry.people import training_access as access
from registry.people.training import Probation
from workflows.probation import standing
from workflows.probation.standing import Standing


def looks(desk: Desk) -> bool:
    """Whether one of the reader's posts is that of a head or of human resources."""
    return any(post.role in access.LOOKING for post in desk.posts)


def visible(desk: Desk) -> QuerySet[Probation]:
    """The periods of the others that the reader sees by post; 404 for who has no such post."""
    if not looks(desk):
        raise Http404
    seen = access.visible_to(desk.person, desk.posts)
    return seen.exclude(manager__person=desk.person)


def calendar_of(bureau: Unit, desk: Desk) -> Calendar:
    """The working days of a bureau; raises NotInForce, UnknownSet."""
    book, set_ = rulebook.ruling(bureau, desk.on)
    return Calendar.of(book, set=set_, on=desk.on)


def one(desk: Desk, probation_id: int) -> Standing:
    """A period that the reader may see, the own one too, and how it stands."""
    rows = access.visible_to(desk.person, desk.posts)
    held = get_object_or_404(rows, pk=probation_id)
    unit = held.manager.unit
    found = standing.of(rows.filter(pk=held.pk), desk.on, calendar_of(unit.bureau or unit, desk))
    if not found:
        raise Http404
    return found[0]
