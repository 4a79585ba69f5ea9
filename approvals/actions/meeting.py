"""The meeting of a collective discussion: convene it, put it off, admit a late member."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals import errors
from approvals.actions.rows import check_reason, check_text, step_of, when
from approvals.apart import deciders_apart
from approvals.deliberation import Deliberate, DeliberateActivation
from approvals.locking import done_before, locked
from approvals.models import Assignment, Case, Discussion, Opinion
from approvals.move import Move, utc
from approvals.people import Seat
from approvals.words import Status
from policy.quorum import needed
from registry.org.models import Person

State = Assignment.State
MAX_PLACE = 100


@dataclass
class Held:
    """A discussion that is under way, with all rows of its step."""

    act: DeliberateActivation
    row: Discussion
    rows: list[Assignment]

    @property
    def node(self) -> Deliberate:
        return self.act.flow_task

    @property
    def move(self) -> Move:
        return self.act.move

    @property
    def members(self) -> list[Assignment]:
        """The rows of those who vote, without those whose place went to others."""
        return [r for r in self.rows if r.capacity == self.node.by and r.state != State.CLOSED]

    @property
    def in_hand(self) -> bool:
        """Whether the actor runs it."""
        return self.node.run_by(self.move.actor, self.move.people, self.rows)

    def votes(self) -> dict[int, Opinion]:
        """What stands of what was said, by row."""
        said = Opinion.objects.standing().filter(task=self.act.task)
        return {one.assignment_id: one for one in said.select_related("recorded_by")}

    def to_admit(self) -> list[Seat]:
        """Who would be asked today and isn't, and for whom nobody else has a vote here."""
        apart = deciders_apart(self.move, self.node)
        heard = {pk for row in self.members for pk in (row.person_id, row.acting_for_id)}
        seats = self.move.people.seats(self.node.by, apart=apart)
        return [seat for seat in seats if heard.isdisjoint(seat.voices)]


def convene(
    *,
    case_id: int,
    actor: Person,
    meets_at: datetime,
    place: str,
    online: bool = False,
    at: datetime,
    key: UUID | None,
) -> Case:
    """Say when and where the members meet; said again, it is changed.

    raises  NotThere, NotAtDiscussion, NotSecretary, IsSuspended, MeetsInThePast, NoPlace, TooLong,
            HiddenControl, Lost, KeyUsed, Busy
    """
    check_text(place, MAX_PLACE)
    about = {"meets_at": utc(meets_at), "place": place.strip(), "online": online}
    with in_hand(case_id, actor, at, key, **about) as (case, meeting):
        if meeting is not None:
            if meets_at <= at:
                raise errors.MeetsInThePast
            if not place.strip() and not online:
                raise errors.NoPlace
            row = meeting.row
            row.convened_by, row.meets_at = actor, meets_at
            row.place, row.online = place.strip(), online
            row.save(update_fields=["convened_by", "meets_at", "place", "online"])
            _announce(meeting, "convened", "")
        return case


def adjourn(
    *,
    case_id: int,
    actor: Person,
    reason: str,
    meets_at: datetime,
    at: datetime,
    key: UUID | None,
) -> Case:
    """Put the meeting off, or break it off, to another day; the votes that were given stay.

    raises  NotThere, NotAtDiscussion, NotSecretary, IsSuspended, NotConvened, MeetsInThePast, SayWhy,
            TooLong, HiddenControl, Lost, KeyUsed, Busy
    """
    reason = check_reason(reason)
    about = {"meets_at": utc(meets_at), "text": reason}
    with in_hand(case_id, actor, at, key, **about) as (case, meeting):
        if meeting is not None:
            row = meeting.row
            if row.meets_at is None:
                raise errors.NotConvened
            if meets_at <= at:
                raise errors.MeetsInThePast
            row.meets_at, row.adjournments = meets_at, row.adjournments + 1
            row.save(update_fields=["meets_at", "adjournments"])
            _announce(meeting, "adjourned", reason)
        return case


def admit(*, case_id: int, person: Person, actor: Person, at: datetime, key: UUID | None) -> Case:
    """Count somebody in who became a member after the discussion had opened; the quorum follows.

    raises  NotThere, NotAtDiscussion, NotSecretary, IsSuspended, NotAMember, AskedAlready, Lost,
            KeyUsed, Busy
    """
    with in_hand(case_id, actor, at, key, person=person.pk) as (case, meeting):
        if meeting is not None:
            if person.pk in {row.person_id for row in meeting.members}:
                raise errors.AskedAlready(who=person)
            seat = next((s for s in meeting.to_admit() if s.person.pk == person.pk), None)
            if seat is None:
                raise errors.NotAMember(who=person)
            _seat(meeting, seat)
        return case


@contextmanager
def in_hand(
    case_id: int, actor: Person, at: datetime, key: UUID | None, **said: object
) -> Iterator[tuple[Case, Held | None]]:
    """The discussion under the lock, for its chair or secretary, written at the end.

    None in place of it if this key did the same before. said: as in `done_before`
    """
    with locked(case_id) as case:
        if done_before(key, case, actor, **said):
            yield case, None
            return
        case.move = Move(case, actor, at, key)
        meeting = under_way(case.move)
        if not meeting.in_hand:
            raise errors.NotSecretary
        yield case, meeting
        case.move.write()


def under_way(move: Move) -> Held:
    """The discussion at which a case is now. Raises NotAtDiscussion, IsSuspended, Lost."""
    case = move.case
    if case.status == Status.SUSPENDED:
        raise errors.IsSuspended(when=when(case.suspended_at))
    if case.status != Status.RUNNING:
        raise errors.NotAtDiscussion
    act = step_of(case)
    if not isinstance(act, DeliberateActivation):
        raise errors.NotAtDiscussion
    asked = case.assignments.filter(task=act.task).order_by("pk")
    rows = asked.select_related("person", "acting_for", "post__unit", "task", "draft")
    return Held(act, Discussion.objects.get(task=act.task), list(rows))


def _announce(meeting: Held, verb: str, reason: str) -> None:
    """A line in the journal and an invitation to all who are at the discussion."""
    move, row = meeting.move, meeting.row
    about = {"meets_at": utc(row.meets_at), "place": row.place, "online": row.online}
    move.note(verb, node=move.case.step, text=reason, **about)
    invited = [r.person_id for r in meeting.rows if r.state in (State.OPEN, State.DONE)]
    _invite(meeting, list(dict.fromkeys(invited)), reason)


def _invite(meeting: Held, people: list[int], reason: str = "") -> None:
    """Tell people when and where the meeting is; reason: why it was put off."""
    move, row = meeting.move, meeting.row
    with override(settings.LANGUAGE_CODE):  # it is stored, and the record is Chinese
        told = [when(row.meets_at), row.place, _("online") if row.online else ""]
        note = " ".join(filter(None, told))
        if reason:
            note = _("%(meeting)s. Put off: %(reason)s") % {"meeting": note, "reason": reason}
    move.tell("meeting", f"{row.pk}:{move.case.journal_seq}", people=people, note=note)


def _seat(meeting: Held, seat: Seat) -> None:
    """A row for the seat, the person's own one again if it was closed; one member more."""
    act, move, counted = meeting.act, meeting.move, meeting.row
    mine = [r for r in meeting.rows if (r.person_id, r.capacity) == (seat.person.pk, seat.capacity)]
    row = act.row(seat, like=meeting.rows[0])
    row.pk, row.turn = (mine[0].pk, mine[0].turn) if mine else (None, 1)
    row.save(force_update=bool(mine), force_insert=not mine)
    # Where a member has left, the newcomer takes the place: the quorum never falls by a newcomer.
    counted.members = max(counted.members, len(meeting.members) + 1)
    counted.quorum = needed(counted.members, move.case.ruling.figure("quorum_share"))
    counted.save(update_fields=["members", "quorum"])
    move.note("admitted", node=move.case.step, person=seat.person.pk, name=str(seat.person))
    act.tell_arrived([seat.person.pk], f"{row.pk}:{move.case.journal_seq}")
    if counted.meets_at and counted.meets_at > move.at:
        _invite(meeting, [seat.person.pk])
