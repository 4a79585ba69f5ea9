"""Separation of steps: who may not be asked at one because they decided another."""

from typing import Any

from approvals.move import Move
from approvals.words import SIGN_OFFS


def deciders_apart(move: Move, node: Any) -> set[int]:
    """Who signed off a step of this round that this one must be apart from: those that the flow
    names, and a single-person step right before it.
    """
    names = {step.name for step in node.apart_from}
    apart = {name for name in move.signed if name in names or _right_before(move, name, node)}
    tasks = {move.signed[name].pk for name in apart}
    said = [o for o in move.opinions if o.task_id in tasks and o.verdict in SIGN_OFFS]
    return {pk for o in said for pk in (o.person_id, o.acting_for_id) if pk}


def _right_before(move: Move, name: str, node: Any) -> bool:
    if not node.apart_by_rule(move.case.ruling):
        return False
    before = move.case.process.flow_class.instance.node(name)
    outcome = move.signed[name].data["outcome"]
    return before.single and before.ways.target(outcome, move.case.ruling) is node
