"""Bring others in at a step: hand it over (转办), ask for advice (委派), add and remove signers (加签,
减签).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from approvals import authority, errors
from approvals.actions.rows import activation_of, check_open, check_reason, check_text, row_of
from approvals.activation import StepActivation
from approvals.apart import deciders_apart
from approvals.company import LIVE, Company
from approvals.locking import done_before, locked
from approvals.models import Assignment, Case
from approvals.move import Move
from registry.org.models import Person

State, Reason, Added = Assignment.State, Assignment.Reason, Assignment.Added
MAX_NOTE = 200


def transfer(
    *,
    case_id: int,
    assignment_id: int,
    actor: Person,
    to: Person,
    note: str = "",
    at: datetime,
    key: UUID | None,
) -> Case:
    """My row becomes another's; the record names both.

    raises  NotThere, GivenToOthers, AlreadyDecided, StepMoved, IsSuspended, NotYourTurn,
            NotHandedOn, CannotBeAsked, AskedAlready, TooLong, HiddenControl, PostEnded,
            SubstitutionEnded, OwnCase, Lost, KeyUsed, Busy
    """
    how: dict[str, Any] = {"reason": Reason.TRANSFERRED, "note": note, "at": at, "key": key}
    return _bring_in(case_id, assignment_id, actor, to, **how)


def reassign(
    *,
    case_id: int,
    assignment_id: int,
    actor: Person,
    to: Person,
    reason: str,
    at: datetime,
    key: UUID | None,
) -> Case:
    """An administrator hands over what waits for somebody, and says why.

    raises  as transfer, and SayWhy, NotAdministrator
    """
    how: dict[str, Any] = {
        "reason": Reason.TRANSFERRED,
        "note": check_reason(reason),
        "at": at,
        "key": key,
    }
    return _bring_in(case_id, assignment_id, actor, to, by_administrator=True, **how)


def delegate(
    *,
    case_id: int,
    assignment_id: int,
    actor: Person,
    to: Person,
    note: str = "",
    at: datetime,
    key: UUID | None,
) -> Case:
    """Ask another for advice; then the step comes back to me. Raises as transfer."""
    how: dict[str, Any] = {"reason": Reason.DELEGATED, "note": note, "at": at, "key": key}
    return _bring_in(case_id, assignment_id, actor, to, **how)


def add_signer(
    *,
    case_id: int,
    assignment_id: int,
    actor: Person,
    to: Person,
    where: str,
    note: str = "",
    at: datetime,
    key: UUID | None,
) -> Case:
    """Another has to agree too: before me, beside me or after me. Raises as transfer."""
    if where not in Added.values:
        raise errors.NoSuchVerdict
    how: dict[str, Any] = {
        "reason": Reason.ADDED,
        "where": where,
        "note": note,
        "at": at,
        "key": key,
    }
    return _bring_in(case_id, assignment_id, actor, to, **how)


def remove_signer(
    *, case_id: int, assignment_id: int, actor: Person, at: datetime, key: UUID | None
) -> Case:
    """Send away somebody whom I brought in and who hasn't spoken: a signer, or who was to advise.

    assignment_id  the row of that person
    raises         NotThere, GivenToOthers, StepMoved, AlreadyDecided, IsSuspended, PostEnded,
                   SubstitutionEnded, OwnCase, Lost, KeyUsed, Busy
    """
    with locked(case_id) as case:
        row = row_of(case, assignment_id, None)
        if row.origin_id is None or row.reason == Reason.TRANSFERRED:
            raise errors.NotThere
        mine = row_of(case, row.origin_id, actor)
        if done_before(key, case, actor):
            return case
        if row.state not in (State.WAITING, State.HELD):
            check_open(case, row)
        case.move = move = Move(case, actor, at, key)
        authority.check(move, mine)
        act = activation_of(row)
        below = Company(row.task_id).below(row)
        _send_away([row, *(other for other in below if other.state in LIVE)], move)
        move.note("signer_removed", **_names(row), node=row.node)
        if outcome := act.count():
            act.leave(outcome)
        move.write()
        return case


def _bring_in(
    case_id: int,
    assignment_id: int,
    actor: Person,
    to: Person,
    *,
    reason: Assignment.Reason,
    where: str = "",
    note: str,
    at: datetime,
    key: UUID | None,
    by_administrator: bool = False,
) -> Case:
    check_text(note, MAX_NOTE)
    with locked(case_id) as case:
        row = row_of(case, assignment_id, None if by_administrator else actor)
        if done_before(key, case, actor):
            return case
        case.move = move = Move(case, actor, at, key)
        if by_administrator:
            authority.check_administrator(move)
        check_open(case, row)
        act = activation_of(row)
        if not act.flow_task.hands_on or row.capacity == "applicant":
            raise errors.NotHandedOn
        if row.reason == Reason.DELEGATED:
            raise errors.NotHandedOn
        if not by_administrator:
            authority.check(move, row)
        new = _ask(act, row, to, reason, where)
        move.note(
            _VERBS[reason],
            **_names(new),
            origin=row.person_id,
            where=where,
            text=note.strip(),
            node=row.node,
        )
        move.write()
        return case


_VERBS = {
    Reason.TRANSFERRED: "transferred",
    Reason.DELEGATED: "delegated",
    Reason.ADDED: "signer_added",
}


def _ask(
    act: StepActivation, row: Assignment, to: Person, reason: Assignment.Reason, where: str
) -> Assignment:
    """Ask the person below a row, and let the row wait or pass. Raises CannotBeAsked, AskedAlready."""
    move = act.move
    seat = move.people.named(to, row.capacity, reason, apart=deciders_apart(move, act.flow_task))
    if seat is None or seat.person.pk == move.actor.pk:
        raise errors.CannotBeAsked(who=to)
    passes = reason == Reason.TRANSFERRED
    before = act.task.assignments.filter(person=seat.person, capacity=row.capacity).first()
    if passes and before is not None and _handed_by(before, row):
        new = before
        _set(row, State.CLOSED, finished_at=move.at)
        _set(new, State.OPEN, finished_at=None, arrived_at=move.at)
    else:
        if before is not None and before.state != State.CLOSED:
            raise errors.AskedAlready(who=seat.person)
        fields = {
            "origin": row,
            "added": where or (row.added if passes else ""),
            "state": State.WAITING if where == Added.AFTER else State.OPEN,
        }
        new = act.ask(seat, row, again=before, **fields)  # who is brought in has no more time
        if passes:
            _set(row, State.PASSED, finished_at=move.at)
        elif where in ("", Added.BEFORE):
            _set(row, State.HELD)
    if passes:  # whom its person brought in goes along, and is waited for there
        act.task.assignments.filter(origin=row).exclude(pk=new.pk).update(origin=new)
    if new.state == State.OPEN:
        act.tell_arrived([new.person_id], f"{new.pk}:{move.case.journal_seq}")
    return new


def _handed_by(before: Assignment, row: Assignment) -> bool:
    """Whether a row is the one from which this one came: then it goes back."""
    return before.pk == row.origin_id and before.state == State.PASSED


def _set(row: Assignment, state: Assignment.State, **fields: Any) -> None:
    row.state = state
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])


def _send_away(rows: list[Assignment], move: Move) -> None:
    """Close these rows, and tell their people that nothing is asked of them any more."""
    for row in rows:
        _set(row, State.CLOSED, finished_at=move.at)
    people = [row.person_id for row in rows]
    move.tell("recalled", f"{rows[0].pk}:{move.case.journal_seq}", people=people)


def _names(row: Assignment) -> dict[str, Any]:
    """Who was brought in, as the record calls them."""
    with override(settings.LANGUAGE_CODE):
        name = f"{row.person}（代{row.acting_for}）" if row.acting_for else str(row.person)
    return {"person": row.person_id, "name": name}
