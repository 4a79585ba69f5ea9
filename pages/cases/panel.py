"""The decision panel: what a person can say at a step, and what each verdict does."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals import timeline
from approvals.deliberation import Deliberate
from approvals.flows import Close
from approvals.models import Assignment, Case
from approvals.roles import Role
from approvals.steps import Revise, Step
from approvals.words import SAYS_WHY, VOTES, Verdict
from policy.ruling import Ruling

_BACK = (Verdict.RETURNED,)
_BAD = (Verdict.REFUSED, Verdict.AGAINST)
_NEITHER = (Verdict.ABSTAIN,)


@dataclass(frozen=True)
class Choice:
    """One verdict: how it is called, how it looks, what it does."""

    value: str
    label: Any
    tone: str
    icon: str
    does: str
    says_why: bool


@dataclass
class Panel:
    """The form of one open step of one person, with what was typed before."""

    row: Assignment
    step: Any
    capacity: str
    choices: list[Choice]
    seen: int
    key: UUID
    chosen: str = ""
    text: str = ""
    error: str = ""
    error_at: str = ""
    votes: bool = False
    concludes: bool = False


def panel_of(case: Case, row: Assignment, **typed: Any) -> Panel:
    """The panel for an open row; empty of choices if the flow lost the step."""
    flow = case.process.flow_class
    node = flow.instance.node(row.node, no_obsolete=True) if flow else None
    verdicts = node.verdicts(row.capacity) if isinstance(node, Step) else []
    return Panel(
        row=row,
        step=timeline.title_of(case, row.node),
        capacity=capacity_of(row.capacity),
        choices=[_choice(case, node, verdict) for verdict in verdicts],
        seen=case.data_version,
        key=uuid4(),
        votes=bool(verdicts) and verdicts[0] in VOTES,
        concludes=isinstance(node, Deliberate) and row.capacity == node.chair,
        **typed,
    )


def capacity_of(capacity: str) -> str:
    return str(Role(capacity).label) if capacity in Role.values else capacity


def _choice(case: Case, node: Any, verdict: str) -> Choice:
    tone, icon = "good", "g-done"
    if verdict in _BACK:
        tone, icon = "back", "g-back"
    elif verdict in _BAD:
        tone, icon = "bad", "g-bad"
    elif verdict in _NEITHER:
        tone, icon = "skip", "g-skip"
    return Choice(
        value=str(verdict),
        label=Verdict(verdict).label,
        tone=tone,
        icon=icon,
        does=_does(case, node, verdict),
        says_why=verdict in SAYS_WHY,
    )


def _does(case: Case, node: Any, verdict: str) -> str:
    """What follows, in words, before anything is pressed."""
    if verdict == Verdict.ABSTAIN:
        return _("Counts towards the quorum, not towards the majority.")
    if verdict in VOTES:
        return _("Your vote is counted; the chair concludes.")
    does = follows(node.ways.target(verdict, case.ruling), case.ruling, case)
    if verdict == Verdict.AGREED_WITH_CHANGES:
        return _("Say what to change. %(does)s") % {"does": does}
    return does


def follows(node: Any, ruling: Ruling, case: Case) -> str:
    """Where the case is once it has come to `node`."""
    effects = []
    while not isinstance(node, (Step, Close)):
        effects.append(str(node.task_title))
        node = node.forward(ruling)
    if isinstance(node, Revise):
        return _("Back to %(name)s, who revises it and can submit it again.") % {
            "name": case.applicant
        }
    if isinstance(node, Close):
        end = {"end": node.task_title, "effects": pgettext("list", ", ").join(effects)}
        if effects and str(node.task_title) not in effects:
            return _("%(effects)s; the case ends: %(end)s.") % end
        return _("The case ends: %(end)s.") % end
    if isinstance(node, Deliberate):
        return _("Next: %(step)s at the centre.") % {"step": node.task_title}
    return _("Next: %(step)s.") % {"step": node.task_title}
