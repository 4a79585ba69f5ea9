"""Steps of a flow: one task of viewflow; the people asked and their opinions are our own rows."""

from collections.abc import Collection
from datetime import datetime
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
from approvals.tallies import Tally, all_agree, any_one
from approvals.ways import Way, Ways
from approvals.words import AGREEMENT, PARTS, Part, Verdict
from policy import conduct
from policy.ruling import Ruling


class Step(Node):
    """A step of people. It has no address of viewflow's and no owner: only actions.py moves it."""

    activation_class = StepActivation
    task_type = "STEP"
    shape, bpmn_element = View.shape, "userTask"
    rule: Tally = any_one
    named_later = False  # an earlier step says who is asked

    def __init__(self, *, by: Any, because: str = "", apart_from: Any = (), **kwargs: Any) -> None:
        """by: the role that is asked, or the part in the case.

        because: the duty or value of the ruling that asks for the step.
        apart_from: steps whose deciders are not asked here.
        """
        super().__init__(**kwargs)
        self.by, self.because = by, because
        self.apart_from = apart_from if isinstance(apart_from, tuple) else (apart_from,)
        self.ways = Ways()

    def Lapsed(self, node: Any) -> "Step":
        """What follows by itself when the time of the step is over. Named last: nobody chooses it."""
        return self.On(Verdict.LAPSED, node)

    def On(
        self,
        outcome: str,
        node: Any,
        *,
        when: requires | None = None,
        only_if: requires | None = None,
    ) -> "Step":
        """What follows an outcome. Named several times with `when=`, the first that holds is taken.

        only_if: the outcome can be chosen only where the ruling requires that
        """
        self.ways = self.ways.plus(outcome, Way(node, when))
        if only_if is not None:
            self.ways = self.ways.only_if(outcome, only_if)
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

    @property
    def single(self) -> bool:
        """Whether one person's word decides it."""
        return False

    @property
    def lapses(self) -> bool:
        """Whether the case goes on by itself when the time of the step is over."""
        return Verdict.LAPSED in self.ways.outcomes

    def ends_at(self, act: StepActivation) -> datetime | None:
        """When the case goes on by itself, if the step lapses: at its deadline."""
        return act.due[0]

    def ends_as(self, act: StepActivation) -> str:
        """The outcome with which it goes on by itself."""
        return Verdict.LAPSED

    @property
    def asks_above(self) -> bool:
        """Whether the superior is asked too after the deadline."""
        return False

    @property
    def hands_on(self) -> bool:
        """Whether those who are asked can bring in others."""
        return False

    def _outgoing(self):
        return self.ways.edges(self)

    def forward(self, ruling: Ruling) -> Any:
        """The node that follows if everybody agrees."""
        return self.ways.target(self.ways.best, ruling)

    def seats(self, people: People, *, apart: Collection[int]) -> list[Seat]:
        """Who is asked. Raises NobodyToDecide."""
        seats = people.seats(self.by, apart=apart)
        if not seats:
            raise NobodyToDecide(step=self.task_title, role=self.by.label)
        return seats

    def working_days(self, ruling: Ruling) -> int | None:
        """How many working days the ruling gives for this step, if it does."""
        value = ruling.value_of(f"deadline.{self.name}")
        return None if value is None else int(value)

    def reminds(self, capacity: str) -> bool:
        """Whether a person in that capacity is reminded before the deadline."""
        return True

    def returns(self) -> bool:
        """Whether the case can be sent back from here."""
        return Verdict.RETURNED in self.ways.outcomes

    def verdicts(self, row: Assignment, ruling: Ruling | None = None) -> list[str]:
        """What the person of a row can say here; whom another brought in doesn't name a result.

        ruling: that of the case, where it is at hand; without it, all that any ruling lets them say
        """
        outcomes = [o for o in self.ways.outcomes if o != Verdict.LAPSED]
        outcomes = [o for o in outcomes if ruling is None or self.ways.offers(o, ruling)]
        if row.reason == Assignment.Reason.DELEGATED:
            return [Verdict.ADVISED]
        if row.reason == Assignment.Reason.ADDED:
            against = [o for o in (Verdict.RETURNED, Verdict.REFUSED) if o in outcomes]
            return [*AGREEMENT, *against]
        return self.rule.words(outcomes)

    def check(self, act: StepActivation, row: Assignment, verdict: str) -> None:
        """Refuse a verdict that the step doesn't offer to that person."""
        if verdict not in self.verdicts(row, act.case.ruling):
            raise NoSuchVerdict

    def alone(self, row: Assignment, verdict: str) -> str | None:
        """The outcome, where one word is enough to know it without asking who else is there."""
        return verdict

    def apart_by_rule(self, ruling: Ruling) -> bool:
        """Whether it is kept apart from a single-person step right before it."""
        return self.single and ruling.value_of(conduct.SAME_PERSON) != conduct.CARRIED


class Decide(Step):
    """Those who are asked decide by the rule: 或签 `any_one`, 会签 `all_agree`, 依次 `in_order`,
    票签 `share("...")`.
    """

    def __init__(self, *, rule: Tally = any_one, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rule = rule

    @property
    def single(self) -> bool:
        return self.rule is any_one

    @property
    def asks_above(self) -> bool:
        return self.single  # elsewhere one more voice would change the count

    @property
    def hands_on(self) -> bool:
        return not self.rule.votes

    def _resolve(self, flow: Any) -> None:
        super()._resolve(flow)
        known = {*AGREEMENT, *PARTS, Verdict.RETURNED, Verdict.REFUSED}
        if self.rule is not any_one and not set(self.ways.outcomes) <= known:
            raise TypeError(f"{self.name}: several people agree or refuse; they name no result.")
        if self.rule.votes and not {Verdict.AGREED, Verdict.REFUSED} <= set(self.ways.outcomes):
            raise TypeError(f"{self.name}: a vote can end both ways, so both need one.")

    def alone(self, row: Assignment, verdict: str) -> str | None:
        among_others = row.origin_id or getattr(row, "accompanied", True)
        return verdict if self.single and not among_others else None


class Revise(Step):
    """The applicant changes the case and submits it again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(by=Role.APPLICANT, **kwargs)

    def seats(self, people: People, *, apart: Collection[int]) -> list[Seat]:
        return [Seat(people.applicant, Role.APPLICANT, None)]

    def Resubmitted(self, node: Any) -> "Step":
        return self.On(Verdict.RESUBMITTED, node)


class Contribute(Step):
    """People with a part in the case give what only they can: a statement, a summary, a hand-over.

    It decides nothing. All of them are asked; whoever has left is not waited for.
    """

    def __init__(
        self,
        *,
        by: Part,
        otherwise: Role | None = None,
        rule: Tally = all_agree,
        named_later: bool = False,
        **kwargs: Any,
    ) -> None:
        """by: the part from which they speak. otherwise: the role that is asked if none of them is there.

        rule: how many of them have to speak. named_later: an earlier step gives them their part.
        """
        super().__init__(by=by, **kwargs)
        self.otherwise, self.rule, self.named_later = otherwise, rule, named_later

    def alone(self, row: Assignment, verdict: str) -> str | None:
        return None  # the others may still have to speak

    def Given(self, node: Any, *, when: requires | None = None) -> "Step":
        return self.On(Verdict.GIVEN, node, when=when)

    def seats(self, people: People, *, apart: Collection[int]) -> list[Seat]:
        seats = people.with_part(self.by)
        if not seats and self.otherwise is not None:
            seats = people.seats(self.otherwise)
        if not seats:
            raise NobodyToDecide(step=self.task_title, role=Part(self.by).label)
        return seats


class Wait(Step):
    """Nobody is asked: the case goes on at a moment, or when somebody ends the wait."""

    def __init__(self, *, until: Any, by: Any = None, outcome: Any = None, **kwargs: Any) -> None:
        """until: `this.name` of a method of the flow, (case, move) -> the moment.

        by: the role or part that may end it before, by another outcome than `Lapsed`
        outcome: `this.name` of a method, (case, move) -> the outcome at that moment, if not always
            `Lapsed`; nobody chooses among them then
        """
        super().__init__(by=by, **kwargs)
        self._until, self._outcome = until, outcome

    def _resolve(self, flow: Any) -> None:
        super()._resolve(flow)
        self._until = this.resolve(flow, self._until)
        self._outcome = self._outcome and this.resolve(flow, self._outcome)

    def ends_at(self, act: StepActivation) -> datetime:
        moment: datetime = self._until(act.case, act.move)
        return moment

    def ends_as(self, act: StepActivation) -> str:
        return str(self._outcome(act.case, act.move)) if self._outcome else Verdict.LAPSED

    def seats(self, people: People, *, apart: Collection[int]) -> list[Seat]:
        return []

    def enders(self, people: People) -> list[Seat]:
        """Who may end it before its time."""
        if self.by is None:
            return []
        return people.with_part(self.by) if self.by in Part.values else people.seats(self.by)
