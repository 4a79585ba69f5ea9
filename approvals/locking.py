"""One case at a time: the row of the case is locked before anything about it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import OperationalError, transaction

from approvals.errors import Busy, NotThere
from approvals.models import Case
from registry.journal import Entry

_LOCK_NOT_HAD = ("55P03", "40P01")  # PostgreSQL: lock_not_available, deadlock_detected


@contextmanager
def locked(case_id: int) -> Iterator[Case]:
    """A transaction that holds the case, read after it is held. Raises NotThere, Busy."""
    try:
        with transaction.atomic():
            case = (
                Case.objects.select_for_update(of=("self",))
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


def done_before(key: UUID | None, case: Case) -> bool:
    """Whether an action with this key was carried out on the case: then this is its repetition."""
    return bool(key) and Entry.objects.filter(key=key, subject=case.journal_subject).exists()
