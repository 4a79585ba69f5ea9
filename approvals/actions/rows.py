"""What the actions share: the row of a person, its step, the words that may be said, who was first."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext
from viewflow.workflow.models import Task

from approvals import errors
from approvals.activation import StepActivation
from approvals.models import Assignment, Case, Opinion
from approvals.plain_text import hidden_control
from approvals.words import SAYS_WHY, Status, Verdict
from registry.org.models import Person
from registry.printing import unprintable

MAX_OPINION = 2_000


def row_of(case: Case, assignment_id: int, actor: Person | None) -> Assignment:
    """A row at a step of this case, read under the lock: the actor's own, or anybody's if None.

    `accompanied` says whether somebody was brought in from it. Raises NotThere.
    """
    brought_in = Assignment.objects.filter(origin=OuterRef("pk"))
    related = ("task", "person", "acting_for", "post__unit", "draft")
    rows = Assignment.objects.select_related(*related)
    rows = rows.annotate(accompanied=Exists(brought_in)).filter(pk=assignment_id, case=case)
    row = (rows if actor is None else rows.filter(person=actor)).first()
    if row is None:
        raise errors.NotThere
    row.task.process = case.process
    return row


def open_row(case: Case, person: Person, node: str) -> Assignment | None:
    """The row of a person that is asked at that step now, if there is one."""
    rows = Assignment.objects.filter(case=case, person=person, node=node)
    return rows.filter(state=Assignment.State.OPEN).first()


def step_of(case: Case) -> StepActivation:
    """The step of a case that is open. Raises StepMoved, Lost."""
    task = case.process.task_set.filter(finished=None).first() if case.process else None
    if task is None:
        raise errors.StepMoved
    task.process = case.process
    return activation(task, case.step)


def activation_of(row: Assignment) -> StepActivation:
    """The step of a row. Raises Lost."""
    return activation(row.task, row.node)


def activation(task: Task, name: str) -> StepActivation:
    """The step of a task. Raises Lost."""
    node = task.flow_task
    if node is None or node.task_type != "STEP":
        raise errors.Lost(step=name)
    return node.activation_class(task)


def check_open(case: Case, row: Assignment) -> None:
    """Refuse, with the sentence that says why, where the row isn't asked now."""
    if case.status == Status.SUSPENDED:
        raise errors.IsSuspended(when=when(case.suspended_at))
    if row.state == Assignment.State.WAITING:
        raise errors.NotYourTurn(who=asked_at(row.task))
    if row.state == Assignment.State.HELD:
        raise errors.WaitsForOthers(who=asked_at(row.task))
    if row.state != Assignment.State.OPEN:
        raise who_was_first(case, row)


def check_words(verdict: str, text: str) -> None:
    """Raises SayWhy, TooLong, HiddenControl."""
    if verdict in SAYS_WHY and not text.strip():
        raise errors.SayWhy
    check_text(text, MAX_OPINION)


def check_reason(text: str, limit: int = MAX_OPINION) -> str:
    """A reason, without the blanks around it. Raises SayWhy, TooLong, HiddenControl."""
    if not text.strip():
        raise errors.SayWhy
    check_text(text, limit)
    return text.strip()


def check_text(text: str, limit: int) -> None:
    """Raises TooLong, HiddenControl, Unprintable."""
    if len(text) > limit:
        raise errors.TooLong(length=len(text), limit=limit)
    if code := hidden_control(text, lines=True):
        raise errors.HiddenControl(code=code)
    if unknown := unprintable(text):
        raise errors.Unprintable(characters=unknown)


def who_was_first(case: Case, row: Assignment) -> errors.Refused:
    """The sentence for somebody who comes to a step that is over."""
    if case.status == Status.WITHDRAWN:
        return errors.Withdrawn(who=case.applicant, when=when(case.closed_at))
    if case.status == Status.TERMINATED:
        return errors.AlreadyClosed(status=Status(case.status).label)
    if row.task.finished is None and row.state in (row.State.CLOSED, row.State.PASSED):
        return errors.GivenToOthers(who=asked_at(row.task))
    said = Opinion.objects.standing().filter(task=row.task).select_related("person")
    if row.state == row.State.DONE and row.task.finished is None:
        said = said.filter(
            assignment=row
        )  # others are still asked: the own word is the one that counts
    last = said.order_by("-pk").first()
    if last is None:
        return errors.StepMoved()
    word = Verdict(last.verdict).label
    return errors.AlreadyDecided(who=last.person, verdict=word, when=when(last.at))


def asked_at(task: Task) -> str:
    """The names of those who are asked at a step now."""
    rows = Assignment.objects.filter(task=task, state=Assignment.State.OPEN)
    names = rows.order_by("pk").values_list("person__name", flat=True)
    return pgettext("list", ", ").join(dict.fromkeys(names))


def when(moment: datetime | None) -> str:
    """A moment as people read it, where the bureau is."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""
