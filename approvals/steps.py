"""Steps of a flow: one task of viewflow; the people asked and their opinions are our own rows."""

from typing import Any

from viewflow import this
from viewflow.workflow.base import Node
from viewflow.workflow.nodes import View

from approvals.activation import StepActivation
from approvals.conditions import requires
from approvals.errors import NobodyToDecide, NoSuchVerdict
from approvals.models import Assignment
from approvals.people import People, Seat
from approvals.roles import Role
from approvals.ways import Way, Ways
from approvals.words import AGREEMENT, Verdict
from policy.ruling import Ruling


class Step(Node):
    """A step of people. It has no address of viewflow's and no owner: only actions.py moves it."""

    activation_class = StepActivation
    task_type = "STEP"
    shape, bpmn_element = View.shape, "userTask"
    single = False
    escalates = True  # after the deadline the superior is asked too

    def __init__(self, *, by: Role, because: str = "", apart_from: Any = (), **kwargs: Any) -> None:
        """by: the role that is asked. because: the duty or value of the ruling that asks for the step.

        apart_from: steps whose deciders are not asked here.
        """
        super().__init__(**kwargs)
        self.by, self.because = by, because
        self.apart_from = apart_from if isinstance(apart_from, tuple) else (apart_from,)
        self.ways = Ways()

    def On(self, outcome: str, node: Any, *, when: requires | None = None) -> "Step":
        """What follows an outcome. Named several times with `when=`, the first that holds is taken."""
        self.ways = self.ways.plus(outcome, Way(node, when))
        return self

    def Agreed(self, node: Any, *, when: requires | None = None) -> "Step":
        for verdict in AGREEMENT:
            self.On(verdict, node, when=when)
        return self

    def Returned(self, node: Any) -> "Step":
        return self.On(Verdict.RETURNED, node)

    def Refused(self, node: Any) -> "Step":
        return self.On(Verdict.REFUSED, node)

    def _resolve(self, flow: Any) -> None:
        self.ways = self.ways.resolved(flow)
        self.apart_from = tuple(this.resolve(flow, node) for node in self.apart_from)

    def _outgoing(self):
        return self.ways.edges(self)

    def forward(self, ruling: Ruling) -> Any:
        """The node that follows if everybody agrees."""
        return self.ways.target(self.ways.best, ruling)

    def seats(self, people: People, *, apart: set[int]) -> list[Seat]:
        """Who is asked. Raises NobodyToDecide."""
        seats = people.seats(self.by, apart=apart)
        if not seats:
            raise NobodyToDecide(step=self.task_title, role=Role(self.by).label)
        return seats

    def working_days(self, ruling: Ruling) -> int | None:
        """How many working days the ruling gives for this step, if it does."""
        value = ruling.value_of(f"deadline.{self.name}")
        return None if value is None else int(value)

    def reminds(self, capacity: str) -> bool:
        """Whether a person in that capacity is reminded before the deadline."""
        return True

    def verdicts(self, capacity: str) -> list[str]:
        """What a person in that capacity can say here."""
        return self.ways.outcomes

    def check(self, act: StepActivation, row: Assignment, verdict: str) -> None:
        """Refuse a verdict that the step doesn't offer to that person."""
        if verdict not in self.verdicts(row.capacity):
            raise NoSuchVerdict

    def outcome(self, row: Assignment, verdict: str) -> str | None:
        """The outcome of the step after that verdict, or None while others are still asked."""
        return verdict


class Decide(Step):
    """One person decides: of those who are asked, the first verdict (或签)."""

    single = True


class Revise(Step):
    """The applicant changes the case and submits it again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(by=Role.APPLICANT, **kwargs)

    def seats(self, people: People, *, apart: set[int]) -> list[Seat]:
        return [Seat(people.applicant, Role.APPLICANT, None)]

    def Resubmitted(self, node: Any) -> "Step":
        return self.On(Verdict.RESUBMITTED, node)
