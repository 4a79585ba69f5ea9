"""The boxes: what waits for me, what I decided, asked for, am still writing, and was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, Prefetch, QuerySet, Subquery

from approvals.models import Assignment, Case, Copy, Notice
from approvals.words import Status
from registry.org.models import Person

PAGE = 25
CAP = 100
DEALT_WITH = (Assignment.State.DONE, Assignment.State.HELD, Assignment.State.PASSED)


@dataclass(frozen=True)
class Page:
    """One page of a box. `after` is the key of the next page, if there is one: moment and id."""

    rows: list
    after: tuple[datetime, int] | None


def waiting(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """待办: the steps that wait for the person, newest first, each with the data version of its case
    as `seen`. One query.
    """
    rows = Assignment.objects.filter(person=person, state=Assignment.State.OPEN)
    rows = rows.select_related("acting_for").annotate(seen=F("case__data_version"))
    return _page(rows, "arrived_at", after, size)


def decided(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """已办: the steps that the person dealt with: decided, handed to another, or asked others about.

    The newest of each state by its index: a page costs the same in a long box.
    """
    found = []
    for state in DEALT_WITH:
        rows = Assignment.objects.filter(person=person, state=state)
        newest = _first(rows, "arrived_at", after, size).values("pk")
        found.append(Assignment.objects.filter(pk__in=newest).values("pk"))
    one, *others = found  # joined by OR, PostgreSQL would read every step that there ever was
    rows = Assignment.objects.filter(pk__in=one.union(*others, all=True)).select_related("case")
    return _page(rows, "arrived_at", None, size)


def those_asked() -> Prefetch:
    """What a list of such rows reads along to name whom they wait for, or who got them."""
    return Prefetch("asked", Assignment.objects.select_related("person").order_by("pk"))


def copies(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """抄送我的: the cases that others sent the person to read."""
    rows = Copy.objects.filter(person=person).select_related("case__unit", "case__applicant", "by")
    return _page(rows, "at", after, size)


def sent(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """我发起的: what the person requested."""
    rows = Case.objects.filter(applicant=person).exclude(status=Status.DRAFT)
    return _page(rows.select_related("unit"), "saved_at", after, size)


def drafts(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """草稿: what the person has not submitted yet."""
    rows = Case.objects.filter(applicant=person, status=Status.DRAFT)
    return _page(rows.select_related("unit"), "saved_at", after, size)


def notices(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """通知: what the person was told."""
    return _page(Notice.objects.filter(person=person), "at", after, size)


@dataclass(frozen=True)
class Counts:
    """How many steps wait, notices and copies are unread, each counted to 100: a page shows 99+."""

    waiting: int
    unread: int
    copies: int = 0


class _CountOf(Subquery):
    """The number of rows of a query, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts(person: Person) -> Counts:
    """What the navigation shows. One query."""
    rows = Assignment.objects.filter(person=person.pk, state=Assignment.State.OPEN)
    unread = Notice.objects.filter(person=person.pk, read_at=None)
    copied = Copy.objects.filter(person=person.pk, read_at=None)
    counted = (_CountOf(box.values("pk")[:CAP]) for box in (rows, unread, copied))
    return Counts(*Person.objects.filter(pk=person.pk).values_list(*counted).get())


def count_waiting(person: Person) -> int:
    """How many steps wait, counted to 100 at most."""
    return counts(person).waiting


def count_drafts(person: Person) -> int:
    """How many drafts there are, counted to 100 at most."""
    return Case.objects.filter(applicant=person, status=Status.DRAFT)[:CAP].count()


def _page(rows: QuerySet, moment: str, after: tuple[datetime, int] | None, size: int) -> Page:
    """Keyset pages: a page costs the same at the end of a long box as at its beginning."""
    found = list(_first(rows, moment, after, size))
    more = len(found) > size
    last = found[size - 1] if more else None
    return Page(found[:size], (getattr(last, moment), last.pk) if last else None)


def _first(
    rows: QuerySet, moment: str, after: tuple[datetime, int] | None, size: int
) -> QuerySet[Any]:
    """The rows of a page, newest first, and one more, if there is one."""
    if after:
        at, pk = after
        rows = rows.filter(**{f"{moment}__lte": at}).exclude(**{moment: at, "pk__gte": pk})
    return rows.order_by(f"-{moment}", "-pk")[: size + 1]
