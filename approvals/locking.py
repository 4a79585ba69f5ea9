"""The row of a case is locked before anything about it is read; several are locked in one order."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet
from viewflow.workflow.models import Process

from approvals.errors import Busy, KeyUsed, NotThere
from approvals.models import Case
from registry.journal import Entry
from registry.org.models import Person

_LOCK_NOT_HAD = ("55P03", "40P01")  # PostgreSQL: lock_not_available, deadlock_detected
_KEY_TAKEN = ("registry_entry.key", "registry_entry_key")  # as SQLite and PostgreSQL call it


@contextmanager
def locked(case_id: int, *, skip: bool = False) -> Iterator[Case]:
    """A transaction that holds the case, read after it is held. Raises NotThere, Busy.

    skip: a case that somebody holds counts as not there, where the database can tell.
    """
    skip = skip and connection.features.has_select_for_update_skip_locked
    with unless_busy(), transaction.atomic():
        case = Case.objects.filter(pk=case_id)
        cases = _held(case, skip)
        if not cases and not skip:
            # PostgreSQL leaves a row out whose applicant or unit changed while it was waited for.
            cases = _held(case)
        if not cases:
            raise NotThere
        yield cases[0]


def locked_all(cases: QuerySet[Case]) -> list[Case]:
    """All these cases, held until the caller's transaction is over, one after another by their ids."""
    return _held(cases.order_by("pk"))


def _held(cases: QuerySet[Case], skip: bool = False) -> list[Case]:
    rows = cases.select_for_update(of=("self",), skip_locked=skip)
    found = list(rows.select_related("applicant", "unit", "bureau", "customer", "process"))
    for case in found:
        if case.process is None and case.process_id:  # submitted while it was waited for
            case.process = Process.objects.get(pk=case.process_id)
        if case.process is not None:
            case.process.case = case
    return found


@contextmanager
def unless_busy() -> Iterator[None]:
    """A context for what waits for locks. Raises Busy where one was not had."""
    try:
        yield
    except OperationalError as error:
        if _is_contention(error):
            raise Busy from error
        raise


def _is_contention(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _LOCK_NOT_HAD or "database is locked" in str(error)


def done_before(key: UUID | None, case: Case, actor: Person, **said: object) -> bool:
    """Whether this person carried out an action with this key on the case: then this repeats it.

    said: what the line of the journal must say besides. The same key with other words repeats nothing.
    """
    if not key:
        return False
    line = Entry.objects.filter(key=key, subject=case.journal_subject, actor=actor).first()
    return line is not None and said.items() <= line.detail.items()


@contextmanager
def key_used_once() -> Iterator[None]:
    """A context for writing the journal. Raises KeyUsed where the key carried another action out."""
    try:
        yield
    except IntegrityError as error:
        if any(name in str(error) for name in _KEY_TAKEN):
            raise KeyUsed from error
        raise
