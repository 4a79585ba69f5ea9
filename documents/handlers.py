"""What the outbox hands to this package: papers that are to be drawn."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from approvals import outbox
from approvals.models import Message
from documents import errors, papers
from documents.models import Paper

# Older ones, of a demo's history or a long outage, are drawn when somebody opens them.
FRESH = timedelta(days=1)


@outbox.handles("render")
def draw_paper(message: Message, clock: Callable[[], datetime] = timezone.now) -> None:
    """Draws the paper. It takes seconds, and no transaction is open meanwhile.

    What may work later is tried again, later each time; what can't is not.
    """
    now = clock()
    if now - message.at >= FRESH:
        return
    try:
        papers.shown(Paper.objects.get(pk=message.body["paper"]), now)
    except errors.DocumentError as error:
        if not error.hopeless:
            raise
