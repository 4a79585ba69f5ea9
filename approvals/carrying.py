"""Sign-offs that count on: nobody is asked twice for what they vouch for already (沿用)."""

from typing import Any

from approvals.answers import form_at
from approvals.apart import deciders_apart
from approvals.errors import NobodyToDecide
from approvals.models import Assignment, Carry, Opinion
from approvals.move import Move
from approvals.words import AGREEMENT, Verdict

_BROUGHT_IN = (Assignment.Reason.ADDED, Assignment.Reason.DELEGATED)


def passed(move: Move, node: Any) -> str | None:
    """The outcome with which a step is passed without asking anybody; None if it has to be asked."""
    if node.task_type != "STEP":
        return None
    if carry := move.carries.get(node.name):
        return carry.task.data["outcome"]
    if (
        not move.carries_the_same_person
        or not node.single
        or form_at(move.case.kind, node.name)
        or Verdict.AGREED not in node.ways.outcomes
    ):
        return None
    said = _agreed_before(move, node)
    if said is None:
        return None
    move.carry(node.name, said.task, Carry.Why.SAME_PERSON)
    move.note("carried", node=node.name, from_node=said.node, person=said.person_id)
    return Verdict.AGREED


def agreed_in_a_row(opinions: list[Opinion], round: int) -> list[Opinion]:
    """The plain agreements to single-person steps of this round behind the last change, newest last.

    An agreement with changes changes what the ones before it agreed to.
    """
    row: list[Opinion] = []
    for opinion in opinions:
        if opinion.round != round or opinion.verdict not in AGREEMENT:
            continue
        if opinion.verdict == Verdict.AGREED_WITH_CHANGES:
            row = []
        elif opinion.assignment.reason not in _BROUGHT_IN:
            row.append(opinion)
    return row


def _agreed_before(move: Move, node: Any) -> Opinion | None:
    """The agreement of this round by somebody who would be asked here again, in the own name."""
    flow = move.case.process.flow_class.instance
    try:
        seats = node.seats(move.people, apart=deciders_apart(move, node))
    except NobodyToDecide:
        return None
    asked = {seat.person.pk for seat in seats if seat.acting_for is None}
    own = [o for o in agreed_in_a_row(move.opinions, move.case.round) if o.acting_for_id is None]
    found = (
        o
        for o in reversed(own)
        if o.person_id in asked
        and flow.node(o.node).single
        and (o.task.data or {}).get("outcome") == Verdict.AGREED
    )
    return next(found, None)
