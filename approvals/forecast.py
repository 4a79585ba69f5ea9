"""The steps that a case takes if everybody agrees: who is asked, and which article asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from approvals.errors import NobodyToDecide
from approvals.flows import start_of
from approvals.models import Case
from approvals.people import People, Seat
from approvals.steps import Step
from policy.ruling import Duty, Ruling, Value


@dataclass(frozen=True)
class Ahead:
    """One step to come. `problem` is set where nobody can be asked."""

    node: Step
    seats: list[Seat]
    reason: Duty | Value | None
    working_days: int | None
    problem: NobodyToDecide | None = None

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def title(self) -> Any:
        return self.node.task_title


@dataclass
class Route:
    """The steps ahead and the node in which the case will end."""

    steps: list[Ahead] = field(default_factory=list)
    end: Any = None

    @property
    def problem(self) -> NobodyToDecide | None:
        """Why the case would stall, if it would."""
        return next((step.problem for step in self.steps if step.problem), None)


def nodes_ahead(flow: Any, ruling: Ruling, start: Any = None) -> list[Any]:
    """The nodes from `start` (the beginning) to the end, by the ways that the route itself asks."""
    node, path = start or start_of(flow), []
    while node is not None:
        path.append(node)
        node = node.forward(ruling)
    return path


def reason_of(node: Step, ruling: Ruling) -> Duty | Value | None:
    """What in the ruling asks for this step."""
    found: tuple[Duty | Value, ...] = (*ruling.duties, *ruling.values)
    return next((part for part in found if part.name == node.because), None)


def forecast(
    flow: Any,
    ruling: Ruling,
    people: People,
    *,
    start: Any = None,
    decided: Mapping[str, set[int]] | None = None,
) -> Route:
    """The route from `start` on. No query but that of `people`, so it serves an unsaved form too.

    decided: for a case under way, the ids of those who decided each step of this round by name.
    """
    route, before = Route(), None
    deciders = dict(decided or {})
    for node in nodes_ahead(flow, ruling, start):
        if not isinstance(node, Step):
            route.end = node
            continue
        apart = set().union(*(deciders.get(n.name, set()) for n in node.apart_from))
        if node.single and before is not None and before.single:
            apart |= deciders.get(before.name, set())
        seats, problem = [], None
        try:
            seats = node.seats(people, apart=apart)
        except NobodyToDecide as stall:
            problem = stall
        if len(seats) == 1:
            deciders.setdefault(node.name, seats[0].voices)
        days = node.working_days(ruling)
        route.steps.append(Ahead(node, seats, reason_of(node, ruling), days, problem))
        before = node
    return route


def rest_of(case: Case, people: People, decided: Mapping[str, set[int]]) -> Route:
    """What a running case has before it, behind the step that is open now."""
    flow = case.process.flow_class
    if flow is None or not case.step:
        return Route()
    node = flow.instance.node(case.step)
    return forecast(flow, case.ruling, people, start=node.forward(case.ruling), decided=decided)
