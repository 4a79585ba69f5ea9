"""Send what actions wrote to the outbox: at least once each, recorded once, by any number of workers.

A worker takes a message in hand for a while, hands it over outside any transaction, and records
what came of it. A worker that died or is slow loses the message to another one after that while.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals.models import Message

logger = logging.getLogger(__name__)
MAX_TRIES = 10
LEASE = timedelta(minutes=5)  # as long as a job of the worker may take at all
_handlers: dict[str, list[Callable[[Message], None]]] = {}


def handles(*topics: str) -> Callable:
    """Register a function for these topics. It runs outside any transaction, perhaps twice."""

    def register(function: Callable[[Message], None]) -> Callable:
        for topic in topics:
            _handlers.setdefault(topic, []).append(function)
        return function

    return register


def deliver_batch(limit: int = 100, clock: Callable[[], datetime] = timezone.now) -> int:
    """Hand up to `limit` messages to their handlers; how many were dealt with.

    A message whose handler fails stays, with the error on it, and is tried again up to ten times,
    later each time: after 2 minutes, 4, and so on; the tenth comes some nine hours after the event.
    """
    done = 0
    while done < limit and (message := _claim(clock())):
        _record(message, _hand_over(message), clock())
        done += 1
    return done


def _claim(now: datetime) -> Message | None:
    """The next message, in hand from now on. It counts as tried: it may be what kills the worker."""
    with transaction.atomic(durable=True):
        message = _locked(unsent(now).order_by("tries", "pk")).first()
        if message:
            message.tries += 1
            message.held_until = now + LEASE
            message.save(update_fields=["tries", "held_until"])
    return message


def _hand_over(message: Message) -> Exception | None:
    """Call all handlers; what one of them wrote stays, even if it or another one fails."""
    failure: Exception | None = None
    for handler in _handlers.get(message.topic, []):
        try:
            handler(message)
        except Exception as error:
            logger.exception("message %s failed", message.key)
            failure = error
    return failure


def _record(message: Message, error: Exception | None, at: datetime) -> None:
    """The first who sent it says so; only who still has it in hand may say that it failed."""
    waiting = Message.objects.filter(pk=message.pk, sent_at=None)
    if error is None:
        waiting.update(sent_at=at, held_until=None, error="")
    else:
        text = f"{type(error).__name__}: {error}"[:500]
        waiting.filter(held_until=message.held_until).update(held_until=None, error=text)


@contextmanager
def held_with(message: Message, others: Iterable[Message]) -> Iterator[list[Message]]:
    """Those of the others that nobody has in hand, read anew; in ours with the message till the end."""
    free = Message.objects.filter(pk__in=[m.pk for m in others], sent_at=None, held_until=None)
    with transaction.atomic(durable=True):
        held = list(_locked(free.order_by("pk")))
        ours = Message.objects.filter(pk__in=[m.pk for m in held])
        ours.update(held_until=message.held_until)
    try:
        yield held
    finally:
        ours.filter(held_until=message.held_until).update(held_until=None)


def _locked(rows: QuerySet[Message]) -> QuerySet[Message]:
    """The rows, locked, without those that another worker is just taking."""
    return rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)


def unsent(now: datetime) -> QuerySet[Message]:
    """The messages that are to be sent now: new ones, and failed ones whose next try has come."""
    due = Q(tries=0)
    for tries in range(1, MAX_TRIES):
        due |= Q(tries=tries, at__lte=now - timedelta(minutes=2**tries))
    free = Q(held_until=None) | Q(held_until__lte=now)
    return Message.objects.filter(due, free, sent_at=None)
