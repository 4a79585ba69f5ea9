"""Steps that go on by themselves when their time is over: each in a transaction of its own.

Any number of workers may sweep at once; a case that somebody holds is left to the next sweep.
"""

import logging
from datetime import datetime

from approvals import actions
from approvals.errors import Refused
from approvals.models import Clock
from approvals.words import Status

logger = logging.getLogger(__name__)


def sweep(at: datetime, limit: int = 100) -> int:
    """How many cases went on; at most `limit` are looked at.

    One that can't go on, as nobody can decide what follows, stays and is named in the log.
    """
    done = 0
    due = Clock.objects.filter(stopped_at=None, due_at__lte=at, case__status=Status.RUNNING)
    for case_id, task_id in list(due.order_by("due_at", "pk").values_list("case", "task")[:limit]):
        try:
            done += actions.lapse(case_id=case_id, task_id=task_id, at=at, skip=True)
        except Refused as refusal:
            logger.warning("Case %s can't go on by itself: %s", case_id, refusal)
    return done
