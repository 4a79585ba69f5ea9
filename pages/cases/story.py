"""All that the page of one case shows, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404

from approvals import access, timeline
from approvals.deliberation import Deliberate
from approvals.forecast import Route, nodes_ahead, reason_of, rest_of
from approvals.kinds import Kind, kind_of
from approvals.models import Assignment, Case, Discussion, Party
from approvals.people import People
from approvals.roles import Role
from approvals.steps import Step
from approvals.timeline import Line, Round
from approvals.words import OPEN, Status, Verdict
from documents import papers
from documents.models import Paper
from pages.cases.telling import Told, told
from pages.desk import Desk
from policy.ruling import Duty, Value

HEARD = 4
SHARES = ("quorum_share", "majority_share")


@dataclass(frozen=True)
class Seat:
    """A member of a discussion and the vote, if it is given."""

    person: Any
    line: Line | None


@dataclass(frozen=True)
class Meeting:
    """A collective discussion as the page shows it."""

    row: Discussion
    open: bool
    seats: list[Seat]

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


@dataclass
class Story:
    """One case for one reader. Raises Http404 where the reader may not read it."""

    desk: Desk
    pk: int
    case: Case = field(init=False)
    kind: Kind = field(init=False)

    def __post_init__(self) -> None:
        visible = access.visible_to(self.desk.person, self.desk.on)
        related = ("applicant", "unit", "bureau", "customer", "process")
        found = visible.select_related(*related).filter(pk=self.pk).first()
        if found is None:
            raise Http404
        self.case, self.kind = found, kind_of(found.kind)

    @cached_property
    def request(self) -> Any:
        return self.kind.request_of(self.case)

    @cached_property
    def facts(self) -> list[tuple[str, Any]]:
        facts = self.kind.facts(self.case, self.request)
        return [(label, value) for label, value in facts if value not in (None, "")]

    @cached_property
    def attachments(self) -> list[Any]:
        return list(self.case.attachments.filter(removed_at=None).order_by("pk"))

    @cached_property
    def papers(self) -> list[Paper]:
        """What was issued; a case that is under way has none, and needs no query to know."""
        return list(papers.papers_of(self.case)) if self.case.closed_at else []

    @cached_property
    def rows(self) -> list[Assignment]:
        """Everybody who was ever asked, in order."""
        rows = self.case.assignments.select_related("person", "acting_for", "post__unit")
        return list(rows.order_by("pk"))

    @property
    def waiting_on(self) -> list[Assignment]:
        return [row for row in self.rows if row.state == Assignment.State.OPEN]

    @property
    def still_asked(self) -> list[Any]:
        """The people behind the open rows, nobody twice."""
        return _names(self.waiting_on)

    @property
    def mine(self) -> list[Assignment]:
        """The steps that wait for the reader, but for those of the applicant."""
        me = self.desk.person.pk
        rows = [row for row in self.waiting_on if row.person_id == me]
        return [row for row in rows if row.capacity != Role.APPLICANT]

    @cached_property
    def rounds(self) -> list[Round]:
        return timeline.rounds_of(self.case)

    @cached_property
    def told(self) -> list[Told]:
        return told(self.rounds)

    @property
    def now_at(self) -> Any:
        """The title of the step that is open."""
        return timeline.title_of(self.case, self.case.step)

    @cached_property
    def rest(self) -> Route:
        """The steps behind the open one, with the people who are expected."""
        case = self.case
        if case.status != Status.RUNNING:
            return Route()
        decided: dict[str, set[int]] = {}
        for row in self.rows:
            if row.round == case.round and row.state == Assignment.State.DONE:
                voices = {row.person_id, row.acting_for_id or row.person_id}
                decided.setdefault(row.node, set()).update(voices)
        people = People(
            applicant=case.applicant,
            bureau_id=case.bureau_id,
            unit_id=case.unit_id,
            kind=case.kind,
            value_yuan=case.value_yuan,
            on=self.desk.on,
            barred=set(Party.objects.filter(case=case).values_list("person_id", flat=True)),
        )
        return rest_of(case, people, decided)

    @property
    def done(self) -> list[tuple[Any, list[Any]]]:
        """The steps of this round that are over: title and who decided."""
        steps: dict[str, list[Any]] = {}
        for row in self.rows:
            if row.round == self.case.round and row.state == Assignment.State.DONE:
                steps.setdefault(row.node, []).append(row)
        over = {n: rows for n, rows in steps.items() if n != self.case.step}
        return [(timeline.title_of(self.case, n), _names(rows)) for n, rows in over.items()]

    @cached_property
    def basis(self) -> list[Duty | Value]:
        """What in the frozen ruling asks for the steps of this case."""
        ruling, flow = self.case.ruling, self.case.process.flow_class
        steps = [n for n in nodes_ahead(flow, ruling) if isinstance(n, Step)] if flow else []
        found = [reason_of(step, ruling) for step in steps]
        if any(isinstance(step, Deliberate) for step in steps):
            found += [value for value in ruling.values if value.name in SHARES]
        named = {item.name: item for item in (*ruling.duties, *found) if item is not None}
        stated = [item for item in named.values() if not item.name.startswith("deadline.")]
        return stated or list(named.values())

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The discussions, the last one first. No query where nobody was asked to discuss."""
        if not any(row.capacity == Role.CENTRE_MEMBER for row in self.rows):
            return []
        found = self.case.discussions.order_by("-pk")
        return [self._meeting(row) for row in found]

    @property
    def open_meeting(self) -> Meeting | None:
        return next((meeting for meeting in self.meetings if meeting.open), None)

    def _meeting(self, discussion: Discussion) -> Meeting:
        asked = [row for row in self.rows if row.task_id == discussion.task_id]
        lines = {
            (line.person.pk, line.capacity): line
            for one in self.rounds
            for line in one.lines
            if one.number == discussion.round and line.verb == "opinion" and line.person
        }
        over = max((row.finished_at for row in asked if row.finished_at), default=None)
        running = any(row.state == Assignment.State.OPEN for row in asked)
        # A row that was closed while the others went on waiting was given to somebody else.
        moved = [r for r in asked if r.state == Assignment.State.CLOSED]
        moved = [row for row in moved if running or row.finished_at != over]
        members = [r for r in asked if r.capacity == Role.CENTRE_MEMBER and r not in moved]
        seats = [Seat(m.person, lines.get((m.person_id, m.capacity))) for m in members]
        return Meeting(discussion, running, seats)

    @property
    def may_withdraw(self) -> bool:
        """Whether the applicant can still take the case back: before the first verdict of the round."""
        case = self.case
        if case.applicant_id != self.desk.person.pk or case.status not in OPEN:
            return False
        lines = [line for r in self.rounds if r.number == case.round for line in r.lines]
        return case.status == Status.RETURNED or all(line.verb != "opinion" for line in lines)

    @property
    def may_edit(self) -> bool:
        mine = self.case.applicant_id == self.desk.person.pk
        return mine and self.case.status == Status.RETURNED


def _names(rows: Iterable[Assignment]) -> list[Any]:
    return list({row.person_id: row.person for row in rows}.values())
