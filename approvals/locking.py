"""One case at a time: the row of the case is locked before anything about it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

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
    try:
        with transaction.atomic():
            case = (
                Case.objects.select_for_update(of=("self",), skip_locked=skip)
                .select_related("applicant", "unit", "bureau", "process")
                .filter(pk=case_id)
                .first()
            )
            if case is None:
                raise NotThere
            if case.process is not None:
                case.process.case = case
            yield case
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
