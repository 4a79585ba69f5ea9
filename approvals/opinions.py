"""What somebody said at a step, written down: the opinion, and its line in the journal."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import override

from approvals.models import Assignment, Opinion
from approvals.move import Move, utc
from approvals.words import Part
from registry.org.models import Person


@dataclass(frozen=True, kw_only=True)
class Said:
    """A verdict with all that belongs to it.

    seen         the data version that the person's page showed
    to, resume   where a return leads and how the case goes on, as in StepActivation.leave
    answers      what the step asks for besides, as approvals.answers keeps it
    recorded_by  who wrote it down for the person
    """

    verdict: str
    text: str
    seen: int
    to: str = ""
    resume: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    recorded_by: Person | None = None


def record(move: Move, row: Assignment, said: Said) -> Opinion:
    """The opinion of the person of a row, stored; the journal tells it."""
    with override(settings.LANGUAGE_CODE):  # the record is Chinese, whoever signs
        signed_as = str(row.post or _part(row))
    opinion = Opinion.objects.create(
        case=move.case,
        task=row.task,
        assignment=row,
        person=row.person,
        acting_for_id=row.acting_for_id,
        capacity=row.capacity,
        signed_as=signed_as,
        node=row.node,
        round=row.round,
        verdict=said.verdict,
        text=said.text,
        answers=said.answers,
        saw_version=said.seen,
        turn=row.turn,
        returned_to=said.to,
        recorded_by=said.recorded_by,
        at=move.at,
    )
    about = {
        "returned_to": said.to,
        "resume": said.resume,
        "person": row.person_id if said.recorded_by else None,
        "answers": said.answers,
    }
    move.note(
        "opinion",
        node=row.node,
        capacity=row.capacity,
        signed_as=signed_as,
        reason=row.reason,
        acting_for=row.acting_for_id,
        verdict=said.verdict,
        text=said.text,
        saw_version=said.seen,
        arrived_at=utc(row.arrived_at),
        **{name: value for name, value in about.items() if value},
    )
    return opinion


def _part(row: Assignment) -> Any:
    """What somebody without a post signs as: the part in the case."""
    return Part(row.capacity).label if row.reason == Assignment.Reason.PART else ""
