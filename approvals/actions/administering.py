"""What an administrator does to a case, with a reason: suspend and resume (挂起), terminate (终止)."""

from datetime import datetime
from uuid import UUID

from approvals import authority, errors
from approvals.actions.rows import check_reason, step_of, when
from approvals.actions.taking_back import end_early
from approvals.activation import StepActivation
from approvals.locking import done_before, locked
from approvals.models import Assignment, Case, Clock
from approvals.move import Move
from approvals.steps import Revise
from approvals.words import OPEN, Status
from policy.deadlines import put_off
from registry.org.models import Person

State = Assignment.State


def suspend(*, case_id: int, actor: Person, reason: str, at: datetime, key: UUID | None) -> Case:
    """Stop a case: nobody is asked, no deadline runs, until it is resumed.

    raises  NotThere, NotAdministrator, OwnCase, SayWhy, TooLong, HiddenControl, AlreadyClosed,
            IsSuspended, KeyUsed, Busy
    """
    reason = check_reason(reason)
    with locked(case_id) as case:
        if done_before(key, case, actor):
            return case
        case.move = move = Move(case, actor, at, key)
        _check_open(move)
        if case.status == Status.SUSPENDED:
            raise errors.IsSuspended(when=when(case.suspended_at))
        rows = case.assignments.filter(state=State.OPEN)
        asked = [*rows.values_list("person", flat=True), case.applicant_id]
        rows.update(state=State.PAUSED)
        case.status, case.suspended_at = Status.SUSPENDED, at
        move.note("suspended", text=reason, node=case.step)
        move.tell("suspended", f"{case.pk}:{case.journal_seq}", people=asked, note=reason)
        move.write("suspended_at")
        return case


def resume(
    *, case_id: int, actor: Person, reason: str = "", at: datetime, key: UUID | None
) -> Case:
    """Let a suspended case go on; the working days that it stood still are added to its deadlines.

    raises  NotThere, NotAdministrator, OwnCase, TooLong, HiddenControl, NotSuspended, KeyUsed, Busy
    """
    reason = check_reason(reason) if reason.strip() else ""
    with locked(case_id) as case:
        if done_before(key, case, actor):
            return case
        case.move = move = Move(case, actor, at, key)
        _check_administrator(move)
        if case.status != Status.SUSPENDED or case.suspended_at is None:
            raise errors.NotSuspended
        act = step_of(case)
        rows = list(case.assignments.filter(task=act.task, finished_at=None))
        for row in rows:
            if row.state == State.PAUSED:
                row.state = State.OPEN
            for name in ("due_at", "remind_at"):
                moment = getattr(row, name)
                if moment:
                    setattr(row, name, put_off(moment, case.suspended_at, at, move.calendar))
        Assignment.objects.bulk_update(rows, ["state", "due_at", "remind_at"])
        _put_off_clock(move, act)
        revises = isinstance(act.flow_task, Revise)
        case.status = Status.RETURNED if revises else Status.RUNNING
        case.suspended_at = None
        move.note("resumed", text=reason, node=case.step)
        asked = [row.person_id for row in rows if row.state == State.OPEN]
        people = [*asked, case.applicant_id]
        move.tell("resumed", f"{case.pk}:{case.journal_seq}", people=people, note=reason)
        move.write("suspended_at")
        return case


def terminate(*, case_id: int, actor: Person, reason: str, at: datetime, key: UUID | None) -> Case:
    """End a case for good where it stands.

    raises  NotThere, NotAdministrator, OwnCase, SayWhy, TooLong, HiddenControl, AlreadyClosed,
            Lost, KeyUsed, Busy
    """
    reason = check_reason(reason)
    with locked(case_id) as case:
        if done_before(key, case, actor):
            return case
        case.move = move = Move(case, actor, at, key)
        _check_open(move)
        live = case.assignments.filter(finished_at=None)
        asked = [*live.values_list("person", flat=True), case.applicant_id]
        step = case.step
        end_early(move, Status.TERMINATED)
        move.note("terminated", text=reason, node=step)
        move.tell("terminated", case.pk, people=asked, note=reason)
        move.write()
        return case


def _put_off_clock(move: Move, act: StepActivation) -> None:
    """The time of a step that goes on by itself stood still too."""
    if not act.flow_task.lapses:
        return
    clock = Clock.objects.filter(task=act.task).first()
    suspended_at = move.case.suspended_at
    if clock is None or suspended_at is None:
        return
    clock.due_at = put_off(clock.due_at, suspended_at, move.at, move.calendar)
    clock.save(update_fields=["due_at"])


def _check_administrator(move: Move) -> None:
    if move.case.status == Status.DRAFT:
        raise errors.NotThere
    authority.check_administrator(move)


def _check_open(move: Move) -> None:
    _check_administrator(move)
    if move.case.status not in OPEN:
        raise errors.AlreadyClosed(status=Status(move.case.status).label)
