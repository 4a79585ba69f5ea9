"""Processes that only the tests know."""

from dataclasses import replace
from typing import Any

from policy.ruling import Ruling
from tests.processes.asking import AskingFlow, Named, Why
from tests.processes.several import SeveralFlow
from workflows.proposal.process import PROPOSAL

SEVERAL = replace(
    PROPOSAL,
    name="several",
    prefix="DR",
    flows=(SeveralFlow,),
    vouches={
        "review": ("customer", "value_yuan"),
        "countersign": ("offer",),
        "in_turn": ("offer", "attachments"),
        "ballot": ("price",),
        "sign_off": ("value_yuan",),
    },
)


def in_three_days(*about: Any) -> Ruling:
    """The ruling of a proposal, in which who has a part has as long as the head of the unit."""
    ruling = PROPOSAL.rule(*about)
    known = next(v for v in ruling.values if v.name == "deadline.unit_review")
    return replace(ruling, values=(*ruling.values, replace(known, name="deadline.tell")))


ASKING = replace(
    PROPOSAL,
    name="asking",
    prefix="WX",
    flows=(AskingFlow,),
    rule=in_three_days,
    answers={"review": Named, "rest": Why},
    vouches={},
)
