"""What follows a verdict, in a few words, for the rows of a list: read together for a whole page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from approvals.company import LIVE
from approvals.deliberation import Deliberate
from approvals.flows import Close
from approvals.kinds import kind_of
from approvals.models import Assignment, Carry, Case
from approvals.steps import Revise, Step
from approvals.words import OPEN, VOTES, Status, Verdict
from policy.ruling import Ruling

# They go where the plain word goes that stands beside them.
LEFT_OUT = (Verdict.AGREED_WITH_CHANGES, Verdict.AGAINST, Verdict.ABSTAIN)


@dataclass(frozen=True)
class Follows:
    """A verdict that can be given at a row, and where the case is then."""

    verdict: str
    label: Any
    then: Any


def of_rows(rows: Iterable[Assignment]) -> dict[int, list[Follows]]:
    """For each row, by its id, what its buttons do. Two statements for a page, three after a return."""
    rows = list(rows)
    others = _others(rows)
    carried = _carried(rows)
    return {row.pk: _of(row, others.get(row.task_id, []), carried) for row in rows}


def _of(row: Assignment, others: list[Assignment], carried: dict[Any, str]) -> list[Follows]:
    node = node_of(row)
    if node is None or row.case.ruling_json is None or isinstance(node, Revise):
        return []
    offered = [v for v in node.verdicts(row, row.case.ruling) if v not in LEFT_OUT]
    return [
        Follows(str(v), Verdict(v).label, _then(row, node, v, others, carried)) for v in offered
    ]


def node_of(row: Assignment) -> Any:
    """The step of a row in the newest flow that knows it; None if none does."""
    for flow in reversed(kind_of(row.kind).flows):
        node = flow.instance.node(row.node, no_obsolete=True)
        if isinstance(node, Step):
            return node
    return None


def leads_straight(row: Assignment, case: Case) -> bool:
    """Whether nothing lies between the step of a row and where its case is now: no effect on a register
    and no paper, with which a verdict counts for good. What was returned has nothing in between.
    """
    if case.step == row.node or case.status == Status.RETURNED or case.round > row.round:
        return True
    node = node_of(row)
    return node is not None and any(edge.dst.name == case.step for edge in node._outgoing())


def looks_undoable(case: Case, assignment_id: int) -> bool:
    """Whether the verdict that was just given at a row can still be taken back."""
    open_ = case.status in OPEN
    return open_ and leads_straight(Assignment.objects.get(pk=assignment_id), case)


def _then(
    row: Assignment, node: Any, verdict: str, others: list[Assignment], carried: dict[Any, str]
) -> Any:
    if verdict in VOTES or verdict not in node.ways.outcomes:
        return _("counted")
    ends = verdict in (Verdict.RETURNED, Verdict.REFUSED) or isinstance(node, Deliberate)
    waits = [one for one in others if one.pk != row.pk and (not node.single or _near(one, row))]
    if waits and not ends:
        return _("others still decide")
    ruling = row.case.ruling
    target = node.ways.target(verdict, ruling)
    while outcome := carried.get((row.case_id, target.name)):
        target = target.ways.target(outcome, ruling)
    return where(target, ruling)


def where(node: Any, ruling: Ruling) -> Any:
    """The step or the end at which a case is that has come to `node`."""
    while not isinstance(node, (Step, Close)):
        node = node.forward(ruling)
    if isinstance(node, Revise):
        return _("the applicant revises")
    if isinstance(node, Close):
        return _("ends")
    return node.task_title


def _near(other: Assignment, row: Assignment) -> bool:
    """Whether one of two rows brought the other in, or the same person did both."""
    return (
        row.pk == other.origin_id
        or other.pk == row.origin_id
        or (row.origin_id is not None and row.origin_id == other.origin_id)
    )


def _others(rows: list[Assignment]) -> dict[int, list[Assignment]]:
    """Who else is asked at the steps of the rows, by task."""
    found: dict[int, list[Assignment]] = {}
    asked = Assignment.objects.filter(task__in={row.task_id for row in rows}, state__in=LIVE)
    for one in asked.only("pk", "task_id", "origin_id"):
        found.setdefault(one.task_id, []).append(one)
    return found


def _carried(rows: list[Assignment]) -> dict[Any, str]:
    """The outcome of the steps that nobody is asked again, by case and step."""
    cases = {row.case_id for row in rows}
    found = Carry.objects.filter(case__in=cases, round=F("case__round")).select_related("task")
    return {(one.case_id, one.node): one.task.data["outcome"] for one in found}
