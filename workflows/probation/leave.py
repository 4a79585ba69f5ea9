"""Leave that suspends a period, entered or taken back by human resources: the end moves with it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from approvals import actions
from approvals.locking import locked
from approvals.models import Case
from approvals.move import Move
from registry.org.models import Person
from registry.people import probations
from registry.people.training import Probation, Suspension
from workflows.probation import effects
from workflows.probation.models import Training


def enter(
    case: Case, *, first_day: date, last_day: date, why: str, by: Person, at: datetime
) -> Suspension:
    """停算: days of leave; the period ends as much later as the policy says.

    raises  SettledAlready, OutsideThePeriod, LeaveTwice, NotThere, Busy
    """

    def change(held: Probation) -> Suspension:
        about: dict[str, Any] = {"first_day": first_day, "last_day": last_day, "why": why}
        return probations.suspend(held.pk, **about, by=by, at=at)

    return _changed(case, change, by, at)


def take_back(case: Case, suspension_id: int, *, by: Person, at: datetime) -> Suspension:
    """The leave does not count any more. Raises SettledAlready, TakenBackAlready, NotThere, Busy."""
    return _changed(case, lambda held: probations.take_back(suspension_id, by=by, at=at), by, at)


def _changed(
    case: Case, change: Callable[[Probation], Suspension], by: Person, at: datetime
) -> Suspension:
    """The change of the register, the new last day, and the wait asked again; the case is held first."""
    with transaction.atomic(), locked(case.pk) as held_case:
        held = Training.of(held_case).probation
        made = change(held)
        held = probations.locked(held.pk)
        move = Move(held_case, by, at)
        moved = effects.last_day(held, held_case, move, extended=held.extended)
        probations.move_end(held, **moved, by=by, at=at)
        actions.retime(case_id=case.pk, actor=by, at=at)
    return made
