"""Give a verdict at a step: the case goes where it leads."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from approvals import authority, errors, returns
from approvals.actions.rows import activation_of, check_open, check_words, row_of
from approvals.activation import StepActivation
from approvals.answers import checked
from approvals.locking import done_before, locked
from approvals.models import Assignment, Case
from approvals.move import Move
from approvals.opinions import Said
from approvals.returns import Resume
from approvals.words import Status, Verdict
from registry.org.models import Person

_AGAINST = (Verdict.RETURNED, Verdict.REFUSED)


def decide(
    *,
    case_id: int,
    assignment_id: int,
    actor: Person,
    verdict: str,
    text: str = "",
    seen: int,
    at: datetime,
    key: UUID | None,
    to: str = "",
    resume: str = Resume.AGAIN,
    answers: Mapping[str, Any] | None = None,
) -> Case:
    """Take a person's verdict at a step and go where it leads.

    seen    the data version of the case that the person's page showed
    to      for a return: the visited step to which the case goes; empty for the applicant
    resume  for a return: whether it runs again from there, or comes straight back
    answers what the step asks for besides, by field; texts, lists of texts, or rows of the database
    raises  NotThere, AlreadyDecided, Withdrawn, StepMoved, GivenToOthers, PostEnded,
            SubstitutionEnded, OwnCase, PageIsOld, NoSuchVerdict, SayWhy, TooLong,
            HiddenControl, NoQuorum, NotCarried, NobodyToDecide, Lost, KeyUsed, Busy,
            IsSuspended, NotYourTurn, WaitsForOthers, NotVisited, BadAnswers, NoPart
    """
    with locked(case_id) as case:
        row = row_of(case, assignment_id, actor)
        said = {"verdict": verdict, "text": text.strip()}
        if row.state != Assignment.State.OPEN and done_before(key, case, actor, **said):
            return case
        _check_asked(case, row, verdict)
        case.move = move = Move(case, actor, at, key)
        act = activation_of(row)
        authority.check(move, row)
        move.acting_for_id = row.acting_for_id
        if case.data_version != seen:
            raise errors.PageIsOld
        check_words(verdict, text)
        act.flow_task.check(act, row, verdict)
        word = Said(verdict=verdict, text=text.strip(), seen=seen)
        if verdict != Verdict.RETURNED:
            row.case = case
            kept = checked(row, verdict, answers or {}, move.on)
            act.sign(row, replace(word, answers=kept))
            if outcome := act.settle(row, verdict):
                act.leave(outcome)
        else:
            _send_back(act, row, replace(word, to=to, resume=resume))
        move.write()
        return case


def _check_asked(case: Case, row: Assignment, verdict: str) -> None:
    """Who waits for somebody whom they asked can still refuse or return."""
    held = row.state == Assignment.State.HELD and case.status == Status.RUNNING
    if not (held and verdict in _AGAINST):
        check_open(case, row)


def _send_back(act: StepActivation, row: Assignment, said: Said) -> None:
    """Return the case: to the applicant, who revises it, or to a step that it went through."""
    case, move = act.case, act.move
    if said.resume not in Resume.values:
        raise errors.NoSuchVerdict
    if not said.to:
        act.sign(row, said)
        act.leave(Verdict.RETURNED, resume=said.resume if said.resume == Resume.BACK else "")
        case.status = Status.RETURNED
        return
    flow = case.process.flow_class
    visited = returns.targets(flow, case.ruling, row.node, move.signed)
    if said.to not in [node.name for node in visited]:
        raise errors.NotVisited
    kept = returns.kept(move, said.to, said.resume)
    act.sign(row, said)
    move.next_round(kept)
    act.leave(Verdict.RETURNED, to=said.to)
