"""A collective discussion as the page of a case shows it: who sits in it, came, and said what."""

from dataclasses import dataclass, field
from typing import Any

from approvals.models import Assignment, Attendance, Discussion
from approvals.roles import Role
from approvals.timeline import Line
from approvals.words import Verdict

HEARD = 4
State = Assignment.State


@dataclass(frozen=True)
class Seat:
    """A member of a discussion, the vote, if it is given, and whether the member came to the meeting."""

    person: Any
    line: Line | None
    noted: Attendance | None = None


@dataclass(frozen=True)
class Meeting:
    """A collective discussion as the page shows it."""

    row: Discussion
    open: bool
    seats: list[Seat]
    calls: list[Line] = field(default_factory=list)  # convened, and put off

    @property
    def convened(self) -> Line | None:
        return next((line for line in reversed(self.calls) if line.verb == "convened"), None)

    @property
    def put_off(self) -> list[Line]:
        return [line for line in self.calls if line.verb == "adjourned"]

    @property
    def absent(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.noted and not seat.noted.present]

    @property
    def noted_by(self) -> Any:
        """Who recorded the meeting last."""
        noted = [seat.noted for seat in self.seats if seat.noted]
        return max(noted, key=lambda one: one.at).noted_by if noted else None

    @property
    def recorded(self) -> list[Seat]:
        """Those whose vote another wrote down."""
        return [seat for seat in self.seats if seat.line and seat.line.recorded_by]

    @property
    def said(self) -> list[Line]:
        """Those who gave a reason, dissent first."""
        lines = [seat.line for seat in self.seats if seat.line and seat.line.text]
        return sorted(lines, key=lambda line: line.verdict != Verdict.AGAINST)

    @property
    def heard(self) -> list[Line]:
        """The opinions to read at once: all dissent, and a few of the others."""
        dissent = sum(line.verdict == Verdict.AGAINST for line in self.said)
        heard = max(dissent, HEARD)
        return self.said if len(self.said) == heard + 1 else self.said[:heard]

    @property
    def others(self) -> list[Line]:
        return self.said[len(self.heard) :]


def meeting_of(story: Any, discussion: Discussion) -> Meeting:
    """A discussion with its seats and its calls, from what was read for the page."""
    asked = [row for row in story.rows if row.task_id == discussion.task_id]
    lines = {
        (line.person.pk, line.capacity): line
        for one in story.rounds
        for line in one.lines
        if one.number == discussion.round and line.verb == "opinion" and not line.taken_back
    }
    over = max((row.finished_at for row in asked if row.finished_at), default=None)
    running = any(row.state == State.OPEN for row in asked)
    # A row that was closed while the others went on waiting was given to somebody else.
    moved = [r for r in asked if r.state == State.CLOSED]
    moved = [row for row in moved if running or row.finished_at != over]
    members = [r for r in asked if r.capacity == Role.CENTRE_MEMBER and r not in moved]
    noted = {}
    if discussion.meets_at:  # none is noted of a meeting that nobody convened
        came = discussion.attendance.select_related("noted_by")
        noted = {one.person_id: one for one in came}
    seats = [
        Seat(m.person, lines.get((m.person_id, m.capacity)), noted.get(m.person_id))
        for m in members
    ]
    calls = [line for line in story.lines if line.verb in ("convened", "adjourned")]
    calls = [line for line in calls if line.round == discussion.round]
    return Meeting(discussion, running, seats, calls)
