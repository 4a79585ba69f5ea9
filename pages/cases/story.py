"""All that the page of one case shows, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils import timezone

from approvals import access, previews, timeline
from approvals.coming_again import ahead_of
from approvals.deliberation import Deliberate
from approvals.diagram import Diagram, diagram_of
from approvals.forecast import Ahead, Route, nodes_ahead, reason_of
from approvals.kinds import Kind, all_kinds, kind_of
from approvals.models import Assignment, Case
from approvals.move import Move
from approvals.reading import with_copies
from approvals.roles import Role
from approvals.steps import Step
from approvals.timeline import Line, Round
from approvals.words import OPEN, Status
from documents import papers
from documents.models import Paper
from pages.cases.seats import Meeting, meeting_of
from pages.cases.telling import Told, told
from pages.desk import Desk
from policy import conduct
from policy.ruling import Duty, Value
from registry.org.roles import PostRole

State = Assignment.State
RELATED = 5
SHARES = ("quorum_share", "majority_share")


@dataclass
class Story:
    """One case for one reader. Raises Http404 where the reader may not read it."""

    desk: Desk
    pk: int
    case: Case = field(init=False)
    kind: Kind = field(init=False)

    def __post_init__(self) -> None:
        visible = access.visible_to(self.desk.person, self.desk.on, self.desk.posts)
        related = {"applicant", "unit", "other_unit", "bureau", "customer", "process"}
        related.update(path for kind in all_kinds() for path in kind.paths)
        cases = with_copies(visible, self.desk.person).select_related(*related)
        found = cases.filter(pk=self.pk).first()
        if found is None:
            raise Http404
        self.case, self.kind = found, kind_of(found.kind)

    @cached_property
    def request(self) -> Any:
        return getattr(self.case, self.kind.accessor)

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
        about = ("person", "acting_for", "post__unit", "draft", "task__discussion")
        return list(self.case.assignments.select_related(*about).order_by("pk"))

    @property
    def waiting_on(self) -> list[Assignment]:
        return [row for row in self.rows if row.state == State.OPEN]

    @property
    def still_asked(self) -> list[Any]:
        """The people behind the open rows, nobody twice."""
        return _names(self.waiting_on)

    @property
    def mine(self) -> list[Assignment]:
        """The steps that wait for the reader, but for those of the applicant."""
        return self._mine(State.OPEN)

    @property
    def seen(self) -> int | None:
        """How far the story had come when the reader saw it last; None if they never did."""
        known = [row.seen_seq for row in self.mine if row.seen_seq is not None]
        return max(known, default=None)

    @property
    def has_news(self) -> bool:
        """Whether the reader, who is asked, has not seen the case as it is now."""
        return any(row.seen_seq != self.case.journal_seq for row in self.mine)

    @property
    def news(self) -> list[Line]:
        """What happened since the reader saw the case last, but for what they did themselves."""
        if self.seen is None:
            return []
        me = self.desk.person.pk
        return [x for x in self.lines if x.seq > (self.seen or 0) and x.speaker != me]

    @property
    def held(self) -> list[Assignment]:
        """The steps at which the reader waits for somebody else whom they asked first."""
        return self._mine(State.HELD) if self.case.status == Status.RUNNING else []

    def _mine(self, state: Assignment.State) -> list[Assignment]:
        me = self.desk.person.pk
        rows = [row for row in self.rows if row.person_id == me and row.state == state]
        return [row for row in rows if row.capacity != Role.APPLICANT]

    @cached_property
    def rounds(self) -> list[Round]:
        known = [one for row in self.rows for one in (row.person, row.acting_for) if one]
        return timeline.rounds_of(self.case, known)

    @property
    def lines(self) -> list[Line]:
        """The story without its rounds."""
        return [line for one in self.rounds for line in one.lines]

    @cached_property
    def told(self) -> list[Told]:
        return told(self.rounds)

    @property
    def suspension(self) -> Line | None:
        """Who suspended the case and why, while it stands still."""
        if self.case.status != Status.SUSPENDED:
            return None
        return next((line for line in reversed(self.lines) if line.verb == "suspended"), None)

    @cached_property
    def move(self) -> Move:
        """What the engine knows of the case now. Nothing is moved by it."""
        return Move(self.case, self.case.applicant, self.desk.now)

    @cached_property
    def signed(self) -> dict[str, int]:
        """The steps that are signed off in this round, by name, with the ids of their tasks."""
        return {name: task.pk for name, task in self.move.signed.items()}

    @cached_property
    def counts_on(self) -> dict[str, int]:
        """The steps that nobody is asked again because a sign-off counts on, likewise."""
        if self.case.process is None or self.case.process.flow_class is None:
            return {}
        return {name: carry.task_id for name, carry in self.move.carries.items()}

    def signers(self, task_id: int) -> list[Any]:
        """Who spoke at a step."""
        return _names(r for r in self.rows if r.task_id == task_id and r.state == State.DONE)

    @property
    def now_at(self) -> Any:
        """The title of the step that is open."""
        return timeline.title_of(self.case, self.case.step)

    @cached_property
    def rest(self) -> Route:
        """The steps behind the open one, with the people who are expected; of a returned case those
        behind its next submission.
        """
        return ahead_of(self.move) if self.case.status in OPEN else Route()

    @cached_property
    def expected(self) -> list[tuple[Ahead, date | None]]:
        """The steps behind the open one, each with the day on which it is over at the latest."""
        steps, dues = self.rest.steps, [row.due_at for row in self.waiting_on if row.due_at]
        if self.case.status == Status.SUSPENDED:  # no deadline runs
            dues = []
        day = max(self.desk.on, timezone.localdate(max(dues))) if dues else None
        found: list[tuple[Ahead, date | None]] = []
        for step in steps:
            if day is not None and step.working_days and not step.carried:
                days = self.desk.calendar_in(self.case.bureau_id) or self.move.calendar
                day = days.add_working_days(day, step.working_days)
            elif not step.carried:
                day = None
            found.append((step, day))
        return found

    @cached_property
    def diagram(self) -> Diagram | None:
        """The way of the case through its flow, as a drawing."""
        end = [self.rest.end.name] if self.rest.end else []
        return diagram_of(self.case, [*self.rest.asking, *end])

    @cached_property
    def related(self) -> list[Case]:
        """The last other cases of the customer that the reader may read."""
        if self.case.customer_id is None:
            return []
        readable = access.visible_to(self.desk.person, self.desk.on, self.desk.posts)
        others = readable.filter(customer=self.case.customer_id).exclude(pk=self.case.pk)
        others = others.exclude(status=Status.DRAFT).select_related("unit")
        return list(others.order_by("-submitted_at", "-pk")[:RELATED])

    @property
    def comments(self) -> list[Line]:
        """What people asked and remarked, oldest first."""
        return [line for line in self.lines if line.verb == "commented"]

    previewed, read_out = previews.SHOWN, previews.READ

    @property
    def may_comment(self) -> bool:
        """Whether the reader can remark something: an auditor only reads."""
        held = self.desk.posts
        return not held or any(post.role != PostRole.AUDITOR for post in held)

    @property
    def done(self) -> list[tuple[Any, list[Any]]]:
        """The steps of this round that are over or count on: title and who decided. None is ahead."""
        over = dict(self.counts_on)
        for row in self.rows:
            if row.round == self.case.round and row.state == State.DONE:
                over[row.node] = row.task_id
        gone = {self.case.step, *self.rest.asking}
        path = {node.name: place for place, node in enumerate(self._path)}
        names = sorted((n for n in over if n not in gone), key=lambda n: path.get(n, len(path)))
        return [(timeline.title_of(self.case, n), self.signers(over[n])) for n in names]

    @cached_property
    def _path(self) -> list[Any]:
        """The nodes from the beginning to the end, if everybody agrees."""
        flow = self.case.process.flow_class
        return nodes_ahead(flow, self.case.ruling) if flow else []

    @cached_property
    def basis(self) -> list[Duty | Value]:
        """What in the frozen ruling asks for the steps of this case."""
        ruling = self.case.ruling
        steps = [node for node in self._path if isinstance(node, Step)]
        found = [reason_of(step, ruling) for step in steps]
        if any(isinstance(step, Deliberate) for step in steps):
            found += [value for value in ruling.values if value.name in SHARES]
        return list({item.name: item for item in (*ruling.duties, *found) if item}.values())

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The discussions, the last one first."""
        found = (getattr(row.task, "discussion", None) for row in self.rows)
        held = {one.pk: one for one in found if one is not None}
        return [meeting_of(self, held[pk]) for pk in sorted(held, reverse=True)]

    @property
    def open_meeting(self) -> Meeting | None:
        return next((meeting for meeting in self.meetings if meeting.open), None)

    @cached_property
    def runs_meeting(self) -> bool:
        """Whether the reader can convene and record the discussion that is open."""
        case, person = self.case, self.desk.person
        if case.status != Status.RUNNING or self.open_meeting is None:
            return False
        node = case.process.flow_class.instance.node(case.step)
        rows = [row for row in self.rows if row.state == State.OPEN]
        return isinstance(node, Deliberate) and node.run_by(person, self.move.people, rows)

    @property
    def may_withdraw(self) -> bool:
        """Whether the applicant can take the case back: before the first verdict of the round, or at
        any time, where the ruling says so.
        """
        case = self.case
        if case.applicant_id != self.desk.person.pk or case.status not in OPEN:
            return False
        if not self.kind.applies:  # a rule started it
            return False
        at_any_time = case.ruling.value_of(conduct.WITHDRAW_UNTIL) == conduct.END
        return at_any_time or case.status == Status.RETURNED or not self.spoken

    @property
    def spoken(self) -> bool:
        """Whether a verdict stands in this round."""
        said = (line for line in self.lines if line.verb == "opinion" and not line.taken_back)
        return any(line.round == self.case.round for line in said)

    @property
    def may_edit(self) -> bool:
        mine = self.case.applicant_id == self.desk.person.pk
        return mine and self.case.status == Status.RETURNED


def _names(rows: Iterable[Assignment]) -> list[Any]:
    return list({row.person_id: row.person for row in rows}.values())
