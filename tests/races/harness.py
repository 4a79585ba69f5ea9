"""Two or three actions at the same moment, each on its own connection, and what came of each.

A worker stops right after it has read the row that it locks, until another one has read it too
or a moment has passed. Behind a lock the other one can't: so a round with the lock costs that
moment, and a round without it has both in the critical section, every time.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from unittest import mock

from django.db import connection, connections
from django.db.models import QuerySet

from approvals import errors
from registry.errors import RegistryError

WINDOW = 0.12  # seconds for which a worker waits inside for another one
LONG_WINDOW = 1.5  # where no lock holds the other one off: a slow machine gets it there too
PATIENCE = 30.0  # seconds after which a round is given up


@dataclass
class Outcome:
    """What came of one action. `entered` and `last`: between them it held what it had locked."""

    value: Any = None
    error: Exception | None = None
    entered: float | None = None
    last: float = 0.0

    @property
    def ok(self) -> bool:
        return self.error is None

    def refused(self, *classes: type[Exception]) -> bool:
        """Whether it was refused, cleanly, by one of these sentences."""
        return isinstance(self.error, classes)

    @property
    def broken(self) -> bool:
        """An error that no page could explain; a lock that was not had in time counts as one."""
        clean = isinstance(self.error, (errors.Refused, RegistryError))
        return not self.ok and (not clean or isinstance(self.error, errors.Busy))

    def __str__(self) -> str:
        return "done" if self.ok else f"{type(self.error).__name__}: {self.error}"


@dataclass(eq=False)
class Worker(threading.Thread):
    """One action on its own connection."""

    action: Callable[[], Any]
    point: str
    deferred: bool
    outcome: Outcome = field(default_factory=Outcome)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.others: list[Worker] = []
        self.start_line: Callable[[], Any] = lambda: None
        self.inside, self.over = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            connection.ensure_connection()
            if self.deferred:
                connection.transaction_mode = "DEFERRED"
            self.start_line()
            with connection.execute_wrapper(self._watch):
                self.outcome.value = self.action()
        except Exception as error:  # whatever it is, it is an outcome
            self.outcome.error = error
        finally:
            self.over.set()
            connections.close_all()

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        self.outcome.last = time.monotonic()
        if not self.inside.is_set() and self._is_point(sql):
            self.outcome.entered = time.monotonic()
            self.inside.set()
            until = time.monotonic() + WINDOW
            while time.monotonic() < until and not all(w.reached for w in self.others):
                time.sleep(0.002)
        return result

    def _is_point(self, sql: str) -> bool:
        reads = sql.startswith("SELECT") and f'FROM "{self.point}"' in sql
        return reads and connection.in_atomic_block

    @property
    def reached(self) -> bool:
        """Whether it is inside or done, so that nobody need wait for it."""
        return self.inside.is_set() or self.over.is_set()


def race(
    actions: Sequence[Callable[[], Any]],
    *,
    order: Sequence[int] | None = None,
    point: str = "approvals_case",
    deferred: bool = False,
) -> list[Outcome]:
    """Run the actions at once; the outcome of each.

    order  who comes first to the row: each starts when the one before holds it; None: all at once
    point  the table whose row they queue for
    """
    workers = [Worker(action, point, deferred) for action in actions]
    barrier = threading.Barrier(len(workers))
    for worker in workers:
        worker.others = [w for w in workers if w is not worker]
        worker.start_line = barrier.wait
    for before, after in pairwise(order or ()):
        workers[after].start_line = lambda first=workers[before]: _until_reached(first)
    if order:
        workers[order[0]].start_line = lambda: None
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
        assert not worker.is_alive(), "a worker never came back"
    return [worker.outcome for worker in workers]


def _until_reached(worker: Worker) -> None:
    until = time.monotonic() + PATIENCE
    while not worker.reached and time.monotonic() < until:
        time.sleep(0.002)


def overlap(outcomes: Sequence[Outcome]) -> bool:
    """Whether two were inside at once: one held the row before the other's last statement."""
    spans = sorted((o.entered, o.last) for o in outcomes if o.entered is not None)
    return any(after[0] < before[1] for before, after in pairwise(spans))


@contextmanager
def no_row_locks() -> Iterator[bool]:
    """The defence off, for a control: no FOR UPDATE, and on SQLite transactions that begin unlocked."""
    off = mock.patch.object(QuerySet, "select_for_update", lambda self, **how: self._chain())
    with off, mock.patch(f"{__name__}.WINDOW", LONG_WINDOW):
        yield connection.vendor == "sqlite"


@contextmanager
def key_locks() -> Iterator[bool]:
    """Another control: row locks that also hold off the rows that only name the locked one."""
    plain = QuerySet.select_for_update
    with mock.patch.object(
        QuerySet, "select_for_update", lambda self, **how: plain(self, **how | {"no_key": False})
    ):
        yield connection.vendor == "sqlite"
