"""What was said and decided at a meeting, entered by its secretary in the members' names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from approvals import authority, errors
from approvals.actions.meeting import Held, in_hand
from approvals.actions.rows import check_text, check_words, when
from approvals.models import Assignment, Attendance, Case
from approvals.opinions import Said
from approvals.words import VOTES
from registry.org.models import Person

MAX_REASON = 100


@dataclass(frozen=True)
class Attended:
    """What the secretary noted of one member. reason: why the member was absent.

    verdict: the vote as it was said, empty for none.
    """

    person_id: int
    present: bool
    reason: str = ""
    verdict: str = ""
    text: str = ""


def record_meeting(
    *,
    case_id: int,
    actor: Person,
    attended: Iterable[Attended],
    seen: int,
    at: datetime,
    key: UUID | None,
) -> Case:
    """Enter who came to the meeting and how they voted; the chair concludes alone.

    Nobody records their own vote. Who was absent can still vote in the inbox until the chair
    concludes: absence is a fact about the meeting, and the record shows both.

    seen    the data version of the case that was discussed
    raises  NotThere, NotAtDiscussion, NotSecretary, IsSuspended, NotConvened, NotYetMet, PageIsOld,
            NobodyNamed, NotAMember, WasAbsent, OwnVote, NoSuchVerdict, VotedAlready, TooLong,
            HiddenControl, Lost, KeyUsed, Busy
    """
    told = {one.person_id: one for one in attended}
    about = {
        "present": [pk for pk, one in told.items() if one.present],
        "absent": {str(pk): one.reason.strip() for pk, one in told.items() if not one.present},
        "votes": {str(pk): [one.verdict, one.text] for pk, one in told.items() if one.verdict},
    }
    with in_hand(case_id, actor, at, key, **about) as (case, meeting):
        if meeting is not None:
            members = {row.person_id: row for row in meeting.members}
            _check(meeting, seen, told, members)
            case.move.note("recorded", node=case.step, **about)
            _note_attendance(meeting, told.values())
            # Posts are held in one order, or two secretaries could wait for each other.
            for row in sorted(members.values(), key=lambda row: row.post_id or 0):
                one = told.get(row.person_id)
                if one is not None and (one.verdict or one.text.strip()):
                    _record_vote(meeting, row, one, seen)
        return case


def _check(
    meeting: Held, seen: int, told: dict[int, Attended], members: dict[int, Assignment]
) -> None:
    """Raises NotConvened, NotYetMet, PageIsOld, NobodyNamed, NotAMember, TooLong, HiddenControl."""
    meets_at, move = meeting.row.meets_at, meeting.move
    if meets_at is None:
        raise errors.NotConvened
    if meets_at > move.at:
        raise errors.NotYetMet(when=when(meets_at))
    if move.case.data_version != seen:
        raise errors.PageIsOld
    if not told:
        raise errors.NobodyNamed
    for pk, one in told.items():
        if pk not in members:
            raise errors.NotAMember(who=Person.objects.get(pk=pk))
        check_text(one.reason, MAX_REASON)


def _note_attendance(meeting: Held, told: Iterable[Attended]) -> None:
    """Who came; what was noted of somebody before is corrected."""
    Attendance.objects.bulk_create(
        [
            Attendance(
                discussion=meeting.row,
                person_id=one.person_id,
                present=one.present,
                reason="" if one.present else one.reason.strip(),
                noted_by=meeting.move.actor,
                at=meeting.move.at,
            )
            for one in told
        ],
        update_conflicts=True,
        unique_fields=["discussion", "person"],
        update_fields=["present", "reason", "noted_by", "at"],
    )


def _record_vote(meeting: Held, row: Assignment, one: Attended, seen: int) -> None:
    """The vote of one member, in the member's name."""
    act, move = meeting.act, meeting.move
    if not one.present:
        raise errors.WasAbsent(who=row.person)
    if move.actor.pk in (row.person_id, row.acting_for_id):
        raise errors.OwnVote
    if one.verdict not in VOTES:
        raise errors.NoSuchVerdict
    if row.state != Assignment.State.OPEN:
        raise errors.VotedAlready(who=row.person)
    check_words(one.verdict, one.text)
    try:
        authority.check(move, row)
    except (errors.PostEnded, errors.SubstitutionEnded, errors.OwnCase):
        raise errors.NotAMember(who=row.person) from None
    row.task.process = move.case.process
    said = Said(verdict=one.verdict, text=one.text.strip(), seen=seen, recorded_by=move.actor)
    act.sign(row, said)
