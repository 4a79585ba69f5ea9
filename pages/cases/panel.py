"""The decision panel: what a person can say at a step, and what each verdict does."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals import answers, returns, timeline
from approvals.answers import AnswerForm
from approvals.deliberation import Deliberate
from approvals.flows import Close
from approvals.models import Assignment, Case
from approvals.returns import Resume
from approvals.roles import capacity_label
from approvals.steps import Revise, Step
from approvals.timeline import BROUGHT_IN, Line
from approvals.words import ADVERSE, SAYS_WHY, VOTES, Verdict
from pages.cases.offers import Brought, Offer, at_step, brought_by, others_asked
from pages.cases.story import Story
from pages.cases.telling import Since, since_last_word
from policy.ruling import Ruling

State, Reason = Assignment.State, Assignment.Reason
_BACK = (Verdict.RETURNED,)
_BAD = (Verdict.REFUSED, Verdict.AGAINST, *ADVERSE)
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


@dataclass(frozen=True)
class Target:
    """A visited step to which the case can be sent back, and who signed there."""

    value: str
    title: Any
    people: list[Any]


@dataclass
class Panel:
    """The form of one open step of one person, with what was typed before.

    saved_at: when what it shows was kept as a draft of the opinion, if it comes from there
    """

    row: Assignment
    step: Any
    capacity: str
    choices: list[Choice]
    seen: int
    key: UUID
    targets: list[Target] = field(default_factory=list)
    since: Since | None = None
    brought_in: Line | None = None
    brought: list[Brought] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    waits_for: list[Any] = field(default_factory=list)
    chosen: str = ""
    to: str = ""
    resume: str = Resume.AGAIN
    text: str = ""
    error: str = ""
    error_at: str = ""
    saved_at: datetime | None = None
    answers: AnswerForm | None = None
    votes: bool = False
    concludes: bool = False

    @property
    def answers_with(self) -> list[Any]:
        """The verdicts that need what the step asks for; empty if all do."""
        needed = self.answers.verdicts if self.answers else ()
        others = [choice for choice in self.choices if choice.value not in needed]
        return [c.label for c in self.choices if c.value in needed] if others else []

    @property
    def held(self) -> bool:
        return self.row.state == State.HELD

    @property
    def advises(self) -> bool:
        return self.row.reason == Reason.DELEGATED


def panel_of(story: Story, row: Assignment, **typed: Any) -> Panel:
    """The panel for a row that is asked or waits for others; empty of choices if the flow lost the step.

    Without `typed` it shows the draft of the opinion, if there is one.
    """
    if not typed and (draft := getattr(row, "draft", None)):
        typed = {"chosen": draft.verdict, "text": draft.text, "saved_at": draft.saved_at}
        typed["given"] = draft.answers
    case, held = story.case, row.state == State.HELD
    flow = case.process.flow_class
    node = flow.instance.node(row.node, no_obsolete=True) if flow else None
    visited = _targets(story, row)
    verdicts = node.verdicts(row, case.ruling) if isinstance(node, Step) else []
    if held:
        verdicts = [v for v in verdicts if v in (Verdict.RETURNED, Verdict.REFUSED)]
    asked = None if held else _asked(story, row, **typed)
    typed = {name: value for name, value in typed.items() if name not in ("given", "problems")}
    return Panel(
        row=row,
        step=timeline.title_of(case, row.node),
        capacity=str(capacity_label(row.capacity)),
        choices=[_choice(story, row, node, verdict, bool(visited)) for verdict in verdicts],
        seen=case.data_version,
        key=uuid4(),
        targets=visited if Verdict.RETURNED in verdicts else [],
        since=since_last_word(story.lines, row),
        brought_in=_brought_in(story, row),
        brought=brought_by(story, row),
        offers=at_step(row, node),
        waits_for=others_asked(story, row, below=True) if held else [],
        votes=bool(verdicts) and verdicts[0] in VOTES,
        concludes=isinstance(node, Deliberate) and row.capacity == node.chair,
        answers=asked,
        **typed,
    )


def _asked(story: Story, row: Assignment, **typed: Any) -> AnswerForm | None:
    """The form of a step, empty or with what was given; the action found the problems."""
    form = answers.asked_at(row)
    if form is None:
        return None
    about = {"case": story.case, "on": story.desk.on, "verdict": typed.get("chosen", "")}
    given, problems = typed.get("given") or {}, typed.get("problems") or {}
    return answers.shown(form, given, problems, **about)


def _targets(story: Story, row: Assignment) -> list[Target]:
    flow, signed = story.case.process.flow_class, story.signed
    visited = returns.targets(flow, story.case.ruling, row.node, signed)
    return [Target(n.name, n.task_title, story.signers(signed[n.name])) for n in visited]


def _brought_in(story: Story, row: Assignment) -> Line | None:
    """The line that tells who brought the person of a row in."""
    verbs = [verb for verb, reason in BROUGHT_IN.items() if reason == row.reason]
    told = (line for line in reversed(story.lines) if line.verb in verbs)
    return next((x for x in told if (x.node, x.about) == (row.node, row.person_id)), None)


def _choice(
    story: Story, row: Assignment, node: Any, verdict: str, can_choose: bool = False
) -> Choice:
    """can_choose: there are visited steps to which the case can be returned."""
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
        does=_("To the applicant or to a step that it went through: choose below.")
        if verdict == Verdict.RETURNED and can_choose
        else _does(story, row, node, verdict),
        says_why=verdict in SAYS_WHY,
    )


def _does(story: Story, row: Assignment, node: Any, verdict: str) -> str:
    """What follows, in words, before anything is pressed."""
    case = story.case
    if verdict in VOTES and not isinstance(node, Deliberate):
        return _("Your vote is counted; the step ends once nothing can change its result.")
    if verdict == Verdict.ABSTAIN:
        return _("Counts towards the quorum, not towards the majority.")
    if verdict in VOTES:
        return _("Your vote is counted; the chair concludes.")
    if verdict == Verdict.ADVISED:
        return _("Your advice goes to whoever asked you; they decide.")
    ends = verdict in (*_BACK, *_BAD) or isinstance(node, Deliberate)  # a chair concludes for all
    left = [] if ends else others_asked(story, row)
    if left or verdict not in node.ways.outcomes:
        does = _("At this step there still are: %(people)s.") % {
            "people": pgettext("list", ", ").join(str(person) for person in left)
        }
    else:
        target = node.ways.target(verdict, case.ruling)
        while carry := story.move.carries.get(target.name):
            target = target.ways.target(carry.task.data["outcome"], case.ruling)
        does = follows(target, case.ruling, case)
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
