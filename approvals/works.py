"""Long work (exports, imports, re-grading): started, how far, done, or failed with the reason.

A kind of work is a generator of bounded pieces: after each it yields a `Piece`, which is kept. A
worker has a work in hand for a while and goes on until its time is up; then, or after a crash,
whoever comes next goes on behind the last piece that was kept. So a piece may be done twice.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from approvals.errors import Refused
from approvals.models import Work
from registry.errors import RegistryError
from registry.org.models import Person, Unit

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
SLICE = timedelta(seconds=50)  # after that another work has its turn
MAX_TRIES = 5  # in which no piece was finished
OPEN = (Work.State.WAITING, Work.State.RUNNING)
ENDED_EARLY = (Work.State.FAILED, Work.State.STOPPED)


@dataclass(frozen=True)
class Piece:
    """What was done so far: how much of how much, and where to go on. The last one has the result.

    file: the name of a file in the storage of works, if the work makes one
    """

    done: int
    total: int | None = None
    cursor: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] | None = None
    file: str = ""


@dataclass(frozen=True)
class Doing:
    """A kind of work.

    run   work -> its pieces, from `work.cursor` on
    told  work -> what came of it, as a sentence
    url   work -> the page to go on with; empty where there is none
    """

    name: str
    title: str | Promise
    run: Callable[[Work], Iterator[Piece]]
    told: Callable[[Work], str]
    url: Callable[[Work], str]


_doings: dict[str, Doing] = {}
_wakers: list[Callable[[], None]] = []


def does(
    name: str,
    title: str | Promise,
    *,
    told: Callable[[Work], str] = lambda work: "",
    url: Callable[[Work], str] = lambda work: "",
) -> Callable:
    """Register a generator function as a kind of work."""

    def register(run: Callable[[Work], Iterator[Piece]]) -> Callable:
        _doings[name] = Doing(name, title, run, told, url)
        return run

    return register


def doing_of(work: Work) -> Doing | None:
    """What kind of work it is; None if the product has forgotten that kind."""
    return _doings.get(work.kind)


def wake(function: Callable[[], None]) -> None:
    """Call this when there is something to do: a worker need not wait for its next round."""
    _wakers.append(function)


def ask(*, kind: str, owner: Person, bureau: Unit, at: datetime, key: UUID, **asked: Any) -> Work:
    """A work that a worker will do; the one that is there already, if the key was used before."""
    known = {"kind": kind, "owner": owner, "bureau": bureau, "asked": asked, "asked_at": at}
    work, new = Work.objects.get_or_create(key=key, defaults=known)
    if new:
        for function in _wakers:
            transaction.on_commit(function)
    return work


def stop(*, work_id: int, owner: Person, at: datetime) -> None:
    """Stop the own work; the piece that is in hand is finished."""
    mine = Work.objects.filter(pk=work_id, owner=owner, state__in=OPEN)
    mine.update(state=Work.State.STOPPED, ended_at=at, held_until=None)


def again(*, work_id: int, owner: Person) -> None:
    """Take the own work that failed or was stopped up again, behind the last piece that was kept."""
    mine = Work.objects.filter(pk=work_id, owner=owner, state__in=ENDED_EARLY)
    fresh = {"state": Work.State.WAITING, "reason": "", "tries": 0}
    if mine.update(**fresh, held_until=None, ended_at=None):
        for function in _wakers:
            transaction.on_commit(function)


def of(person: Person) -> QuerySet[Work]:
    """The person's works, the newest first."""
    return Work.objects.filter(owner=person).order_by("-asked_at", "-pk")


def go_on(clock: Callable[[], datetime] = timezone.now, slice: timedelta = SLICE) -> int:
    """How many works were gone on with: each for a while, the one that waited longest first."""
    count, end = 0, clock() + slice
    while clock() < end and (work := _claim(clock())):
        count += 1
        _work_on(work, clock, end)
    return count


def _claim(now: datetime) -> Work | None:
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic(durable=True):
        free = Work.objects.filter(Q(held_until=None) | Q(held_until__lte=now), state__in=OPEN)
        work = free.select_for_update(skip_locked=skip).order_by("asked_at", "pk").first()
        if work is None:
            return None
        work.state, work.began_at = Work.State.RUNNING, work.began_at or now
        work.tries, work.held_until = work.tries + 1, now + LEASE
        work.save(update_fields=["state", "began_at", "tries", "held_until"])
        return work


def _work_on(work: Work, clock: Callable[[], datetime], end: datetime) -> None:
    doing = doing_of(work)
    try:
        if doing is None or work.tries > MAX_TRIES:
            raise CannotGoOn
        for piece in doing.run(work):
            if not _keep(work, piece, clock()) or piece.result is not None:
                return
            if clock() >= end:
                break
        _held(work).update(held_until=None)
    except (Refused, RegistryError, CannotGoOn) as refusal:
        _fail(work, str(refusal), clock())
    except Exception:
        logger.exception("work %s (%s) failed", work.pk, work.kind)
        _fail(work, _("Something went wrong on our side. It is in the log; try it again."), clock())


class CannotGoOn(Refused):
    """It was begun several times and came no further. It is in the log; tell the administrator."""


def _held(work: Work) -> QuerySet[Work]:
    """The row, as long as this worker has it in hand."""
    return Work.objects.filter(pk=work.pk, state=Work.State.RUNNING, held_until=work.held_until)


def _keep(work: Work, piece: Piece, now: datetime) -> bool:
    """Keep a piece; False where the work was stopped, or another worker has it now."""
    known: dict[str, Any] = {"done": piece.done, "cursor": piece.cursor, "tries": 0}
    if piece.total is not None:
        known["total"] = piece.total
    if piece.result is not None:
        known |= {"result": piece.result, "file": piece.file, "state": Work.State.DONE}
        known |= {"ended_at": now, "held_until": None}
    else:
        known["held_until"] = now + LEASE
    if not _held(work).update(**known):
        return False
    work.held_until, work.cursor = known["held_until"], piece.cursor
    return True


def _fail(work: Work, reason: str, now: datetime) -> None:
    gone = {"state": Work.State.FAILED, "reason": reason, "ended_at": now, "held_until": None}
    _held(work).update(**gone)
