"""The steps that a case takes if everybody agrees: who is asked, and which article asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from approvals.answers import form_at
from approvals.carrying import agreed_in_a_row
from approvals.errors import NobodyToDecide
from approvals.flows import start_of
from approvals.move import Move
from approvals.people import People, Seat
from approvals.steps import Step
from approvals.words import Verdict
from policy import conduct
from policy.ruling import Duty, Ruling, Value

DEADLINE = "deadline."


@dataclass(frozen=True)
class Ahead:
    """One step to come. `problem` is set where nobody can be asked, `carried` where nobody need be."""

    node: Step
    seats: list[Seat]
    reason: Duty | Value | None
    working_days: int | None
    problem: NobodyToDecide | None = None
    carried: bool = False

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

    @property
    def asking(self) -> list[str]:
        """The names of the steps at which somebody is asked, not those that count on."""
        return [step.name for step in self.steps if not step.carried]


@dataclass
class Past:
    """What is behind a case that is under way, as far as it bears on what is ahead.

    decided  the ids of those who signed each step of this round off, by name
    carried  the outcome of the steps that nobody is asked again, by name
    agreed   who agreed in the own name to a single-person step, behind the last change
    """

    decided: dict[str, set[int]] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)
    agreed: set[int] = field(default_factory=set)


def past_of(move: Move) -> Past:
    """The past of a case that is stored. One statement, two after a return."""
    flow, past = move.case.process.flow_class.instance, Past()
    by_task: dict[int, set[int]] = {}
    for said in move.opinions:
        by_task.setdefault(said.task_id, set()).update(
            pk for pk in (said.person_id, said.acting_for_id) if pk
        )
    past.decided = {name: by_task[task.pk] for name, task in move.signed.items()}
    past.carried = {name: c.task.data["outcome"] for name, c in move.carries.items()}
    past.agreed = {
        o.person_id
        for o in agreed_in_a_row(move.opinions, move.case.round)
        if o.acting_for_id is None and flow.node(o.node).single
    }
    return past


def nodes_ahead(
    flow: Any, ruling: Ruling, start: Any = None, carried: Mapping[str, str] | None = None
) -> list[Any]:
    """The nodes from `start` (the beginning) to the end, by the ways that the route itself asks."""
    node, path = start or start_of(flow), []
    while node is not None:
        path.append(node)
        if outcome := (carried or {}).get(node.name):
            node = node.ways.target(outcome, ruling)
        else:
            node = node.forward(ruling)
    return path


def reason_of(node: Step, ruling: Ruling) -> Duty | Value | None:
    """What in the ruling asks for this step. A deadline doesn't: it says how long the step has."""
    if node.because.startswith(DEADLINE):
        return None
    found: tuple[Duty | Value, ...] = (*ruling.duties, *ruling.values)
    return next((part for part in found if part.name == node.because), None)


def forecast(
    flow: Any, ruling: Ruling, people: People, *, start: Any = None, past: Past | None = None
) -> Route:
    """The route from `start` on. No query but that of `people`, so it serves an unsaved form too."""
    route, past, before = Route(), past or Past(), None
    decided, agreed = dict(past.decided), set(past.agreed)
    if start is not None:
        before = _before(flow, ruling, start, decided)
    for node in nodes_ahead(flow, ruling, start, past.carried):
        if not isinstance(node, Step):
            route.end = node
            continue
        if node.name not in past.carried:
            step = _ahead(node, ruling, people, _apart(node, before, decided, ruling), agreed)
            route.steps.append(step)
            if len(step.seats) == 1:
                decided[node.name] = step.seats[0].voices
                own = {seat.person.pk for seat in step.seats if seat.acting_for is None}
                agreed |= own if node.single else set()
        before = node
    return route


def _apart(
    node: Step, before: Step | None, decided: Mapping[str, set[int]], ruling: Ruling
) -> set[int]:
    apart = set().union(*(decided.get(n.name, set()) for n in node.apart_from))
    if before is not None and before.single and node.apart_by_rule(ruling):
        apart |= decided.get(before.name, set())
    return apart


def _before(flow: Any, ruling: Ruling, start: Any, decided: Mapping[str, set[int]]) -> Step | None:
    """The step right before `start` on the way from the beginning."""
    path = nodes_ahead(flow, ruling)
    place = next((n for n, node in enumerate(path) if node is start), 0)
    steps = [node for node in path[:place] if isinstance(node, Step)]
    right_before = steps and path[place - 1] is steps[-1]
    return steps[-1] if right_before else None


def _ahead(node: Step, ruling: Ruling, people: People, apart: set[int], agreed: set[int]) -> Ahead:
    seats, problem = [], None
    try:
        seats = node.seats(people, apart=apart)
    except NobodyToDecide as stall:
        problem = None if node.named_later else stall
    carries = ruling.value_of(conduct.SAME_PERSON) == conduct.CARRIED and node.single
    carries = carries and not form_at(people.kind, node.name)
    same = {seat.person.pk for seat in seats if seat.acting_for is None} & agreed
    carried = carries and bool(same) and Verdict.AGREED in node.ways.outcomes
    days = node.working_days(ruling)
    return Ahead(node, seats, reason_of(node, ruling), days, problem, carried)


def rest_of(move: Move) -> Route:
    """What a running case has before it, behind the step that is open now."""
    case = move.case
    flow = case.process.flow_class
    if flow is None or not case.step:
        return Route()
    node = flow.instance.node(case.step)
    route = forecast(flow, case.ruling, move.people, start=node, past=past_of(move))
    route.steps = [step for step in route.steps if step.node is not node]
    return route
