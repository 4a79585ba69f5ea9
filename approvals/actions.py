"""The only module that moves a process. Each action is one transaction on one locked case.

All of them read authority after the lock, compare what the person saw with what is there, and
carry a key: the same action sent twice is done once, and both senders are told that it is done.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from approvals import authority, errors
from approvals.activation import StepActivation
from approvals.flows import start_of
from approvals.forecast import forecast
from approvals.kinds import Kind, kind_of
from approvals.locking import done_before, locked
from approvals.models import Assignment, Case, Opinion
from approvals.move import Move
from approvals.plain_text import hidden_control
from approvals.words import OPEN, SAYS_WHY, Status, Verdict
from registry import numbers
from registry.org.models import Person, Post

MAX_OPINION = 2_000


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
        kind = _ready(move, seen)
        serial = numbers.take(unit_id=case.bureau_id, kind=kind.name, year=move.on.year)
        case.number = f"{kind.prefix}-{move.on.year}-{serial}"
        case.flow_version = kind.flow.version
        case.status, case.round, case.submitted_at = Status.RUNNING, 1, at
        move.note("submitted", **_as_submitted(case))
        case.process = start_of(kind.flow).run(case=case)
        move.write("number", "flow_version", "process", "round", *_SUBMITTED)
        return case


def resubmit(*, case_id: int, actor: Person, at: datetime, key: UUID | None, seen: int) -> Case:
    """Send a returned case on its way again, ruled anew by the rules of today.

    raises  as submit, and StepMoved
    """
    with locked(case_id) as case:
        if case.applicant_id != actor.pk:
            raise errors.NotThere
        if case.status != Status.RETURNED:
            if done_before(key, case, actor):
                return case
            raise errors.StepMoved
        case.move = move = Move(case, actor, at, key)
        _ready(move, seen)
        row = _row_of(case, case.assignments.get(state=Assignment.State.OPEN).pk, actor)
        case.status, case.submitted_at = Status.RUNNING, at
        case.round, case.result = case.round + 1, ""
        move.note("resubmitted", **_as_submitted(case))
        act = _activation(row)
        act.finish_row(row)
        act.leave(Verdict.RESUBMITTED)
        move.write("round", *_SUBMITTED)
        return case


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
) -> Case:
    """Take a person's verdict at a step and go where it leads.

    seen    the data version of the case that the person's page showed
    raises  NotThere, AlreadyDecided, Withdrawn, StepMoved, GivenToOthers, PostEnded,
            SubstitutionEnded, OwnCase, PageIsOld, NoSuchVerdict, SayWhy, TooLong,
            HiddenControl, NoQuorum, NotCarried, NobodyToDecide, Lost, KeyUsed, Busy
    """
    with locked(case_id) as case:
        row = _row_of(case, assignment_id, actor)
        if row.state != Assignment.State.OPEN:
            if done_before(key, case, actor, verdict=verdict, text=text.strip()):
                return case
            raise _who_was_first(case, row)
        case.move = move = Move(case, actor, at, key)
        act = _activation(row)
        authority.check(move, row)
        move.acting_for_id = row.acting_for_id
        if case.data_version != seen:
            raise errors.PageIsOld
        _check_words(verdict, text)
        if act.decide(row, verdict, text.strip(), seen) == Verdict.RETURNED:
            case.status = Status.RETURNED
        move.write()
        return case


def withdraw(*, case_id: int, actor: Person, at: datetime, key: UUID | None) -> Case:
    """The applicant takes the case back for good, before the first verdict of a round.

    raises  NotThere, AlreadyClosed, VerdictGiven, Busy
    """
    with locked(case_id) as case:
        if case.applicant_id != actor.pk or case.status == Status.DRAFT:
            raise errors.NotThere
        if case.status not in OPEN and done_before(key, case, actor):
            return case
        first = case.opinions.filter(round=case.round).select_related("person").first()
        if first and case.status not in (Status.RETURNED, Status.WITHDRAWN):
            raise errors.VerdictGiven(who=first.person, when=when(first.at))
        if case.status not in OPEN:
            raise errors.AlreadyClosed(status=Status(case.status).label)
        case.move = move = Move(case, actor, at, key)
        for task in case.process.task_set.filter(finished=None):
            task.process = case.process
            task.flow_task.activation_class(task).cancel()
        case.process.status, case.process.finished = PROCESS.CANCELED, at
        case.process.save(update_fields=["status", "finished"])
        case.status, case.closed_at, case.step = Status.WITHDRAWN, at, ""
        move.note("withdrawn")
        move.tell("withdrawn", case.pk)
        move.write()
        return case


_SUBMITTED = ("ruling_json", "book_version", "submitted_at", "status")


def _as_submitted(case: Case) -> dict[str, Any]:
    return {"ruling": case.ruling_json, "data_version": case.data_version, "number": case.number}


def _ready(move: Move, seen: int) -> Kind:
    """Check that the case can go, and freeze the ruling of the day on it."""
    case, kind = move.case, kind_of(move.case.kind)
    if case.data_version != seen:
        raise errors.PageIsOld
    may = Post.objects.on(move.on).filter(
        person=move.actor, unit_id=case.unit_id, role__in=kind.applies
    )
    if not may.exists():
        raise errors.NoPostToApply(unit=case.unit.name)
    request = kind.request_of(case)
    ruling = kind.rule(case, request, move.on, move.book, case.bureau.policy_set)
    attached = case.attachments.filter(removed_at=None).values_list("kind", flat=True)
    if problems := kind.missing(case, request, ruling, set(attached)):
        raise errors.Incomplete(problems)
    flow = kind.flow if case.process is None else case.process.flow_class
    if problem := forecast(flow, ruling, move.people).problem:
        raise problem
    case.ruling_json, case.book_version = ruling.as_json(), ruling.version
    return kind


def _row_of(case: Case, assignment_id: int, actor: Person) -> Assignment:
    """The person's row at a step of this case, read under the lock; nobody else's, no other case's."""
    row = (
        Assignment.objects.select_related("task", "person", "acting_for", "post__unit")
        .filter(pk=assignment_id, case=case, person=actor)
        .first()
    )
    if row is None:
        raise errors.NotThere
    row.task.process = case.process
    return row


def _activation(row: Assignment) -> StepActivation:
    node = row.task.flow_task
    if node is None or node.task_type != "STEP":
        raise errors.Lost(step=row.node)
    return node.activation_class(row.task)


def _check_words(verdict: str, text: str) -> None:
    if verdict in SAYS_WHY and not text.strip():
        raise errors.SayWhy
    if len(text) > MAX_OPINION:
        raise errors.TooLong(length=len(text), limit=MAX_OPINION)
    if code := hidden_control(text, lines=True):
        raise errors.HiddenControl(code=code)


def _who_was_first(case: Case, row: Assignment) -> errors.Refused:
    """The sentence for somebody who comes to a step that is over."""
    if case.status == Status.WITHDRAWN:
        return errors.Withdrawn(who=case.applicant, when=when(case.closed_at))
    if row.task.finished is None and row.state == Assignment.State.CLOSED:
        return errors.GivenToOthers(who=_asked_at(row.task))
    last = Opinion.objects.filter(task=row.task).select_related("person").order_by("-pk").first()
    if last is None:
        return errors.StepMoved()
    said = Verdict(last.verdict).label
    return errors.AlreadyDecided(who=last.person, verdict=said, when=when(last.at))


def _asked_at(task: Task) -> str:
    rows = Assignment.objects.filter(task=task, state=Assignment.State.OPEN)
    names = rows.order_by("pk").values_list("person__name", flat=True)
    return pgettext("list", ", ").join(dict.fromkeys(names))


def when(moment: datetime | None) -> str:
    """A moment as people read it, where the bureau is."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""
