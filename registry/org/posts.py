"""Who holds which post on which day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from registry.org.models import Person, Post, Unit
from registry.org.roles import UnitKind

DECIDING = (UnitKind.CENTRE, UnitKind.MARKETING, UnitKind.LEADERS, UnitKind.HR)


def around(*, bureau_id: int, unit_id: int, on: date) -> list[Post]:
    """The posts held on a day in one unit and in the bureau's deciding units: who can be asked there.

    One query, ordered by the day the post began, so that a list of people is stable.
    """
    return list(
        Post.objects.on(on)
        .filter(Q(unit_id=unit_id) | Q(unit__bureau_id=bureau_id, unit__kind__in=DECIDING))
        .select_related("person", "unit")
        .order_by("since", "pk")
    )


def held_by(person: Person, on: date) -> list[Post]:
    """The posts that one person holds on a day, with their units and bureaus."""
    mine = Post.objects.on(on).filter(person=person)
    return list(mine.select_related("unit__bureau").order_by("since", "pk"))


def units_where(person: Person, roles: tuple[str, ...], on: date) -> list[Unit]:
    """The units in which the person holds one of the roles on that day."""
    return list(
        Unit.objects.filter(
            pk__in=Post.objects.on(on).filter(person=person, role__in=roles).values("unit")
        ).order_by("path")
    )


def end(post_id: int, *, last_day: date, by: Person, at: datetime) -> Post:
    """End a post after `last_day`. A decision that holds the row finishes first, a later one is refused."""
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
        post.until, post.ended_by, post.ended_at = last_day, by, at
        post.save(update_fields=["until", "ended_by", "ended_at"])
        return post
