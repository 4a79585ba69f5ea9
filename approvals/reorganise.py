"""What waits for somebody who left the post, went away or came back goes to whom the resolver names.

A sweep finds its candidates without a lock; then each case is locked like by any action, and looked
at again. It closes nobody's step: where nobody is named, the step stays and those who can fill the
post are told, once a day.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import override

from approvals import authority
from approvals.actions.rows import activation_of
from approvals.activation import StepActivation
from approvals.apart import deciders_apart
from approvals.company import LIVE, Company
from approvals.deliberation import Deliberate
from approvals.errors import Lost, NobodyToDecide, NotThere
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
_State = Assignment.State
_TRANSFERRED = Assignment.Reason.TRANSFERRED
_OPEN, _DONE, _CLOSED, _PASSED = _State.OPEN, _State.DONE, _State.CLOSED, _State.PASSED


def sweep(at: datetime, limit: int = 200) -> int:
    """How many cases got other people; all candidates are looked at, `limit` in one read."""
    moved, last = 0, 0
    rows = _affected(at)
    while found := _cases(rows.filter(case__gt=last))[:limit]:
        moved += sum(resolve_again(case_id, at) for case_id in found)
        last = found[-1]
    return moved


def after_change(people: Collection[int], at: datetime) -> int:
    """The same for what waits for these people, or for others in their place, right after a change."""
    theirs = _affected(at).filter(Q(person__in=people) | Q(acting_for__in=people))
    return sum(resolve_again(case_id, at) for case_id in _cases(theirs))


def nobody_can_decide(bureau_id: int, at: datetime) -> Iterator[Case]:
    """The cases of a bureau whose open step waits for nobody who may decide it today."""
    found = _cases(_affected(at).filter(case__bureau=bureau_id))
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
    rows = Assignment.objects.filter(state__in=LIVE, case__status=Status.RUNNING)
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

    @property
    def leaves_nobody(self) -> bool:
        """Whether all who are still wanted have spoken: no step ends by itself."""
        return not self.new and not any(row.state in LIVE for row in self.kept)


def resolve_again(case_id: int, at: datetime) -> bool:
    """Whether one case got other people. One that somebody holds is left to the next sweep."""
    try:
        with locked(case_id, skip=True) as case:
            rows = _rows(case)
            if case.status != Status.RUNNING or not rows:
                return False
            case.move = move = Move(case, _NOBODY, at)
            try:
                act = activation_of(rows[0])
            except Lost:
                return False
            try:
                change = _change(act, rows)
            except NobodyToDecide:
                change = None
            if change is None or change.leaves_nobody:
                _tell_who_can_help(move, rows)
                return False
            if change:
                _apply(act, rows, change)
            return bool(change)
    except NotThere:
        return False


def _rows(case: Case) -> list[Assignment]:
    """All rows of the step that is open, those that are settled too."""
    rows = case.assignments.filter(task__finished=None).order_by("place", "pk")
    found = list(rows.select_related("task", "person", "acting_for", "post__unit"))
    for row in found:
        row.task.process = case.process
    return found


def _change(act: StepActivation, rows: list[Assignment]) -> _Change:
    """The rows against the seats of today. Raises NobodyToDecide."""
    move, node = act.move, act.flow_task
    settled = [row for row in rows if row.state == _DONE]
    spoken = {(row.capacity, pk) for row in settled for pk in (row.person_id, row.acting_for_id)}
    seats = {
        (seat.person.pk, str(seat.capacity)): seat
        for seat in node.seats(move.people, apart=deciders_apart(move, node))
        if not any((str(seat.capacity), pk) in spoken for pk in seat.voices)
    }
    change, gone = _Change(), set[int]()
    asked = [row for row in rows if row.state in LIVE or row.state == _PASSED]
    for row in sorted(asked, key=lambda row: _depth(row, rows)):
        seat = seats.get((row.person_id, row.capacity))
        if _stays(move, row, seat, rows, gone):
            change.kept.append(row)
            seats.pop((row.person_id, row.capacity), None)
            if seat and row.origin_id is None and not authority.stands(move.people, row):
                change.turned.append((row, seat))
        else:  # a row that was passed on to nobody who stays would be waited for
            change.gone.append(row)
            gone.add(row.pk)
    _fill(change, [*settled, *change.kept], rows, list(seats.values()), node)
    return change


def _depth(row: Assignment, rows: list[Assignment]) -> int:
    """How many stand between a row and its place: who brought somebody in is looked at first."""
    origin = next((r for r in rows if r.pk == row.origin_id), None)
    return 0 if origin is None else 1 + _depth(origin, rows)


def _stays(
    move: Move,
    row: Assignment,
    seat: Seat | None,
    rows: list[Assignment],
    gone: set[int],
) -> bool:
    """Whether a row still asks somebody: by a seat of today, or brought in by one that stays."""
    if row.state == _PASSED:
        return row.origin_id not in gone and _goes_on(move, row, rows)
    if row.origin_id is not None:
        return row.origin_id not in gone and authority.stands(move.people, row)
    if seat is not None:
        return True
    return row.reason == Assignment.Reason.ESCALATED and authority.stands(move.people, row)


def _goes_on(move: Move, row: Assignment, rows: list[Assignment]) -> bool:
    """Whether what was passed on was signed in the end, or waits for somebody who may sign."""
    handed = [r for r in rows if r.origin_id == row.pk and r.reason == _TRANSFERRED]
    return any(
        r.state == _DONE
        or (r.state == _PASSED and _goes_on(move, r, rows))
        or (r.state in LIVE and authority.stands(move.people, r))
        for r in handed
    )


def _fill(
    change: _Change,
    taken: list[Assignment],
    rows: list[Assignment],
    seats: list[Seat],
    node: Step,
) -> None:
    """The seats that are new; a discussion stays as large as it was opened."""
    places = _places(rows, taken, node)
    for seat in seats:
        if seat.capacity != node.by or places is None:
            change.new.append(seat)
        elif places > 0:
            change.new.append(seat)
            places -= 1


def _places(rows: list[Assignment], taken: list[Assignment], node: Step) -> int | None:
    """How many members of a discussion may still be asked; None where no discussion is."""
    if not isinstance(node, Deliberate):
        return None
    meeting = Discussion.objects.get(task=rows[0].task_id)
    return meeting.members - sum(row.capacity == node.by for row in taken)


def _apply(act: StepActivation, rows: list[Assignment], change: _Change) -> None:
    """Write it: rows closed, turned and opened, a line in the journal, a message to the new."""
    move, node = act.move, act.flow_task
    gone = [row.pk for row in change.gone]
    Assignment.objects.filter(pk__in=gone).update(state=_CLOSED, finished_at=move.at)
    for row, seat in change.turned:
        row.post, row.acting_for, row.reason = seat.post, seat.acting_for, seat.reason
        row.save(update_fields=["post", "acting_for", "reason"])
    for seat in change.new:
        _open(act, node, rows, seat)
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
        act.tell_arrived(people, f"{first.task_id}:{move.case.journal_seq}")
    act.call(Company(first.task_id))
    move.write()


def _named(seat: Seat) -> str:
    return f"{seat.person}（代{seat.acting_for}）" if seat.acting_for else str(seat.person)


def _open(act: StepActivation, node: Step, rows: list[Assignment], seat: Seat) -> None:
    """A row like those of the step; the person's own one again, if it was closed. The deadline stays."""
    mine = [r for r in rows if (r.person_id, r.capacity) == (seat.person.pk, seat.capacity)]
    like = next((r for r in rows if r.capacity == seat.capacity), rows[0])
    fields: dict[str, Any] = {}
    if node.rule.in_turn:
        fields = {"place": max(r.place for r in rows) + 1, "state": _State.WAITING}
    act.ask(seat, like, again=mine[0] if mine else None, **fields)


def _tell_who_can_help(move: Move, rows: list[Assignment]) -> None:
    """A message to those who can fill the post, once a day, unless somebody may decide all the same."""
    waits = [row for row in rows if row.state == _OPEN]
    if any(authority.stands(move.people, row) for row in waits):
        return
    key = f"{rows[0].task_id}:{move.on}"
    if not Message.objects.filter(key=f"stalled:{key}").exists():
        people = [post.person_id for post in move.people.posts if post.role in WATCHERS]
        move.tell("stalled", key, task=rows[0].task_id, node=rows[0].node, people=people)
        move.write()
