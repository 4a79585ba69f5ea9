"""Whether the person of a row may still decide: the post, the substitution, no part in the case."""

from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format

from approvals import errors
from approvals.models import Assignment
from approvals.move import Move
from approvals.people import People
from registry.org import substitutions
from registry.org.models import Post, Substitution
from registry.org.roles import PostRole


def stands(people: People, row: Assignment) -> bool:
    """Whether the row's right stands today. Nothing is held: for lists, and for sweeps that ask again."""
    if row.reason == Assignment.Reason.PART:
        return any(seat.person.pk == row.person_id for seat in people.with_part(row.capacity))
    behind, links = _behind(people, row)
    if links is None or not behind.isdisjoint(people.barred):
        return False
    asked = (_holder(row), row.post.unit_id, row.post.role)
    around = any((post.person_id, post.unit_id, post.role) == asked for post in people.posts)
    # Whom another named may hold a post in a unit that the resolver never asks.
    return around or _posts_behind(row, people.on).exists()


def check(move: Move, row: Assignment) -> None:
    """Hold what the row's right rests on until the transaction is over.

    raises  OwnCase, PostEnded, SubstitutionEnded, NoPart
    """
    if row.reason == Assignment.Reason.PART:
        if not stands(move.people, row):
            raise errors.NoPart
        return
    behind, links = _behind(move.people, row)
    if not behind.isdisjoint(move.people.barred):
        raise errors.OwnCase
    if row.acting_for_id:
        if not (links and substitutions.hold(links, move.on) and _post_held(move, row)):
            raise errors.SubstitutionEnded(who=row.acting_for, post=row.post)
    elif not _post_held(move, row):
        ended = Post.objects.get(pk=row.post.pk).until
        raise errors.PostEnded(post=row.post, until=ended and date_format(ended))


ADMINISTRATORS = (PostRole.INFO_SUPERVISOR, PostRole.CENTRE_DIRECTOR)


def check_administrator(move: Move) -> None:
    """Hold the post from which the actor administers the bureau's cases; nobody does so with their own.

    raises  OwnCase, NotAdministrator
    """
    mine = Post.objects.on(move.on).filter(person=move.actor, role__in=ADMINISTRATORS)
    held = mine.filter(unit__bureau_id=move.case.bureau_id).order_by("pk")
    if not list(held.select_for_update(of=("self",), no_key=True)):
        raise errors.NotAdministrator
    if move.actor.pk in move.people.barred:
        raise errors.OwnCase


def _holder(row: Assignment) -> int:
    return row.acting_for_id or row.person_id


def _posts_behind(row: Assignment, on: date) -> QuerySet[Post]:
    """The posts held on a day from which the row's right comes."""
    post = row.post
    return Post.objects.on(on).filter(person=_holder(row), unit=post.unit_id, role=post.role)


def _behind(people: People, row: Assignment) -> tuple[set[int], list[Substitution] | None]:
    """The ids of all from the holder of the post to the decider, and the substitutions between them.

    None for these if they don't lead there.
    """
    if not row.acting_for_id:
        return {row.person_id}, []
    links = people.chain(row.acting_for_id, to=row.person_id)
    behind = {row.acting_for_id, row.person_id, *(link.substitute_id for link in links)}
    leads_here = bool(links) and links[-1].substitute_id == row.person_id
    return behind, links if leads_here else None


def _post_held(move: Move, row: Assignment) -> bool:
    """Whether the one whose post it is holds it today; it can't be ended meanwhile."""
    held = _posts_behind(row, move.on)
    # No key lock: rows that name the post may be written meanwhile, or two deciders who will meet
    # in one discussion wait for each other. Fetched, since exists() would lock the person as well.
    return bool(list(held.select_for_update(of=("self",), no_key=True)))
