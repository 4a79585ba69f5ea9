"""Who may read what: by part, by post and unit, and by what was granted on one object."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.authority import ADMINISTRATORS
from approvals.kinds import confidential
from approvals.models import Assignment, Attachment, Case, Copy, Party
from approvals.words import Status
from registry.grants import granted
from registry.org import posts
from registry.org.models import Person, Post
from registry.org.roles import HEADS_ELSEWHERE, PERSONNEL, UNIT_AND_BELOW, WHOLE_BUREAU


def visible_to(person: Person, on: date, held: list[Post] | None = None) -> QuerySet[Case]:
    """The cases that the person may read on that day. A draft is its applicant's alone.

    held: the person's posts of that day, where the caller has read them already.
    """
    if not person.is_active:
        return Case.objects.none()
    held = posts.held_by(person, on) if held is None else held
    reach = _by_posts(held)
    for part in _parts(person):  # one by one: a planner has had a step in a hundred thousand cases
        reach |= Q(Exists(part.filter(case=OuterRef("pk"))))
    reach |= granted_to(person)
    return Case.objects.filter(Q(applicant=person) | (~Q(status=Status.DRAFT) & reach))


def few_of(person: Person, held: list[Post], most: int) -> list[int] | None:
    """The ids of the same cases, found by their indexes; None if there are more than `most`."""
    if not person.is_active:
        return []
    sent = Case.objects.exclude(status=Status.DRAFT)
    seen = [sent.filter(reach) for reach in (_by_posts(held), granted_to(person))]
    others = [rows.values_list("pk", flat=True) for rows in seen]
    parts = [part.exclude(case__status=Status.DRAFT) for part in _parts(person)]
    others += [rows.values_list("case", flat=True) for rows in parts]
    own = Case.objects.filter(applicant=person).values_list("pk", flat=True)
    ids = list(own.union(*others, all=True)[: most + 1])
    return ids if len(ids) <= most else None


def _parts(person: Person) -> tuple[QuerySet[Any], ...]:
    """The rows that give the person a part in a case."""
    asked = Q(person=person) | Q(acting_for=person)
    own = Party.objects.filter(person=person), Copy.objects.filter(person=person)
    return *own, Assignment.objects.filter(asked)


def _by_posts(held: Iterable[Post]) -> Q:
    reach = Q(pk=None)
    for post in held:
        reach |= _by_post(post)
    return reach


def _by_post(post: Post) -> Q:
    """What a post reads of the cases of others."""
    closed = Q(kind__in=confidential())
    if post.role in UNIT_AND_BELOW:
        below = Q(unit__path__startswith=post.unit.path)
        return below | (Q(other_unit__path__startswith=post.unit.path) & ~closed)
    if post.role in PERSONNEL:
        reach = Q(bureau=post.unit.root_id) & closed
    elif post.role in HEADS_ELSEWHERE:
        reach = Q(unit=post.unit_id) & closed
    else:
        reach = Q(pk=None)
    return reach | (Q(bureau=post.unit.bureau_id) & ~closed) if post.role in WHOLE_BUREAU else reach


def is_confidential(case: Case) -> bool:
    """Whether the case is read by the person, their line and human resources alone."""
    return case.kind in confidential()


def requested_by(person: Person) -> QuerySet[Case]:
    """The person's own cases, drafts among them."""
    return Case.objects.filter(applicant=person)


def granted_to(person: Person) -> Q:
    """The condition of the cases that somebody opened to the person, one by one."""
    return granted(person, Case, "view_case")


def may_apply(person: Person, roles: tuple[str, ...], on: date) -> bool:
    """Whether the person holds one of the posts from which a kind of case is requested."""
    return bool(posts.units_where(person, roles, on))


def may_copy(person: Person, case: Case, on: date) -> bool:
    """Whether the person may show the case to others: all who read it but those who got a copy only."""
    reads = visible_to(person, on).filter(pk=case.pk)
    if not reads.exists():
        return False
    got_it = Copy.objects.filter(case=case, person=person)
    if not got_it.exists() or _is_concerned(person, case):
        return True
    return steers(posts.held_by(person, on), case)


def administers(person: Person, case: Case, on: date) -> bool:
    """Whether the person can suspend, terminate and reassign the case: an administrator without a part."""
    own = case.applicant_id == person.pk or Party.objects.filter(case=case, person=person).exists()
    return is_administrator(posts.held_by(person, on), case) and not own


def is_administrator(held: Iterable[Post], case: Case) -> bool:
    """Whether one of these posts administers the cases of the case's bureau."""
    return any(p.role in ADMINISTRATORS and p.unit.root_id == case.bureau_id for p in held)


def _is_concerned(person: Person, case: Case) -> bool:
    if case.applicant_id == person.pk or Party.objects.filter(case=case, person=person).exists():
        return True
    asked = Assignment.objects.filter(case=case)
    return asked.filter(Q(person=person) | Q(acting_for=person)).exists()


def steers(held: Iterable[Post], case: Case) -> bool:
    """Whether one of these posts reads the case anyway, as that of a head or of the bureau."""
    return any(
        (
            post.role in WHOLE_BUREAU
            and post.unit.root_id == case.bureau_id
            and not is_confidential(case)
        )
        or (post.role in UNIT_AND_BELOW and _is_of(case, post.unit.path))
        for post in held
    )


def _is_of(case: Case, path: str) -> bool:
    """Whether the case is about a unit there, or below it."""
    units = [case.unit, *([case.other_unit] if case.other_unit_id else [])]
    return any(unit.path.startswith(path) for unit in units)


def attachments_for(person: Person, on: date) -> QuerySet[Attachment]:
    """The attachments of the cases that the person may read."""
    readable = visible_to(person, on).filter(pk=OuterRef("case"))
    return Attachment.objects.filter(Exists(readable))
