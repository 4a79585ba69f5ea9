"""What the outbox hands to this package: papers that are to be drawn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from approvals import outbox
from approvals.models import Message
from documents import errors, papers
from documents.models import Paper

# Older ones, of a demo's history or a long outage, are drawn when somebody opens them.
FRESH = timedelta(days=1)


@outbox.handles("render")
def draw_paper(message: Message, clock: Callable[[], datetime] = timezone.now) -> None:
    """Draws the paper after the delivery is committed: drawing takes seconds, and nobody may wait."""
    now = clock()
    if now - message.at < FRESH:
        transaction.on_commit(partial(_draw, message.body["paper"], now), robust=True)


def _draw(paper_id: int, at: datetime) -> None:
    try:
        papers.render(Paper.objects.get(pk=paper_id), at)
    except errors.DocumentError:
        return  # it stands on the paper and in the log; the next reader tries again
