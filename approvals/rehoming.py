"""A case whose matter goes to another unit of the bureau: it follows, and its open step with it."""

from datetime import datetime

from approvals import errors, reorganise
from approvals.actions.rows import when
from approvals.locking import locked
from approvals.move import Move
from approvals.words import OPEN, Status
from registry.org.models import Person, Unit


def follow(case_id: int, unit: Unit, *, actor: Person, at: datetime) -> bool:
    """Let an open case be of that unit from now on; its step goes to whom the resolver names there.

    Whether it went. One that is over stays where it was decided.

    raises  IsSuspended, NotThere, Busy
    """
    with locked(case_id) as case:
        if case.status not in OPEN or case.unit_id == unit.pk:
            return False
        if case.status == Status.SUSPENDED:
            raise errors.IsSuspended(when=when(case.suspended_at))
        case.move = move = Move(case, actor, at)
        was, case.unit = case.unit, unit
        move.note("rehomed", node=case.step, unit=unit.pk, text=f"{was} → {unit}")
        move.write("unit")
        reorganise.resolve_again(case.pk, at)
        return True
