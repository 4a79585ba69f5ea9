"""Whether the person of a row may still decide: the post, the substitution, no part in the case."""

from django.utils.formats import date_format

from approvals import errors
from approvals.models import Assignment
from approvals.move import Move
from registry.org import substitutions
from registry.org.models import Post


def check(move: Move, row: Assignment) -> None:
    """Hold what the row's right rests on until the transaction is over.

    raises  OwnCase, PostEnded, SubstitutionEnded
    """
    holder = row.acting_for_id or row.person_id
    links = move.people.chain(holder, to=row.person_id) if row.acting_for_id else []
    behind = {holder, row.person_id, *(link.substitute_id for link in links)}
    if not behind.isdisjoint(move.people.barred):
        raise errors.OwnCase
    if row.acting_for_id:
        ends_here = bool(links) and links[-1].substitute_id == row.person_id
        if not (ends_here and substitutions.hold(links, move.on) and _post_held(move, row)):
            raise errors.SubstitutionEnded(who=row.acting_for, post=row.post)
    elif not _post_held(move, row):
        ended = Post.objects.get(pk=row.post_id).until
        raise errors.PostEnded(post=row.post, until=ended and date_format(ended))


def _post_held(move: Move, row: Assignment) -> bool:
    """Whether the one whose post it is holds it today; it can't be ended meanwhile."""
    holder, post = row.acting_for_id or row.person_id, row.post
    held = Post.objects.on(move.on).filter(person=holder, unit=post.unit, role=post.role)
    # No key lock: rows that name the post may be written meanwhile, or two deciders who will meet
    # in one discussion wait for each other.
    return held.select_for_update(of=("self",), no_key=True).exists()
