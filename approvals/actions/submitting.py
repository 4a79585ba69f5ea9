"""Send a request on its way, and a revised one on its way again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from approvals import errors
from approvals.actions.rows import activation_of, row_of, when
from approvals.coming_again import kept_at, past_again, ruling_of
from approvals.flows import start_of
from approvals.forecast import Past, forecast
from approvals.kinds import Kind, kind_of
from approvals.locking import done_before, locked
from approvals.models import Assignment, Case
from approvals.move import Move
from approvals.words import Status, Verdict
from registry import numbers
from registry.org.models import Person, Post

_SUBMITTED = ("ruling_json", "book_version", "submitted_at", "status")


def submit(*, case_id: int, actor: Person, at: datetime, key: UUID | None, seen: int) -> Case:
    """Rule on a draft, start its process and ask the first people.

    raises  Incomplete, NoPostToApply, NobodyToDecide, PageIsOld, AlreadySubmitted, NotThere,
            KeyUsed, Busy
    """
    with locked(case_id) as case:
        if case.applicant_id != actor.pk:
            raise errors.NotThere
        if case.status != Status.DRAFT:
            if done_before(key, case, actor):
                return case
            raise errors.AlreadySubmitted(when=when(case.submitted_at))
        case.move = move = Move(case, actor, at, key)
        kind = kind_of(case.kind)
        _check_own(move, kind, seen)
        rule_on(move, kind)
        launch(move, kind)
        return case


def launch(move: Move, kind: Kind, **told: Any) -> None:
    """Start the process of a case that is ruled on. Raises NobodyToDecide.

    told: what the journal says besides
    """
    case = move.case
    _check_route(move, kind.flow, Past())
    serial = numbers.take(unit_id=case.bureau_id, kind=kind.name, year=move.on.year)
    case.number = f"{kind.prefix}-{move.on.year}-{serial}"
    case.flow_version = kind.flow.version
    case.status, case.round, case.submitted_at = Status.RUNNING, 1, move.at
    move.note("submitted", **_as_submitted(case), **told)
    case.process = start_of(kind.flow).run(case=case)
    move.write("number", "flow_version", "process", "round", *_SUBMITTED)


def resubmit(*, case_id: int, actor: Person, at: datetime, key: UUID | None, seen: int) -> Case:
    """Send a returned case on its way again, ruled anew by the rules of today.

    If its returner wants it straight back, those are not asked again who vouch for nothing that
    changed.

    raises  as submit, and StepMoved, IsSuspended
    """
    with locked(case_id) as case:
        if case.applicant_id != actor.pk:
            raise errors.NotThere
        if case.status != Status.RETURNED:
            if done_before(key, case, actor):
                return case
            if case.status == Status.SUSPENDED:
                raise errors.IsSuspended(when=when(case.suspended_at))
            raise errors.StepMoved
        case.move = move = Move(case, actor, at, key)
        kind = kind_of(case.kind)
        _check_own(move, kind, seen)
        rule_on(move, kind)
        row = row_of(case, case.assignments.get(state=Assignment.State.OPEN).pk, actor)
        kept = kept_at(move, row.task)
        _check_route(move, case.process.flow_class, past_again(move, kept))
        case.status, case.submitted_at, case.result = Status.RUNNING, at, ""
        move.next_round(kept)
        move.note("resubmitted", **_as_submitted(case), **({"kept": sorted(kept)} if kept else {}))
        act = activation_of(row)
        act.finish_row(row)
        act.leave(Verdict.RESUBMITTED)
        move.write(*_SUBMITTED)
        return case


def _check_own(move: Move, kind: Kind, seen: int) -> None:
    """Check that the actor has seen the whole case, and may ask for it today."""
    case = move.case
    if case.data_version != seen:
        raise errors.PageIsOld
    may = Post.objects.on(move.on).filter(
        person=move.actor, unit_id=case.unit_id, role__in=kind.applies
    )
    if not may.exists():
        raise errors.NoPostToApply(unit=case.unit.name)


def rule_on(move: Move, kind: Kind) -> None:
    """Check that nothing is missing, and freeze the ruling of the day on the case."""
    case = move.case
    request = kind.request_of(case)
    ruling = ruling_of(move, kind, request)
    attached = case.attachments.filter(removed_at=None).values_list("kind", flat=True)
    if problems := kind.missing(case, request, ruling, set(attached)):
        raise errors.Incomplete(problems)
    case.ruling_json, case.book_version = ruling.as_json(), ruling.version


def _check_route(move: Move, flow: Any, past: Past) -> None:
    """Refuse a case that would stall on its way. Raises NobodyToDecide."""
    if problem := forecast(flow, move.case.ruling, move.people, past=past).problem:
        raise problem


def _as_submitted(case: Case) -> dict[str, Any]:
    return {"ruling": case.ruling_json, "data_version": case.data_version, "number": case.number}
