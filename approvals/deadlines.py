"""What happens when a step waits too long: a reminder, then the superior is asked too (超时).

A sweep does one bounded batch, and any number of workers may sweep at once. It finds its candidates
without a lock; then each case is locked like by any action, looked at again, and moved on in one
transaction. Nothing is agreed or refused by time alone.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import override

from approvals.actions.rows import activation_of
from approvals.apart import deciders_apart
from approvals.deliberation import Deliberate
from approvals.errors import NotThere
from approvals.locking import locked
from approvals.models import Assignment, Case
from approvals.move import Move
from approvals.people import Seat
from approvals.roles import Role
from approvals.steps import Step
from approvals.words import Status
from registry.org.models import Person, Post
from registry.org.roles import PostRole

# Told of steps that are late and have nobody above them who could be asked.
WATCHERS = (PostRole.INFO_SUPERVISOR, PostRole.CENTRE_DIRECTOR)
_CLOSED = Assignment.State.CLOSED
_CLOCK = Person()  # who acts when only time has passed: nobody, so the journal names nobody


def sweep(at: datetime, limit: int = 100) -> int:
    """How many cases were reminded of or escalated; at most `limit` rows are looked at.

    A case that somebody holds is left to the next sweep. One that fails does not stop the others;
    the first error is raised at the end.
    """
    done, failures = 0, []
    for case_id in _candidates(at, limit):
        try:
            with locked(case_id, skip=True) as case:
                done += _sweep_case(case, at)
        except NotThere:
            continue
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return done


def _candidates(at: datetime, limit: int) -> list[int]:
    """Cases with a row that is to be reminded of or escalated, the longest overdue first."""
    late = _late(at).order_by("due_at").values_list("case_id", flat=True)[:limit]
    soon = _to_remind(at).order_by("remind_at").values_list("case_id", flat=True)[:limit]
    return list(dict.fromkeys([*late, *soon]))[:limit]


def _waiting() -> QuerySet[Assignment]:
    return Assignment.objects.filter(state=Assignment.State.OPEN, case__status=Status.RUNNING)


def _late(at: datetime) -> QuerySet[Assignment]:
    return _waiting().filter(due_at__lte=at, escalated_at=None)


def _to_remind(at: datetime) -> QuerySet[Assignment]:
    return _waiting().filter(remind_at__lte=at, reminded_at=None)


def _sweep_case(case: Case, at: datetime) -> bool:
    """Do for one locked case what is due; whether there was anything."""
    about = ("person", "task")
    rows = list(_waiting().filter(case=case).select_related(*about).order_by("task", "pk"))
    for row in rows:
        row.task.process = case.process
    case.move = move = Move(case, _CLOCK, at)
    for _task, found in groupby(rows, key=lambda row: row.task_id):
        asked = list(found)
        late = [r for r in asked if r.due_at and r.due_at <= at and not r.escalated_at]
        soon = [r for r in asked if r.remind_at and r.remind_at <= at and not r.reminded_at]
        if late:
            _mark(late, escalated_at=at)
            _mark([r for r in late if r in soon], reminded_at=at)  # too late for a reminder
            if not any(r.escalated_at for r in asked):
                _escalate(move, asked)
        elif soon:
            _mark(soon, reminded_at=at)
            _tell(move, "due_soon", soon[0], [r.person_id for r in soon], key=soon[0].pk)
            move.note("reminded", node=soon[0].node, people=[r.person_id for r in soon])
    if move.lines:
        move.write()
    return bool(move.lines)


def _mark(rows: list[Assignment], **moments: datetime) -> None:
    if rows:
        Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(**moments)


def _escalate(move: Move, asked: list[Assignment]) -> None:
    """The deadline of one step is over: ask above, or tell those who watch over the bureau's cases."""
    first, flow = asked[0], move.case.process.flow_class
    node = flow.instance.node(first.node, no_obsolete=True) if flow else None
    if isinstance(node, Step) and node.lapses:
        return  # it goes on by itself
    late = [row.person_id for row in asked]
    superiors: list[Seat] = []
    if isinstance(node, Deliberate):  # nobody votes for another; the chair is told
        late = [row.person_id for row in asked if not node.reminds(row.capacity)]
    elif isinstance(node, Step) and node.asks_above:
        superiors = _superiors(move, node, asked)
    if superiors:
        _ask(move, first, superiors)
    elif not isinstance(node, Deliberate):
        late += _watchers(move, late)
    held = {post.pk for post in move.people.posts}
    able = bool(superiors) or any(
        row.post_id in held or row.reason == Assignment.Reason.PART for row in asked
    )
    _tell(move, "overdue" if able else "stalled", first, late, key=first.task_id)
    move.note(
        "escalated" if superiors else "overdue",
        node=first.node,
        people=[seat.person.pk for seat in superiors],
        text=_named(superiors),
    )


def _superiors(move: Move, node: Step | None, asked: list[Assignment]) -> list[Seat]:
    """Those above the people who are asked, who may decide here; empty if the flow lost the step."""
    if node is None or asked[0].capacity not in Role.values:
        return []
    there = [row for row in _at(asked[0]) if row.state != _CLOSED]
    people = {pk for row in there for pk in (row.person_id, row.acting_for_id) if pk}
    role = Role(asked[0].capacity)
    return move.people.superiors(role, asked=people, apart=deciders_apart(move, node))


def _ask(move: Move, like: Assignment, seats: Iterable[Seat]) -> None:
    """Rows of the same step for more people. Their deadline is the old one: it is over."""
    act = activation_of(like)
    closed = {row.person_id: row for row in _at(like) if row.capacity == like.capacity}
    late = {"remind_at": None, "escalated_at": move.at}
    rows = [act.ask(seat, like, again=closed.get(seat.person.pk), **late) for seat in seats]
    people = [row.person_id for row in rows]
    _tell(move, "arrived", like, people, key=f"{like.task_id}:escalated")


def _at(row: Assignment) -> list[Assignment]:
    """All rows of a step, read once."""
    task = row.task
    task.company = getattr(task, "company", None) or list(task.assignments.all())
    return task.company


def _watchers(move: Move, told: list[int]) -> list[int]:
    """The bureau's information supervisors and the director of the centre, unless told already."""
    watching = [post.person_id for post in move.people.posts if post.role in WATCHERS]
    return [person for person in dict.fromkeys(watching) if person not in told]


def _tell(move: Move, topic: str, row: Assignment, people: list[int], *, key: object) -> None:
    move.tell(topic, key, task=row.task_id, node=row.node, people=people)


def _named(seats: list[Seat]) -> str:
    """People and posts as the record calls them: in the bureau's language."""
    with override(settings.LANGUAGE_CODE):
        return "、".join(f"{seat.person}（{_post(seat.post)}）" for seat in seats)


def _post(post: Post | None) -> str:
    return str(post) if post else ""
