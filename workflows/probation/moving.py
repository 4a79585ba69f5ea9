"""An account manager who goes to another unit in the training period: the case goes along."""

from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

from django.db import transaction

from approvals import rehoming
from approvals.locking import locked
from registry.org.models import Person, Unit
from registry.people import managers
from registry.people.models import AccountManager
from workflows.probation.models import Training


def move(
    manager_id: int, *, unit: Unit, duty: str, since: date, by: Person, at: datetime
) -> AccountManager:
    """变动: the register, and an open case of the period, whose step the head of that unit has then.

    raises  LeftAlready, NotTheirUnit, IsSuspended, NotThere, Busy
    """
    found = _case_of(manager_id)
    held: Any = nullcontext() if found is None else locked(found)  # the case before the person
    with transaction.atomic(), held:
        moved = managers.move(manager_id, unit=unit, duty=duty, since=since, by=by, at=at)
        begun = found or _case_of(manager_id)
        if begun is not None:
            rehoming.follow(begun, unit, actor=by, at=at)
        return moved


def _case_of(manager_id: int) -> int | None:
    rows = Training.objects.filter(probation__manager=manager_id, probation__outcome="")
    return rows.values_list("case", flat=True).first()
