"""The boxes of a form: one for each word that decided, level by level, as the flow has its steps."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import override

from approvals.deliberation import Deliberate
from approvals.flows import walk
from approvals.models import Assignment, Carry, Opinion
from approvals.move import Move
from approvals.steps import Revise, Step
from approvals.words import VOTES, Verdict
from documents import wording
from documents.sheet import Box

_SAME = "同一人，沿用前一环节意见"
_BY_REASON: dict[str, str] = {
    Assignment.Reason.BY_RULE: "按规则代为审批",
    Assignment.Reason.ESCALATED: "超时后由上一级审批",
    Assignment.Reason.TRANSFERRED: "受转办",
    Assignment.Reason.ADDED: "加签",
}


def levels(flow: type) -> dict[str, Step]:
    """The steps of a flow at which others than the applicant decide, by name, in their order."""
    steps = (node for node in walk(flow) if isinstance(node, Step) and not isinstance(node, Revise))
    return {str(step.name): step for step in steps}


def boxes_of(move: Move) -> list[tuple[str, Box]]:
    """Pairs of step and box; advice decides nothing, and votes are counted in one box of their step."""
    steps = levels(move.case.process.flow_class)
    words = [o for o in move.opinions if o.node in steps]
    spoken = [o for o in words if o.verdict not in (*VOTES, Verdict.ADVISED)]
    found = [(o.node, box_of(o, steps[o.node])) for o in spoken]
    found += [(name, _ballot(steps[name], said)) for name, said in _ballots(steps, words)]
    for carry in move.carries.values():
        if carry.why == Carry.Why.SAME_PERSON and carry.node in steps:
            said = next(o for o in spoken if o.task_id == carry.task_id)
            found.append((carry.node, replace(box_of(said, steps[carry.node]), capacity=_SAME)))
    order = list(steps)
    return sorted(found, key=lambda pair: order.index(pair[0]))


def box_of(opinion: Opinion, step: Step) -> Box:
    """What one person said at a step, and as what."""
    post = opinion.assignment.post
    return Box(
        **_titles(step),
        person=opinion.person.name,
        post=wording.post(post.unit.name, str(post.get_role_display())) if post else "",
        capacity=_capacity(opinion),
        verdict=wording.said(opinion.verdict),
        opinion=opinion.text,
        on=wording.day(opinion.at),
    )


def _titles(step: Step) -> dict[str, str]:
    """单位审核意见, and the step's title in English."""
    with override("en"):
        english = str(step.task_title)
    with wording.in_chinese():
        ends = "结论" if isinstance(step, Deliberate) else "意见"
        return {"title": f"{str(step.task_title).removesuffix(ends)}{ends}", "en": english}


def _capacity(opinion: Opinion) -> str:
    if opinion.acting_for is not None:
        return f"代{opinion.acting_for.name}"
    return _BY_REASON.get(opinion.assignment.reason, "")


def _ballots(steps: dict[str, Step], words: list[Opinion]) -> Iterable[tuple[str, list[Opinion]]]:
    """The steps that were voted on without a discussion, with the votes; minutes tell of the others."""
    for name, step in steps.items():
        said = [o for o in words if o.node == name and o.verdict in VOTES]
        if said and not isinstance(step, Deliberate):
            yield name, said


def _ballot(step: Step, said: list[Opinion]) -> Box:
    counts: list[Any] = [sum(o.verdict == verdict for o in said) for verdict in VOTES]
    words = (wording.said(verdict) for verdict in VOTES)
    return Box(
        **_titles(step),
        person="、".join(o.person.name for o in said),
        post="",
        capacity="",
        verdict="　".join(f"{word} {n} 票" for word, n in zip(words, counts, strict=True)),
        opinion="",
        on=wording.day(said[-1].at),
    )
