"""Separation of steps, asked again while a step is open: by a sweep, after it was opened."""

from approvals.move import Move
from approvals.steps import Step


def deciders_apart(move: Move, node: Step) -> set[int]:
    """Who decided a step of this round that this one must be apart from, as at its opening."""
    said, names = move.opinions, {step.name for step in node.apart_from}
    before = move.case.process.flow_class.instance.node(said[-1].node) if said else None
    if node.single and getattr(before, "single", False):
        names.add(said[-1].node)
    found = [opinion for opinion in said if opinion.node in names]
    return {pk for o in found for pk in (o.person_id, o.acting_for_id) if pk}
