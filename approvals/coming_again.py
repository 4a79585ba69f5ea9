"""How a returned case will go on once it is submitted again: ruled anew, without what counts on."""

from collections.abc import Mapping
from typing import Any

from viewflow.workflow.models import Task

from approvals import returns
from approvals.forecast import Past, Route, forecast, past_of, rest_of
from approvals.kinds import Kind, kind_of
from approvals.models import Assignment
from approvals.move import Move
from approvals.steps import Revise
from approvals.words import Verdict
from policy.errors import PolicyError
from policy.ruling import Ruling
from registry import rulebook


def ruling_of(move: Move, kind: Kind, request: Any) -> Ruling:
    """What the rules of the day ask of the case as it is now. Raises PolicyError."""
    case = move.case
    set_ = rulebook.set_of(case.bureau, move.book, move.on)
    return kind.rule(case, request, move.on, move.book, set_)


def kept_at(move: Move, task: Task) -> dict[str, Task]:
    """The sign-offs that count on behind the revision that this task is, by name."""
    back = (task.data or {}).get("resume") == returns.Resume.BACK
    return returns.still_vouched(move) if back else {}


def past_again(move: Move, kept: Mapping[str, Task]) -> Past:
    """The past that a new round begins with: the sign-offs that count on."""
    if not kept:
        return Past()
    decided = past_of(move).decided
    return Past(
        decided={name: decided[name] for name in kept},
        carried={name: task.data["outcome"] for name, task in kept.items()},
    )


def ahead_of(move: Move) -> Route:
    """What a case that is not over has before it, behind the step that is open or stands still."""
    case = move.case
    flow = case.process.flow_class
    node = flow.instance.node(case.step) if flow and case.step else None
    if not isinstance(node, Revise):
        return rest_of(move)
    kind = kind_of(case.kind)
    open_ = case.assignments.filter(state=Assignment.State.OPEN, node=node.name)
    row = open_.select_related("task").order_by("pk").first()
    if row is None:
        return Route()
    try:
        ruling = ruling_of(move, kind, kind.request_of(case))
    except PolicyError:
        ruling = case.ruling  # it can't be ruled on as it is: what was expected before stands
    start = node.ways.target(Verdict.RESUBMITTED, ruling)
    past = past_again(move, kept_at(move, row.task))
    return forecast(flow, ruling, move.people, start=start, past=past)
