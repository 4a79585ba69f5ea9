"""The boxes: what waits for me, what I decided, asked for, am still writing, and was told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import IntegerField, QuerySet, Subquery

from approvals.models import Assignment, Case, Notice
from approvals.words import Status
from registry.org.models import Person

PAGE = 25
CAP = 100


@dataclass(frozen=True)
class Page:
    """One page of a box. `after` is the key of the next page, if there is one: moment and id."""

    rows: list
    after: tuple[datetime, int] | None


def waiting(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """待办: the steps that wait for the person, newest first. One query."""
    rows = Assignment.objects.filter(person=person, state=Assignment.State.OPEN)
    return _page(rows.select_related("acting_for"), "arrived_at", after, size)


def decided(person: Person, after: tuple[datetime, int] | None = None, size: int = PAGE) -> Page:
    """已办: the steps that the person dealt with."""
    rows = Assignment.objects.filter(person=person, state=Assignment.State.DONE)
    return _page(rows.select_related("case"), "arrived_at", after, size)


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
    """How many steps wait and how many notices are unread, each counted to 100: a page shows 99+."""

    waiting: int
    unread: int


class _CountOf(Subquery):
    """The number of rows of a query, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts(person: Person) -> Counts:
    """What the navigation shows. One query."""
    rows = Assignment.objects.filter(person=person.pk, state=Assignment.State.OPEN)
    unread = Notice.objects.filter(person=person.pk, read_at=None)
    found = Person.objects.filter(pk=person.pk).values_list(
        _CountOf(rows.values("pk")[:CAP]), _CountOf(unread.values("pk")[:CAP])
    )
    return Counts(*found.get())


def count_waiting(person: Person) -> int:
    """How many steps wait, counted to 100 at most."""
    return counts(person).waiting


def count_drafts(person: Person) -> int:
    """How many drafts there are, counted to 100 at most."""
    return Case.objects.filter(applicant=person, status=Status.DRAFT)[:CAP].count()


def _page(rows: QuerySet, moment: str, after: tuple[datetime, int] | None, size: int) -> Page:
    """Keyset pages: a page costs the same at the end of a long box as at its beginning."""
    if after:
        at, pk = after
        rows = rows.filter(**{f"{moment}__lte": at}).exclude(**{moment: at, "pk__gte": pk})
    found = list(rows.order_by(f"-{moment}", "-pk")[: size + 1])
    more = len(found) > size
    last = found[size - 1] if more else None
    return Page(found[:size], (getattr(last, moment), last.pk) if last else None)
