"""A step ends without a verdict of those who are asked: its time is over, or somebody ends the wait."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from approvals import errors
from approvals.actions.rows import activation, check_words, step_of, when
from approvals.answers import checked
from approvals.locking import done_before, locked
from approvals.models import Case, Clock
from approvals.move import Move, utc
from approvals.opinions import Said
from approvals.steps import Wait
from approvals.words import OPEN, Status, Verdict
from registry.org.models import Person

_CLOCK = Person()  # who acts when only time has passed: nobody, so the journal names nobody


def lapse(*, case_id: int, task_id: int, at: datetime, skip: bool = False) -> bool:
    """Let a case go on whose step's time is over; whether it did.

    skip    a case that somebody holds is left alone
    raises  NotThere, Lost, NobodyToDecide, Busy
    """
    with locked(case_id, skip=skip) as case:
        clock = Clock.objects.filter(task=task_id, stopped_at=None, due_at__lte=at).first()
        if clock is None or case.status != Status.RUNNING:
            return False
        case.move = move = Move(case, _CLOCK, at)
        task = case.process.task_set.get(pk=task_id)
        task.process = case.process
        act = activation(task, case.step)
        outcome = act.flow_task.ends_as(act)
        move.note("lapsed", node=case.step, outcome=outcome)
        act.leave(outcome)
        move.write()
        return True


def retime(*, case_id: int, actor: Person, at: datetime) -> bool:
    """Ask again until when a case waits, as what it waits for has changed; whether it waits.

    raises  NotThere, Lost, Busy
    """
    with locked(case_id) as case:
        if case.status not in OPEN:
            return False
        case.move = move = Move(case, actor, at)
        act = step_of(case)
        if not isinstance(act.flow_task, Wait):
            return False
        moment = act.flow_task.ends_at(act)
        Clock.objects.filter(task=act.task, stopped_at=None).update(due_at=moment)
        move.note("retimed", node=case.step, until=utc(moment))
        move.write()
        return True


def end_wait(
    *,
    case_id: int,
    actor: Person,
    verdict: str,
    text: str,
    answers: Mapping[str, Any] | None = None,
    at: datetime,
    key: UUID | None,
) -> Case:
    """End a wait before its time, by whom the flow lets: the verdict stands in the record.

    raises  NotThere, IsSuspended, StepMoved, NotYours, NoSuchVerdict, SayWhy, TooLong,
            HiddenControl, BadAnswers, NobodyToDecide, Lost, KeyUsed, Busy
    """
    with locked(case_id) as case:
        if case.status == Status.DRAFT:
            raise errors.NotThere
        if done_before(key, case, actor):
            return case
        if case.status == Status.SUSPENDED:
            raise errors.IsSuspended(when=when(case.suspended_at))
        if case.status not in OPEN:
            raise errors.StepMoved
        case.move = move = Move(case, actor, at, key)
        act = step_of(case)
        node = act.flow_task
        if not isinstance(node, Wait):
            raise errors.StepMoved
        if verdict == Verdict.LAPSED or verdict not in node.ways.outcomes:
            raise errors.NoSuchVerdict
        seat = next((s for s in node.enders(move.people) if s.person.pk == actor.pk), None)
        if seat is None:
            raise errors.NotYours
        check_words(verdict, text)
        row = act.row(seat)
        row.save(force_insert=True)
        kept = checked(row, verdict, answers or {}, move.on)
        seen = case.data_version
        act.sign(row, Said(verdict=verdict, text=text.strip(), seen=seen, answers=kept))
        act.leave(verdict)
        move.write()
        return case


def may_end_wait(case: Case, person: Person, at: datetime) -> list[str]:
    """With what the person could end the wait of a case now; empty if they can't."""
    if case.status != Status.RUNNING or case.process.flow_class is None:
        return []
    node = case.process.flow_class.instance.node(case.step, no_obsolete=True)
    if not isinstance(node, Wait):
        return []
    words = [outcome for outcome in node.ways.outcomes if outcome != Verdict.LAPSED]
    seats = node.enders(Move(case, person, at).people) if words else []
    return words if any(seat.person.pk == person.pk for seat in seats) else []
