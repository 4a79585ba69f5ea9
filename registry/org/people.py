"""任免与停用: who gets a post or loses one, who leaves and comes back; told in the person's journal."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry import errors, journal
from registry.journal import Entry, Head
from registry.org import posts
from registry.org.models import Person, Post, Unit
from registry.org.substitutions import bureaus_kept


def appoint(
    *, person: Person, unit: Unit, role: str, since: date, by: Person, at: datetime
) -> Post:
    """任职: the person holds a role in a unit from a day on.

    raises  NotForOneself, NotTheirPostKeeper, NotActive, NotTheirUnit, HoldsItAlready
    """
    with transaction.atomic():
        one = held(person)[person.pk]
        kept = check_keeper(one, by, timezone.localdate(at))
        if not one.is_active:
            raise errors.NotActive(who=one)
        if unit.root_id not in kept:
            raise errors.NotTheirUnit(unit=unit)
        if other := posts.alike(one, unit.pk, role, since).first():
            raise errors.HoldsItAlready(who=one, post=other, since=date_format(other.since))
        post = Post.objects.create(person=one, unit=unit, role=role, since=since)
        write(one, [("appointed", _said(post))], by=by, at=at)
        return post


def relieve(*, post_id: int, last_day: date, by: Person, at: datetime) -> Post:
    """免职: end a post after `last_day`, which may be over.

    raises  NotForOneself, NotTheirPostKeeper, NotTheirUnit, PostOver, EndsBeforeItBegins
    """
    with transaction.atomic():
        # First the post, then who holds it: a decision holds them in this order.
        rows = Post.objects.select_for_update(of=("self",), no_key=True)
        post = rows.select_related("person", "unit").get(pk=post_id)
        one = held(post.person)[post.person_id]
        today, until = timezone.localdate(at), post.until
        if post.unit.root_id not in check_keeper(one, by, today):
            raise errors.NotTheirUnit(unit=post.unit)
        if until is not None and until < today:
            raise errors.PostOver(until=date_format(until))
        if last_day < post.since:
            raise errors.EndsBeforeItBegins
        ended = posts.end(post_id, last_day=last_day, by=by, at=at)
        write(one, [("relieved", _said(ended))], by=by, at=at)
        return ended


def deactivate(*, person: Person, by: Person, at: datetime) -> Person:
    """停用: the person no longer works here; what they said stands, their sessions are over.

    raises  NotForOneself, NotTheirPostKeeper, NotActive
    """
    with transaction.atomic():
        one = held(person)[person.pk]
        check_keeper(one, by, timezone.localdate(at))
        if not one.is_active:
            raise errors.NotActive(who=one)
        one.is_active = False
        write(one, [("deactivated", {})], by=by, at=at)
        return one


def reactivate(*, person: Person, by: Person, at: datetime) -> Person:
    """启用: the person is back, with the posts that are not over.

    raises  NotForOneself, NotTheirPostKeeper, WorksHere
    """
    with transaction.atomic():
        one = held(person)[person.pk]
        check_keeper(one, by, timezone.localdate(at))
        if one.is_active:
            raise errors.WorksHere(who=one)
        one.is_active = True
        write(one, [("reactivated", {})], by=by, at=at)
        return one


def held(*people: Person) -> dict[int, Person]:
    """These people by their ids, read behind their locks, which are taken in one order."""
    rows = Person.objects.filter(pk__in={one.pk for one in people}).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(no_key=True)}


def write(
    person: Person,
    lines: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    by: Person,
    at: datetime,
    key: UUID | None = None,
) -> None:
    """Lines in the journal of a person whose row is held; saved with it, and whether they work here."""
    head = journal.append(
        subject=subject_of(person),
        head=Head(person.journal_seq, person.journal_digest),
        lines=lines,
        at=at,
        actor_id=by.pk,
        key=key,
    )
    person.journal_seq, person.journal_digest = head.seq, head.digest
    person.save(update_fields=["journal_seq", "journal_digest", "is_active"])


def subject_of(person: Person) -> str:
    return f"person:{person.pk}"


def check_keeper(person: Person, by: Person, on: date) -> set[int]:
    """The bureaus that `by` keeps, if the person is of one of them. Raises what refuses it."""
    if by.pk == person.pk:
        raise errors.NotForOneself
    kept = bureaus_kept(by, on)
    if not kept_in(kept, on).filter(pk=person.pk).exists():
        raise errors.NotTheirPostKeeper(who=person)
    return kept


def kept_in(bureaus: set[int], on: date) -> QuerySet[Person]:
    """Whoever belongs to these bureaus that day or later, or did last; and who has no post as yet."""
    if not bureaus:
        return Person.objects.none()
    alive = Post.objects.filter(Q(until=None) | Q(until__gte=on))
    local = Q(unit__bureau__in=bureaus)
    theirs = Q(pk__in=alive.filter(local).values("person"))
    left = Q(pk__in=Post.objects.filter(local).values("person"))
    # Without a post one is a newcomer, or the administrator of the machine: nobody's to close.
    newcomer = Q(posts=None, is_superuser=False)
    return Person.objects.filter(
        theirs | newcomer | (left & ~Q(pk__in=alive.values("person")))
    ).distinct()


def faults() -> Iterator[str]:
    """What is wrong with the journals of people: each whole, and ending where the person's row says."""
    heads = Person.objects.exclude(journal_seq=0)
    for person in heads.iterator():
        head = Head(person.journal_seq, person.journal_digest)
        yield from journal.faults(subject_of(person), head)
    known = [subject_of(person) for person in heads.only("pk")]
    lines = Entry.objects.filter(subject__startswith="person:").exclude(subject__in=known)
    for subject in lines.values_list("subject", flat=True).distinct():
        yield f"{subject} has a journal that its row doesn't know"


def _said(post: Post) -> dict[str, Any]:
    """A post as the journal keeps it."""
    until = post.until and post.until.isoformat()
    return {
        "post": post.pk,
        "unit": post.unit_id,
        "role": post.role,
        "since": post.since.isoformat(),
        "until": until,
    }
