"""Undo: the applicant withdraws the case (撤回), a decider takes the own verdict back (拿回)."""

from datetime import datetime
from uuid import UUID

from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from approvals import authority, errors
from approvals.actions.rows import activation, activation_of, row_of, when
from approvals.activation import StepActivation
from approvals.company import LIVE, Company
from approvals.kinds import kind_of
from approvals.locking import done_before, locked
from approvals.models import Assignment, Carry, Case, Opinion
from approvals.move import Move
from approvals.words import OPEN, Status, Verdict
from policy import conduct
from registry.org.models import Person

State = Assignment.State


def withdraw(*, case_id: int, actor: Person, at: datetime, key: UUID | None) -> Case:
    """The applicant takes the case back for good: before the first verdict of a round, or, where the
    ruling says so, at any time before its end.

    raises  NotThere, AlreadyClosed, VerdictGiven, KeyUsed, Busy
    """
    with locked(case_id) as case:
        if case.applicant_id != actor.pk or case.status == Status.DRAFT:
            raise errors.NotThere
        if not kind_of(case.kind).applies:  # a rule started it: nobody takes that back
            raise errors.NotThere
        if case.status not in OPEN and done_before(key, case, actor):
            return case
        first = case.opinions.standing().filter(round=case.round).select_related("person").first()
        at_any_time = case.ruling.value_of(conduct.WITHDRAW_UNTIL) == conduct.END
        no_matter = (Status.RETURNED, Status.WITHDRAWN, Status.TERMINATED)
        if first and not at_any_time and case.status not in no_matter:
            raise errors.VerdictGiven(who=first.person, when=when(first.at))
        if case.status not in OPEN:
            raise errors.AlreadyClosed(status=Status(case.status).label)
        case.move = move = Move(case, actor, at, key)
        end_early(move, Status.WITHDRAWN)
        move.note("withdrawn")
        move.tell("withdrawn", case.pk)
        move.write()
        return case


def end_early(move: Move, status: Status) -> None:
    """Close a case where it stands: nobody is asked any more."""
    case = move.case
    for task in case.process.task_set.filter(finished=None):
        task.process = case.process
        _cancel(task, move)
    case.process.status, case.process.finished = PROCESS.CANCELED, move.at
    case.process.save(update_fields=["status", "finished"])
    case.status, case.closed_at, case.step, case.suspended_at = status, move.at, "", None
    move.changed("suspended_at")


def _cancel(task: Task, move: Move) -> None:
    """Cancel a step; one that its flow has lost can be cancelled too."""
    try:
        activation(task, move.case.step).cancel()
    except errors.Lost:
        task.status, task.finished = STATUS.CANCELED, move.at
        task.save(update_fields=["status", "finished"])
        rows = Assignment.objects.filter(task=task, state__in=LIVE)
        rows.update(state=State.CLOSED, finished_at=move.at)


def take_back(
    *, case_id: int, assignment_id: int, actor: Person, at: datetime, key: UUID | None
) -> Case:
    """Take the own verdict back, as long as the next step is untouched and no paper has its number.

    raises  NotThere, IsSuspended, NothingToTakeBack, TooLate, OwnCase, PostEnded,
            SubstitutionEnded, Lost, KeyUsed, Busy
    """
    with locked(case_id) as case:
        row = row_of(case, assignment_id, actor)
        if done_before(key, case, actor):
            return case
        if case.status == Status.SUSPENDED:
            raise errors.IsSuspended(when=when(case.suspended_at))
        if row.state != State.DONE or row.capacity == "applicant":
            raise errors.NothingToTakeBack
        if case.status not in OPEN:
            raise errors.TooLate
        case.move = move = Move(case, actor, at, key)
        authority.check(move, row)
        said = Opinion.objects.standing().get(assignment=row)
        act = activation_of(row)
        if row.task.finished is not None:
            _undo_the_end(act, said)
        act.unsign(row, said.verdict)
        _call_off(act, row)
        case.step = row.node
        move.note("taken_back", node=row.node, verdict=said.verdict)
        move.write()
        return case


def _call_off(act: StepActivation, row: Assignment) -> None:
    """Let those wait again who were asked because of the verdict. Raises TooLate if they have acted."""
    company, in_turn = Company(act.task.pk), act.flow_task.rule.in_turn
    turned = []
    for other in company.rows:
        state = company.state_of(other, in_turn)
        acted = other.state in (State.DONE, State.PASSED)
        if state != State.OPEN and (acted or (state, other.state) == (State.WAITING, State.HELD)):
            raise errors.TooLate
        if other.state == State.OPEN and state != State.OPEN:
            other.state = state
            other.save(update_fields=["state"])
            turned.append(other)
    if turned:
        people = [other.person_id for other in turned]
        act.move.tell("recalled", f"{row.pk}:{act.case.journal_seq}", people=people)


def _undo_the_end(act: StepActivation, said: Opinion) -> None:
    """Open a step again that the verdict ended, and cancel the one that followed. Raises TooLate."""
    case, move, over = act.case, act.move, act.task.finished
    following = list(case.process.task_set.filter(created__gte=over).exclude(pk=act.task.pk))
    if over != said.at or len(following) != 1 or not _untouched(case, following[0], said):
        raise errors.TooLate
    after = following[0]
    after.process = case.process
    told = list(after.assignments.values_list("person", flat=True))
    activation(after, case.step).cancel()
    act.reopen()
    Assignment.objects.filter(task=act.task, state=State.CLOSED, finished_at=over).update(
        state=State.OPEN, finished_at=None
    )
    Carry.objects.filter(case=case, at=said.at).delete()
    case.status, case.result, case.round = Status.RUNNING, "", said.round
    move.changed("round")
    move.tell("recalled", f"{after.pk}:{case.journal_seq}", people=told)


def _untouched(case: Case, after: Task, said: Opinion) -> bool:
    """Whether nobody has done anything at the step that a verdict opened."""
    if after.finished is not None or case.data_version != said.saw_version:
        return False
    touched = after.assignments.exclude(state__in=(State.OPEN, State.WAITING), origin=None)
    said_there = Opinion.objects.filter(task=after).exists()
    changed = after.assignments.filter(arrived_at__gt=said.at).exists()
    return not (touched.exists() or said_there or changed) and said.verdict != Verdict.RESUBMITTED
