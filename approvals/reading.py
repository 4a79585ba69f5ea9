"""What was read: a copy when the case is opened （抄送已读）, how far a person saw a case, and who read
a confidential one.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from approvals.kinds import kind_of
from approvals.models import Assignment, Case, Copy
from registry.org.models import Person


def with_copies(cases: QuerySet[Case], person: Person) -> QuerySet[Case]:
    """The cases, each with `copied` and `unread`: whether the person has a copy, not read yet."""
    mine = Copy.objects.filter(case=OuterRef("pk"), person=person)
    return cases.annotate(copied=Exists(mine), unread=Exists(mine.filter(read_at=None)))


def mark_read(case: Case, person: Person, at: datetime) -> int:
    """Mark the person's copy as read; 1 if it was unread."""
    return Copy.objects.filter(case=case, person=person, read_at=None).update(read_at=at)


def leave_trace(case: Case, person: Person, at: datetime) -> None:
    """Let the kind of the case know that somebody but the applicant reads it (查阅留痕)."""
    seen = kind_of(case.kind).seen
    if seen is not None and case.applicant_id != person.pk:
        seen(case, person, at)


def mark_seen(case: Case, person: Person) -> None:
    """Note on the person's open steps how far the story of the case had come when they saw it."""
    rows = Assignment.objects.filter(case=case, person=person, state=Assignment.State.OPEN)
    rows.exclude(seen_seq=case.journal_seq).update(seen_seq=case.journal_seq)
