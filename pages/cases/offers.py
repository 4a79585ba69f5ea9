"""What the reader of a case can do with it besides deciding: offered where it may be possible.

The actions ask again, under the lock; what has become impossible meanwhile they refuse in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import access, actions
from approvals.company import LIVE
from approvals.following import leads_straight
from approvals.models import Assignment
from approvals.roles import Role
from approvals.steps import Step
from approvals.words import OPEN, Status, Verdict
from pages.cases.story import Story

State, Reason = Assignment.State, Assignment.Reason


@dataclass(frozen=True)
class Offer:
    """A page on which something can be done."""

    url: str
    label: str


@dataclass(frozen=True)
class Brought:
    """Somebody whom the reader brought in at a step and can send away again."""

    row: Assignment
    url: str


def at_step(row: Assignment, node: Any) -> list[Offer]:
    """What the person of an open row can do with it, where the step lets others be brought in."""
    hands_on = isinstance(node, Step) and node.hands_on
    if not hands_on or row.state != State.OPEN or row.reason == Reason.DELEGATED:
        return []
    words = {
        "transfer": _("Hand over"),
        "delegate": _("Ask for advice"),
        "add-signer": _("Add a signer"),
    }
    return [Offer(_of_row(name, row), label) for name, label in words.items()]


def on_case(story: Story) -> list[Offer]:
    """What the reader can do with the case as a whole: take a verdict back, urge, send copies."""
    case, found = story.case, []
    if row := last_word(story):
        found.append(Offer(_of_row("take-back", row), _("Take my verdict back")))
    mine = case.applicant_id == story.desk.person.pk
    if mine and any(row.person_id != case.applicant_id for row in story.waiting_on):
        found.append(Offer(reverse("urge", args=[case.pk]), _("Urge")))
    for verdict in actions.may_end_wait(case, story.desk.person, story.desk.now):
        address = reverse("end-wait", args=[case.pk, verdict])
        found.append(Offer(address, str(Verdict(verdict).label)))
    if _may_copy(story):
        found.append(Offer(reverse("copy", args=[case.pk]), _("Send a copy")))
    if case.status in OPEN:
        found.append(Offer(reverse("preview", args=[case.pk]), _("Preview of the paper")))
    if case.closed_at and access.steers(story.desk.posts, case):
        found.append(Offer(reverse("case-package", args=[case.pk]), _("Archive package")))
    return found


def administering(story: Story) -> list[Offer]:
    """What an administrator of the bureau can do with a case in which they have no part."""
    case, desk = story.case, story.desk
    if case.status not in OPEN or not access.is_administrator(desk.posts, case):
        return []
    if desk.person.pk in story.move.people.barred:
        return []
    found = []
    if case.status == Status.SUSPENDED:
        found.append(Offer(reverse("resume", args=[case.pk]), _("Let it go on")))
    else:
        asked = [row for row in story.waiting_on if _handed_on(story, row)]
        for row in asked:
            label = _("Give to another: %(who)s") % {"who": row.person}
            found.append(
                Offer(_of_row("reassign", row), label if len(asked) > 1 else _("Give to another"))
            )
        found.append(Offer(reverse("suspend", args=[case.pk]), _("Suspend")))
    return [*found, Offer(reverse("terminate", args=[case.pk]), _("Terminate"))]


def may_void(story: Story) -> bool:
    """Whether the reader can void papers of the case and issue them anew."""
    case, desk = story.case, story.desk
    if not story.papers or not access.is_administrator(desk.posts, case):
        return False
    return access.administers(desk.person, case, desk.on)


def brought_by(story: Story, row: Assignment) -> list[Brought]:
    """Those whom the person of a row brought in and who can still be sent away."""
    if story.case.status != Status.RUNNING:
        return []
    named = [r for r in story.rows if r.origin_id == row.pk and r.state in LIVE]
    return [
        Brought(r, _of_row("remove-signer", r)) for r in named if r.reason != Reason.TRANSFERRED
    ]


def brought_earlier(story: Story) -> list[Brought]:
    """The same for the reader's rows that are done: a signer beside or after me may still be asked."""
    me = story.desk.person.pk
    mine = [row for row in story.rows if row.person_id == me and row.state == State.DONE]
    return [one for row in mine for one in brought_by(story, row)]


def others_asked(story: Story, row: Assignment, *, below: bool = False) -> list[Any]:
    """Who else has to speak at the step of a row before it can end; `below`: of those it brought in."""
    flow = story.case.process.flow_class
    node = flow.instance.node(row.node, no_obsolete=True) if flow else None
    rows = [r for r in story.rows if r.task_id == row.task_id]
    by_id = {r.pk: r for r in rows}
    top = row
    while not below and top.origin_id in by_id:
        top = by_id[top.origin_id]
    everybody = isinstance(node, Step) and not node.single and not below
    near = rows if everybody else [top, *_below(rows, top)]
    live = (State.OPEN,) if below else LIVE
    return list(
        {r.person_id: r.person for r in near if r.pk != row.pk and r.state in live}.values()
    )


def last_word(story: Story) -> Assignment | None:
    """The reader's last verdict, where the step behind it looks untouched."""
    if story.case.status not in (Status.RUNNING, Status.RETURNED):
        return None
    me = story.desk.person.pk
    done = [row for row in story.rows if row.state == State.DONE and row.finished_at]
    mine = [row for row in done if row.person_id == me and row.capacity != Role.APPLICANT]
    if not mine:
        return None
    last = max(mine, key=lambda row: (row.finished_at, row.pk))
    if not leads_straight(last, story.case):
        return None
    later = [row for row in story.rows if row.task_id > last.task_id]
    if not later:
        return last
    touched = any(r.state not in (State.OPEN, State.WAITING) or r.origin_id for r in later)
    ended = max(row.finished_at for row in done if row.task_id == last.task_id)  # type: ignore[type-var]
    steps = {row.task_id for row in later}
    return None if touched or len(steps) > 1 or ended != last.finished_at else last


def _may_copy(story: Story) -> bool:
    """As access.may_copy, from what was read for the page: who only got a copy sends none."""
    case, me = story.case, story.desk.person.pk
    if not case.copied or access.steers(story.desk.posts, case):  # type: ignore[attr-defined]
        return True
    asked = any(me in (row.person_id, row.acting_for_id) for row in story.rows)
    return asked or me in story.move.people.barred


def _handed_on(story: Story, row: Assignment) -> bool:
    flow = story.case.process.flow_class
    node = flow.instance.node(row.node, no_obsolete=True) if flow else None
    return bool(at_step(row, node))


def _below(rows: list[Assignment], row: Assignment) -> Iterator[Assignment]:
    for other in rows:
        if other.origin_id == row.pk:
            yield other
            yield from _below(rows, other)


def _of_row(name: str, row: Assignment) -> str:
    return reverse(name, args=[row.case_id, row.pk])
