"""Steps: one is open, it asks people, it ended as its rule says, and the ruling asked for it."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from approvals.company import LIVE, Company
from approvals.invariants.registry import always
from approvals.models import Assignment, Carry, Case, Clock, Discussion, Opinion
from approvals.words import OPEN, SIGN_OFFS, VOTES, Status, Verdict

State = Assignment.State
_AGAINST = (Verdict.RETURNED, Verdict.REFUSED)
_ON = (*SIGN_OFFS, Verdict.LAPSED)
_CUT_SHORT = (Status.WITHDRAWN, Status.TERMINATED)


@always
def one_open_step() -> Iterator[str]:
    """A running case has exactly one open step, with somebody asked; a closed one has none."""
    waiting = Q(process__task__finished=None) & Q(process__task__isnull=False)
    cases = Case.objects.exclude(status=Status.DRAFT).annotate(
        open_steps=Count("process__task", filter=waiting, distinct=True)
    )
    odd = cases.filter(
        (Q(status__in=OPEN) & ~Q(open_steps=1)) | (~Q(status__in=OPEN) & ~Q(open_steps=0))
    )
    for pk, status, steps in odd.values_list("pk", "status", "open_steps").iterator():
        yield f"case {pk} is {status} with {steps} open steps"
    for state, statuses in (
        (State.PAUSED, [Status.SUSPENDED]),
        (State.OPEN, [status for status in OPEN if status != Status.SUSPENDED]),
    ):
        asked = Assignment.objects.filter(state=state).values("case")
        idle = Case.objects.filter(status__in=statuses).exclude(pk__in=asked)
        for forgotten in idle.exclude(pk__in=_by_themselves("case")).iterator():
            yield f"case {forgotten.pk} is {forgotten.status} and nobody is asked"
    wrong = Case.objects.exclude(status=Status.DRAFT).filter(
        (Q(status__in=OPEN) & ~Q(process__status=PROCESS.NEW))
        | (Q(status__in=_CUT_SHORT) & ~Q(process__status=PROCESS.CANCELED))
        | (~Q(status__in=[*OPEN, *_CUT_SHORT]) & ~Q(process__status=PROCESS.DONE))
        | (Q(status=Status.SUSPENDED) & Q(suspended_at=None))
        | (~Q(status=Status.SUSPENDED) & Q(suspended_at__isnull=False))
        | (Q(closed_at=None) & ~Q(status__in=OPEN))
    )
    for odd_one in wrong.iterator():
        yield f"case {odd_one.pk} is {odd_one.status}, its process {odd_one.process.status}"
    for process in Process.objects.filter(case=None).iterator():
        yield f"process {process.pk} has no case"


def _by_themselves(what: str) -> Any:
    """The tasks or cases whose open step goes on by itself at its time."""
    return Clock.objects.filter(stopped_at=None).values(what)


@always
def clocks_run_at_open_steps() -> Iterator[str]:
    """A clock runs as long as its step is open."""
    running = Q(stopped_at=None, task__finished=None)
    stopped = Q(stopped_at__isnull=False, task__finished__isnull=False)
    for clock in Clock.objects.exclude(running | stopped).iterator():
        yield f"the clock of step {clock.pk} runs though the step is over, or the other way round"


@always
def inbox_equals_open_steps() -> Iterator[str]:
    """Rows that wait belong to a step that is open, and every open step of people has such a row."""
    rows = Assignment.objects.filter(state__in=LIVE)
    for row in rows.exclude(task__finished=None).iterator():
        yield f"row {row.pk} of case {row.case_id} waits at a step that is over"
    for row in rows.exclude(case__process=F("task__process")).iterator():
        yield f"row {row.pk} names case {row.case_id} and a step of another"
    lonely = Task.objects.filter(finished=None).exclude(pk__in=rows.values("task"))
    for task in lonely.exclude(pk__in=_by_themselves("task")).iterator():
        yield f"step {task.pk} is open and nobody is asked"


@always
def decided_once() -> Iterator[str]:
    """A row that is done has one opinion that stands, any other has none; where one person's word
    decides, one did.
    """
    told = Assignment.objects.exclude(capacity="applicant").annotate(
        said=Count("opinions", filter=Q(opinions__turn=F("turn")))
    )
    wrong = told.filter((Q(state=State.DONE) & ~Q(said=1)) | (~Q(state=State.DONE) & Q(said__gt=0)))
    for row in wrong.iterator():
        yield f"row {row.pk} of case {row.case_id}: state {row.state} with {row.said} opinions"
    # Where somebody was brought in, a word may still wait for theirs while a peer decides.
    accompanied = Assignment.objects.exclude(origin=None).values("task")
    said = Opinion.objects.standing().exclude(task__in=accompanied).exclude(verdict__in=VOTES)
    for step in said.values("task").annotate(n=Count("pk")).filter(n__gt=1):
        task = Task.objects.get(pk=step["task"])
        node = task.flow_task
        if node is None or node.single or hasattr(task, "discussion"):
            yield f"step {step['task']} was decided {step['n']} times"


@always
def steps_ended_as_their_rule_says() -> Iterator[str]:
    """What the people at a step said makes the outcome with which it was left, and no step that is
    open has one.
    """
    said = Opinion.objects.exclude(task__discussion__isnull=False).values("task")
    tasks = Task.objects.filter(pk__in=said).exclude(status=STATUS.CANCELED)
    for task in tasks.select_related("process__case").iterator():
        node = task.flow_task
        if node is None:
            continue
        outcome = (task.data or {}).get("outcome") if task.finished else None
        found = _outcomes(task, node)
        if outcome == Verdict.LAPSED:
            continue
        if outcome not in found and not (outcome in _AGAINST and None in found):
            yield f"step {task.pk} ended in {outcome}; its people say {found[0]}"


def _outcomes(task: Task, node: Any) -> list[str | None]:
    """What the people at a step say: those who are there, and with those who were closed at its end."""
    company, ruling = Company(task.pk), task.process.case.ruling
    found = [node.rule.outcome(company.ballots, ruling)]
    closed = [row for row in company.rows if row.state == State.CLOSED]
    if task.finished is None and any(row.origin_id is None for row in closed):
        found.append(None)  # a sweep took a place away; the step ends with the next word
    for row in closed:
        if row.finished_at == task.finished:
            row.state = State.WAITING
    return [*found, node.rule.outcome(company.ballots, ruling)]


@always
def agreed_took_the_steps_of_its_ruling() -> Iterator[str]:
    """An agreed case went the way of its last ruling and of what was said: each step was signed off
    or ran out in this round, or was signed off in an earlier one and counts on.
    """
    from approvals.forecast import nodes_ahead  # a check of the whole looks at everything

    done = (Status.AGREED, Status.AGREED_WITH_CHANGES, Status.RECORDED)
    cases = Case.objects.filter(status__in=done).select_related("process").order_by("pk")
    carried = _by_case(Carry.objects.filter(case__status__in=done).order_by("case_id", "pk"))
    said = Opinion.objects.standing().filter(case__status__in=done)
    told = _by_case(said.select_related("task").order_by("case_id", "task_id", "pk"))
    over = Clock.objects.filter(case__status__in=done, stopped_at__isnull=False)
    ran_out = _by_case(over.select_related("task").order_by("case_id", "task_id"))
    for case in cases.iterator():
        if case.process.flow_class is None:
            yield f"case {case.pk} ran on a flow that is gone"
            continue
        steps = {
            o.task_id: (o.node, (o.task.data or {}).get("outcome"))
            for o in told.get(case.pk, [])
            if o.round == case.round
        }
        steps |= {
            clock.task_id: (_node(clock.task).name, clock.task.data["outcome"])
            for clock in ran_out.get(case.pk, [])
            if clock.task_id not in steps and clock.task.data.get("round") == case.round
        }
        signed = dict(steps[pk] for pk in sorted(steps) if steps[pk][1] in _ON)
        counts = [c.node for c in carried.get(case.pk, []) if c.round == case.round]
        path = nodes_ahead(case.process.flow_class, case.ruling, carried=signed)
        asked = [node.name for node in path if node.task_type == "STEP"]
        went = list(signed)
        if sorted(went + counts) != sorted(asked) or went != [n for n in asked if n in went]:
            yield (
                f"case {case.pk} is {case.status}: its ruling asks for {asked}, "
                f"it took {went}, carried {counts}"
            )


def _node(task: Task) -> Any:
    return task.flow_task


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    return {pk: list(found) for pk, found in groupby(rows, key=lambda row: row.case_id)}


@always
def counted_votes() -> Iterator[str]:
    """A discussion counts the votes that were given, and concluded with its quorum."""
    for verdict, column in (
        (Verdict.FOR, "votes_for"),
        (Verdict.AGAINST, "votes_against"),
        (Verdict.ABSTAIN, "votes_abstain"),
    ):
        stands = Q(task__opinions__turn=F("task__opinions__assignment__turn"))
        given = Count("task__opinions", filter=stands & Q(task__opinions__verdict=verdict))
        for meeting in Discussion.objects.annotate(n=given).exclude(n=F(column)).iterator():
            yield f"discussion {meeting.pk} counts {getattr(meeting, column)} {verdict}: {meeting.n}"
    said = Opinion.objects.standing().filter(task__discussion__isnull=False)
    concluded = said.exclude(
        verdict__in=(Verdict.FOR, Verdict.AGAINST, Verdict.ABSTAIN, Verdict.RETURNED)
    )
    for opinion in concluded.select_related("task__discussion").iterator():
        meeting = opinion.task.discussion
        if meeting.voted < meeting.quorum:
            yield f"discussion {meeting.pk} was concluded without its quorum"
