"""Who holds which post on which day."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from registry.org.models import Person, Post, Unit
from registry.org.roles import UnitKind

DECIDING = (
    UnitKind.CENTRE,
    UnitKind.MARKETING,
    UnitKind.LEADERS,
    UnitKind.HR,
    UnitKind.FINANCE,
)


def around(
    *, bureau_id: int, unit_id: int, other_unit_id: int | None = None, on: date
) -> list[Post]:
    """The posts held on a day in one unit (or two) and in the bureau's deciding units: who can be
    asked there.

    One query, ordered by the day the post began, so that a list of people is stable.
    """
    units = [unit_id] if other_unit_id is None else [unit_id, other_unit_id]
    return list(
        Post.objects.on(on)
        .filter(Q(unit_id__in=units) | Q(unit__bureau_id=bureau_id, unit__kind__in=DECIDING))
        .select_related("person", "unit")
        .order_by("since", "pk")
    )


def of_unit(unit_id: int, roles: Collection[str], on: date) -> list[Post]:
    """Who holds one of these posts in a unit on a day, whoever began first."""
    held = Post.objects.on(on).filter(unit=unit_id, role__in=roles)
    return list(held.select_related("person").order_by("since", "pk"))


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


def alike(person: Person, unit_id: int, role: str, since: date) -> QuerySet[Post]:
    """The person's posts of that role in that unit that are not over on that day, the first one first."""
    goes_on = Q(until=None) | Q(until__gte=since)
    found = Post.objects.filter(goes_on, person=person, unit=unit_id, role=role)
    return found.select_related("unit").order_by("since", "pk")


def pass_on(
    person: Person, heir: Person | None, *, last_day: date, since: date, by: Person, at: datetime
) -> tuple[list[Post], list[Post]]:
    """End all posts of a person after `last_day`; those that ended, and those that the heir got.

    The heir holds each from `since` on, or from when it would have begun, unless they hold it already.
    """
    goes_on = Q(until=None) | Q(until__gt=last_day)
    ended, given = [], []
    for post in Post.objects.filter(goes_on, person=person).order_by("pk"):
        first, until = max(since, post.since), post.until
        ended.append(end(post.pk, last_day=last_day, by=by, at=at))
        over = until is not None and until < first
        if heir and not over and not alike(heir, post.unit_id, post.role, first).exists():
            like = {"unit_id": post.unit_id, "role": post.role, "since": first, "until": until}
            given.append(Post.objects.create(person=heir, **like))
    return ended, given


def ever_in(unit_id: int) -> list[int]:
    """The ids of all who hold or held a post in a unit: what waits for one of them may go to another."""
    return list(Post.objects.filter(unit=unit_id).values_list("person", flat=True).distinct())


def end(post_id: int, *, last_day: date, by: Person, at: datetime) -> Post:
    """End a post after `last_day`. A decision that holds the row finishes first, a later one is refused."""
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
        post.until, post.ended_by, post.ended_at = last_day, by, at
        post.save(update_fields=["until", "ended_by", "ended_at"])
        return post
