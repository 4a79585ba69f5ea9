"""A case that is stored nowhere: what the templates of the product show in the style guide."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from viewflow.workflow.models import Process

from approvals.deliberation import Deliberate
from approvals.forecast import Ahead, Route, nodes_ahead, reason_of
from approvals.kinds import Kind
from approvals.models import Assignment, Attachment, Case, Discussion
from approvals.people import Seat as Asked
from approvals.roles import Role
from approvals.steps import Step
from approvals.timeline import Line, Round
from approvals.words import Status, Verdict
from pages.cases.seats import Meeting, Seat
from pages.cases.story import Story
from pages.desk import Desk
from pages.requests.route import Preview
from policy.book import DEFAULT_SET
from policy.loading import shipped
from registry.customers.models import Customer
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole

VALUE = Decimal(32_000)
NAMES = ("陆知微", "温䶮", "顾行舟", "何嘉木", "马㛃", "罗晓棠", "唐牧之")
VOTES = (*[Verdict.FOR] * 4, Verdict.AGAINST, Verdict.ABSTAIN, "")
WHY = "客户去年中秋退单较多，破损由我方先行赔付，毛利可能不到两成；建议先收三成定金。"

BUREAU = Unit(pk=0, name="澜江市邮政局", path="S/")
COUNTY = Unit(pk=0, name="东屿县分局", parent=BUREAU, path="S/C/")
CENTRE = Unit(pk=0, name="大客户中心", parent=BUREAU, path="S/D/")
APPLICANT = Person(pk=-1, name="李清越")
HEAD = Person(pk=-2, name="王崇礼")
MEMBERS = [Person(pk=-10 - n, name=name) for n, name in enumerate(NAMES)]


@dataclass
class Sample:
    """One case at its discussion, as the reader would see it who chairs it."""

    kind: Kind
    desk: Desk

    def __post_init__(self) -> None:
        now = self.desk.now
        self.case = Case(
            pk=0,
            kind=self.kind.name,
            number="XM-2026-0",
            title="中秋月饼团购寄递项目",
            bureau=BUREAU,
            unit=COUNTY,
            applicant=APPLICANT,
            customer=Customer(pk=0, name="东屿茶业公司", code="99012100001000"),
            value_yuan=VALUE,
            process=Process(flow_class=self.kind.flow),
            status=Status.RUNNING,
            round=2,
            submitted_at=now - timedelta(days=9),
        )
        self.ruling = self.kind.rule(self.case, None, self.desk.on, shipped(), DEFAULT_SET)
        self.case.ruling_json = self.ruling.as_json()
        nodes = nodes_ahead(self.kind.flow, self.ruling)
        self.steps = [node for node in nodes if isinstance(node, Step)]
        self.end = nodes[-1]
        self.discussion = next(n for n in self.steps if isinstance(n, Deliberate))
        self.case.step = self.discussion.name

    def row(self, node: Any, person: Person, days: float | None, **given: Any) -> Assignment:
        """A row of the inbox that is due in so many days."""
        due = None if days is None else self.desk.now + timedelta(days=days)
        return Assignment(
            pk=given.pop("pk", 0),
            case_id=0,
            task_id=0,
            person=person,
            post=Post(person=person, unit=CENTRE, role=PostRole.PLANNER),
            capacity=given.pop("capacity", node.by),
            node=node.name,
            round=2,
            arrived_at=self.desk.now - timedelta(days=3),
            due_at=due,
            kind=self.kind.name,
            title=given.pop("title", self.case.title),
            value_yuan=given.pop("value", VALUE),
            applicant_name=APPLICANT.name,
            unit_name=COUNTY.name,
            **given,
        )

    def inbox(self) -> list[Assignment]:
        """Rows of every degree of urgency."""
        me, (review, check, *_rest) = self.desk.person, self.steps
        late = self.row(
            review, me, -4, title="录取通知书速递项目", reason=Assignment.Reason.BY_RULE
        )
        tonight = self.desk.now.replace(hour=15, minute=59)  # UTC: a minute before midnight
        soon = self.row(
            check, me, 0, title="账单商函打印寄递项目", value=Decimal("999999999999.99")
        )
        soon.due_at = max(tonight, self.desk.now + timedelta(minutes=1))
        chair = self.row(self.discussion, me, 5, capacity=self.discussion.chair)
        member = self.row(self.discussion, me, 5)
        mine = self.row(review, me, None, capacity=Role.APPLICANT, title="长" * 60, value=None)
        return [late, soon, member, chair, mine]

    def story(self) -> Story:
        """The page of the case, its parts given instead of read."""
        seats = [self.row(self.discussion, member, 4) for member in MEMBERS]
        for seat, vote in zip(seats, VOTES, strict=True):
            seat.state = Assignment.State.DONE if vote else Assignment.State.OPEN
        over = [self.row(self.steps[0], HEAD, None), self.row(self.steps[1], MEMBERS[0], None)]
        for row in over:
            row.state = Assignment.State.DONE
        chair = self.row(self.discussion, self.desk.person, 4, capacity=self.discussion.chair)
        story = object.__new__(Story)
        story.desk, story.case, story.kind, story.pk = self.desk, self.case, self.kind, 0
        story.__dict__ |= {
            "rows": [*over, *seats, chair],
            "rounds": self.rounds(),
            "rest": Route([], self.end),
            "signed": {},
            "counts_on": {},
            "meetings": [self.meeting()],
            "runs_meeting": False,
            "facts": self.facts(),
            "attachments": self.files(),
            "papers": [],
        }
        return story

    def facts(self) -> list[tuple[str, Any]]:
        return [
            (_("From"), self.desk.on),
            (_("To"), self.desk.on + timedelta(days=30)),
            (_("Customer situation"), WHY),
        ]

    def files(self) -> list[Attachment]:
        given = {"added_at": self.desk.now, "kind": Attachment.Kind.PLAN}
        return [Attachment(pk=0, name="营销方案.pdf", size_bytes=182_000, **given)]

    def meeting(self) -> Meeting:
        row = Discussion(round=2, members=7, quorum=5)
        row.votes_for, row.votes_against, row.votes_abstain = 4, 1, 1
        lines = {line.person: line for line in self._votes()}
        return Meeting(row, True, [Seat(member, lines.get(member)) for member in MEMBERS])

    def rounds(self) -> list[Round]:
        """Two rounds: a return with its reason, then the votes."""
        head, planner = f"{COUNTY} {_('Head of the county centre')}", f"{CENTRE} {_('Planner')}"
        before = [
            self._line("submitted", APPLICANT, 8),
            self._line("opinion", HEAD, 7, self.steps[0], Verdict.RETURNED, WHY, signed_as=head),
        ]
        edited = self._line("edited", APPLICANT, 6, changes={"price": ["每件 22 元", "每件 20 元"]})
        after = [
            self._line("resubmitted", APPLICANT, 6),
            self._line("opinion", HEAD, 5, self.steps[0], Verdict.AGREED, signed_as=head),
            self._line(
                "opinion", MEMBERS[0], 4, self.steps[1], Verdict.AGREED_WITH_CHANGES, "注意回款。",
                signed_as=planner, by_rule=True,
            ),
        ]  # fmt: skip
        return [Round(1, [*before, edited]), Round(2, [*after, *self._votes()])]

    def _votes(self) -> list[Line]:
        given = [(m, vote) for m, vote in zip(MEMBERS, VOTES, strict=True) if vote]
        why: dict[str, str] = {Verdict.AGAINST: WHY, Verdict.ABSTAIN: ""}
        return [
            self._line("opinion", m, 3, self.discussion, vote, why.get(vote, "方案可行。"))
            for m, vote in given
        ]

    def _line(
        self, verb: str, person: Person, days: int, node: Any = None, verdict: str = "",
        text: str = "", **given: Any,
    ) -> Line:  # fmt: skip
        return Line(
            verb=verb,
            at=self.desk.now - timedelta(days=days),
            person=person,
            round=2,
            step=node.task_title if node else "",
            verdict=verdict,
            text=text,
            took=timedelta(days=1) if verdict else None,
            **{"signed_as": f"{CENTRE} {_('Account manager')}" if verdict else ""} | given,
        )

    def route(self) -> Preview:
        """The way of the request before it is submitted; its last step would stall."""
        ahead = [
            Ahead(
                node=node,
                seats=[Asked(MEMBERS[0], node.by, Post(unit=CENTRE, role=PostRole.PLANNER))],
                reason=reason_of(node, self.ruling),
                working_days=3,
            )
            for node in self.steps
        ]
        return Preview(value_yuan=VALUE, steps=ahead, end=self.end, latest=self.desk.on)
