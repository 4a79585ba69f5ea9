"""What waits for somebody who left the post, went away or came back goes to whom the resolver names.

A sweep finds its candidates without a lock; then each case is locked like by any action, and looked
at again. It closes nobody's step: where nobody is named, the step stays and those who can fill the
post are told, once a day.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import override

from approvals import authority
from approvals.apart import deciders_apart
from approvals.errors import NobodyToDecide, NotThere
from approvals.locking import locked
from approvals.models import Assignment, Case, Discussion, Message
from approvals.move import Move
from approvals.people import Seat
from approvals.steps import Step
from approvals.words import Status
from registry.org import substitutions
from registry.org.models import Person, Post
from registry.org.roles import PostRole

# Told of a step that nobody can decide: they fill posts, or see that somebody does.
WATCHERS = (PostRole.HR, PostRole.INFO_SUPERVISOR, PostRole.CENTRE_DIRECTOR)
_NOBODY = Person()  # who acts when a post or a substitution has changed: the journal names nobody
_OPEN, _DONE, _CLOSED = Assignment.State.OPEN, Assignment.State.DONE, Assignment.State.CLOSED


def sweep(at: datetime, limit: int = 200) -> int:
    """How many cases got other people; all candidates are looked at, `limit` in one read."""
    moved, last = 0, 0
    rows = _affected(at)
    while found := _cases(rows.filter(case__gt=last))[:limit]:
        moved += sum(_re_resolve(case_id, at) for case_id in found)
        last = found[-1]
    return moved


def after_change(people: Collection[int], at: datetime) -> int:
    """The same for what waits for these people, or for others in their place, right after a change."""
    theirs = _affected(at).filter(Q(person__in=people) | Q(acting_for__in=people))
    return sum(_re_resolve(case_id, at) for case_id in _cases(theirs))


def nobody_can_decide(bureau_id: int, at: datetime) -> Iterator[Case]:
    """The cases of a bureau whose open step waits for nobody who may decide it today."""
    found = _cases(_affected(at).filter(bureau=bureau_id))
    about = ("applicant", "unit", "bureau", "process")
    for case in Case.objects.filter(pk__in=found).select_related(*about).order_by("pk"):
        rows = _rows(case)
        people = Move(case, _NOBODY, at).people
        if not any(row.state == _OPEN and authority.stands(people, row) for row in rows):
            yield case


def _cases(rows: QuerySet[Assignment]) -> list[int]:
    return list(rows.order_by("case").values_list("case", flat=True).distinct())


def _affected(at: datetime) -> QuerySet[Assignment]:
    """Open rows of people whose post ended, who left, went away, or no longer stand in."""
    on = timezone.localdate(at)
    touched = Person.objects.filter(
        Q(is_active=False)
        | Q(posts__until__lt=on)
        | Q(substitutions__isnull=False)
        | Q(stands_in__isnull=False)
    )
    held = Post.objects.on(on).filter(
        person=Coalesce(OuterRef("acting_for"), OuterRef("person")),
        unit=OuterRef("post__unit"),
        role=OuterRef("post__role"),
    )
    links = substitutions.standing(on)
    stands_in = links.filter(person=OuterRef("acting_for"), substitute=OuterRef("person"))
    went_away = links.filter(
        Q(kind="") | Q(kind=OuterRef("kind")),
        Q(up_to_yuan=None) | Q(up_to_yuan__gte=OuterRef("value_yuan")),
        person=OuterRef("person"),
    )
    rows = Assignment.objects.filter(state=_OPEN, case__status=Status.RUNNING)
    return rows.filter(
        ~Exists(held)
        | Q(person__is_active=False)
        | (Q(acting_for__isnull=False) & ~Exists(stands_in))
        | Exists(went_away),
        person__in=touched.values("pk"),
    )


@dataclass
class _Change:
    """What becomes of the rows of one step."""

    kept: list[Assignment] = field(default_factory=list)
    gone: list[Assignment] = field(default_factory=list)
    turned: list[tuple[Assignment, Seat]] = field(default_factory=list)
    new: list[Seat] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.gone or self.turned or self.new)


def _re_resolve(case_id: int, at: datetime) -> bool:
    """Whether one case got other people. One that somebody holds is left to the next sweep."""
    try:
        with locked(case_id, skip=True) as case:
            rows = _rows(case)
            if case.status != Status.RUNNING or not rows:
                return False
            case.move = move = Move(case, _NOBODY, at)
            node = rows[0].task.flow_task
            if not isinstance(node, Step):
                return False
            try:
                change = _change(move, node, rows)
            except NobodyToDecide:
                _tell_who_can_help(move, rows)
                return False
            if change:
                _apply(move, rows, change)
            return bool(change)
    except NotThere:
        return False


def _rows(case: Case) -> list[Assignment]:
    """All rows of the step that is open, those that are settled too."""
    rows = case.assignments.filter(task__finished=None).order_by("pk")
    return list(rows.select_related("task", "person", "acting_for", "post__unit"))


def _change(move: Move, node: Step, rows: list[Assignment]) -> _Change:
    """The rows against the seats of today. Raises NobodyToDecide."""
    settled = [row for row in rows if row.state == _DONE]
    spoken = {(row.capacity, pk) for row in settled for pk in (row.person_id, row.acting_for_id)}
    seats = {
        (seat.person.pk, str(seat.capacity)): seat
        for seat in node.seats(move.people, apart=deciders_apart(move, node))
        if not any((str(seat.capacity), pk) in spoken for pk in seat.voices)
    }
    change = _Change()
    for row in (row for row in rows if row.state == _OPEN):
        seat = seats.pop((row.person_id, row.capacity), None)
        if seat is None and not (
            row.reason == Assignment.Reason.ESCALATED and authority.stands(move.people, row)
        ):
            change.gone.append(row)
            continue
        change.kept.append(row)
        if seat and not authority.stands(move.people, row):
            change.turned.append((row, seat))
    places = _places(rows, [*settled, *change.kept], node)
    for seat in seats.values():
        if seat.capacity != node.by or places is None:
            change.new.append(seat)
        elif places > 0:
            change.new.append(seat)
            places -= 1
    return change


def _places(rows: list[Assignment], taken: list[Assignment], node: Step) -> int | None:
    """How many members of a discussion may still be asked: it stays as large as it was opened."""
    if node.single:
        return None
    meeting = Discussion.objects.filter(task=rows[0].task_id).first()
    if meeting is None:
        return None
    return meeting.members - sum(row.capacity == node.by for row in taken)


def _apply(move: Move, rows: list[Assignment], change: _Change) -> None:
    """Write it: rows closed, turned and opened, a line in the journal, a message to the new."""
    gone = [row.pk for row in change.gone]
    Assignment.objects.filter(pk__in=gone).update(state=_CLOSED, finished_at=move.at)
    for row, seat in change.turned:
        _seat_on(row, seat).save(update_fields=["post", "acting_for", "reason"])
    for seat in change.new:
        _open(move, rows, seat)
    people = [seat.person.pk for seat in change.new]
    first = rows[0]
    with override(settings.LANGUAGE_CODE):  # the record is Chinese, whoever reads it
        out = "、".join(str(row.person) for row in change.gone)
        asked = "、".join(_named(seat) for seat in (*change.new, *(s for _, s in change.turned)))
    move.note(
        "reassigned",
        node=first.node,
        out=[row.person_id for row in change.gone],
        people=[*people, *(row.person_id for row, _ in change.turned)],
        text=f"{out} → {asked}",
    )
    if people:
        key = f"{first.task_id}:{move.case.journal_seq}"
        move.tell("arrived", key, task=first.task_id, node=first.node, people=people)
    move.write()


def _named(seat: Seat) -> str:
    return f"{seat.person}（代{seat.acting_for}）" if seat.acting_for else str(seat.person)


def _seat_on(row: Assignment, seat: Seat) -> Assignment:
    row.post, row.acting_for, row.reason = seat.post, seat.acting_for, seat.reason
    return row


def _open(move: Move, rows: list[Assignment], seat: Seat) -> None:
    """A row like those of the step; the person's own one again, if it was closed. The deadline stays."""
    mine = [r for r in rows if (r.person_id, r.capacity) == (seat.person.pk, seat.capacity)]
    like = next((r for r in rows if r.capacity == seat.capacity), rows[0])
    shared = {f.attname: getattr(like, f.attname) for f in Assignment._meta.concrete_fields}
    shared |= {"id": mine[0].pk if mine else None, "person_id": seat.person.pk}
    shared |= {"capacity": seat.capacity, "state": _OPEN, "arrived_at": move.at}
    row = Assignment(**shared | {"finished_at": None})
    _seat_on(row, seat).save(force_update=bool(mine), force_insert=not mine)


def _tell_who_can_help(move: Move, rows: list[Assignment]) -> None:
    """A message to those who can fill the post, once a day, unless somebody may decide all the same."""
    waits = [row for row in rows if row.state == _OPEN]
    if any(authority.stands(move.people, row) for row in waits):
        return
    key = f"{rows[0].task_id}:{move.on}"
    if not Message.objects.filter(key=f"stalled:{key}").exists():
        told = [post.person_id for post in move.people.posts if post.role in WATCHERS]
        people = list(dict.fromkeys(told))
        move.tell("stalled", key, task=rows[0].task_id, node=rows[0].node, people=people)
        move.write()
