"""What a year-end adjustment changes in the register, in the deciding transaction."""

from datetime import date
from typing import Any

from approvals.models import Case
from approvals.move import Move
from approvals.personnel import NotInTheRegister
from registry.errors import RegistryError
from registry.people import managers
from registry.people.models import Change
from workflows.year_end.models import YearEnd


def adjust(case: Case, move: Move) -> None:
    """The rank that is paid from the new year on, and the post that is to be changed, as a change to file."""
    asked = YearEnd.of(case)
    assert asked.manager_id is not None and asked.year is not None
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    try:
        if asked.paid_as:
            first = date(asked.year + 1, 1, 1)
            managers.rank(asked.manager_id, asked.paid_as, since=first, reason=case.title, **about)
        told = {"reason": asked.new_post or case.title}
        managers.note(asked.manager_id, Change.What.PAY, on=move.on, told=told, **about)
    except RegistryError as refusal:
        raise NotInTheRegister(why=refusal) from refusal
    move.note("year_end", manager=asked.manager_id, paid_as=asked.paid_as)
