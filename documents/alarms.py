"""A paper that can't be made: administrators are told, and it stands on the monitor until it is made."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from approvals.authority import ADMINISTRATORS
from approvals.models import Message
from documents.errors import DocumentError
from documents.models import Paper
from registry.org.models import Post


def raise_alarm(paper: Paper, error: DocumentError, at: datetime) -> None:
    """Tell the administrators of the bureau: once of a paper, once a day of a machine."""
    day = timezone.localdate(at)
    posts = Post.objects.on(day).filter(unit__bureau=paper.bureau_id, role__in=ADMINISTRATORS)
    people = sorted(set(posts.values_list("person", flat=True)))
    what = f"{paper.bureau_id}:{day}" if error.of_machine else f"paper:{paper.pk}"
    body = {"case": paper.case_id, "people": people, "note": f"{paper.number}：{error}"[:500]}
    known = {"topic": "paper_failed", "body": body, "at": at}
    Message.objects.get_or_create(key=f"paper_failed:{what}", defaults=known)


def unmade(bureau_id: int) -> QuerySet[Paper]:
    """The papers of a bureau that could not be made until now, the oldest first."""
    tried = Paper.objects.filter(bureau=bureau_id, body="").exclude(error="")
    return tried.select_related("case", "unit").order_by("issued_at", "pk")


def try_again(paper: Paper, at: datetime) -> None:
    """Let a worker try once more, as if it had never failed."""
    Paper.objects.filter(pk=paper.pk, body="").update(tries=0)
    body = {"paper": paper.pk, "case": paper.case_id}
    key = f"render:{paper.pk}:{at.timestamp():.0f}"
    Message.objects.get_or_create(key=key, defaults={"topic": "render", "body": body, "at": at})
