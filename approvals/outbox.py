"""Send what actions wrote to the outbox: at least once each, recorded once, by any number of workers."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from approvals.models import Message

logger = logging.getLogger(__name__)
MAX_TRIES = 10
_handlers: dict[str, list[Callable[[Message], None]]] = {}


def handles(topic: str) -> Callable:
    """Register a function for a topic. It runs outside the transaction of the cause, perhaps twice."""

    def register(function: Callable[[Message], None]) -> Callable:
        _handlers.setdefault(topic, []).append(function)
        return function

    return register


def deliver_batch(limit: int = 100, clock: Callable[[], datetime] = timezone.now) -> int:
    """Hand up to `limit` messages to their handlers; how many were dealt with.

    A message whose handler fails stays, with the error on it, and is tried again up to ten times,
    later each time: after 2 minutes, 4, and so on; the tenth comes some nine hours after the event.
    """
    done = 0
    for _ in range(limit):
        if not _deliver_one(clock):
            break
        done += 1
    return done


def _deliver_one(clock: Callable[[], datetime]) -> bool:
    with transaction.atomic():
        waiting = unsent(clock()).order_by("tries", "pk")
        skip = connection.features.has_select_for_update_skip_locked
        message = waiting.select_for_update(skip_locked=skip).first()
        if message is None:
            return False
        if error := _hand_over(message):
            text = f"{type(error).__name__}: {error}"[:500]
            Message.objects.filter(pk=message.pk).update(tries=F("tries") + 1, error=text)
        else:
            Message.objects.filter(pk=message.pk).update(sent_at=clock(), error="")
        return True


def _hand_over(message: Message) -> Exception | None:
    """Call all handlers; what one of them wrote stays, even if another one fails."""
    failure: Exception | None = None
    for handler in _handlers.get(message.topic, []):
        try:
            with transaction.atomic():
                handler(message)
        except Exception as error:
            logger.exception("message %s failed", message.key)
            failure = error
    return failure


def unsent(now: datetime) -> QuerySet[Message]:
    """The messages that are to be sent now: new ones, and failed ones whose next try has come."""
    due = Q(tries=0)
    for tries in range(1, MAX_TRIES):
        due |= Q(tries=tries, at__lte=now - timedelta(minutes=2**tries))
    return Message.objects.filter(due, sent_at=None)
