"""What is wrong after one step of a history, by rules that are written down here a second time."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.machine.seen import APPLICANT, LIVE, SIGN_OFF, Seen, State
from tests.processes import SEVERAL
from workflows.proposal.process import PROPOSAL

OPEN_STATUS = ("running", "returned", "suspended")
ALL_AGREE = ("countersign", "in_turn")
VOTED_ON = ("for", "against", "abstain")
TWO_THIRDS = Fraction(2, 3)
# Steps of one person each that stand right behind one another, or that the flow keeps apart.
APART = {
    "proposal": {"plan_check": ("unit_review",), "sign_off": ("plan_check", "unit_review")},
    "several": {"final": ("sign_off",)},
}
VOUCHES = {"proposal": PROPOSAL.vouches, "several": SEVERAL.vouches}


def faults(before: Seen, after: Seen, *, only: int | None, name: str) -> Iterator[str]:
    """What one step did that it may not have. `only`: the case that it was about, if one."""
    yield from _kept(before, after)
    for case in after.cases.values():
        old = before.cases.get(case.pk)
        changed = old != case or before.rows_of.get(case.pk) != after.rows_of.get(case.pk)
        if not changed:
            continue
        if old and only not in (None, case.pk):
            yield f"case {case.pk} was changed by a step that was about case {only}"
        if old and case.journal_seq <= old.journal_seq:
            yield f"case {case.pk} was changed without a line in its journal"
        yield from standing(after, case)
        yield from _ended(before, after, case, name)


def _kept(before: Seen, after: Seen) -> Iterator[str]:
    """Cases, rows and opinions stay; opinions stay as they are."""
    for kind in ("cases", "rows", "tasks", "carries", "meetings"):
        gone = getattr(before, kind).keys() - getattr(after, kind).keys()
        if gone and kind != "carries":  # a return that is taken back takes its carries with it
            yield f"{kind} {sorted(gone)} are gone"
    if before.opinions.items() - after.opinions.items():
        yield "an opinion was changed or is gone"
    for case in before.cases.values():
        if after.cases[case.pk].journal_seq < case.journal_seq:
            yield f"the journal of case {case.pk} lost lines"


def standing(seen: Seen, case: Any) -> Iterator[str]:
    """How one case stands: who is asked fits its status, and may be asked."""
    rows = seen.rows_of.get(case.pk, [])
    live = [row for row in rows if row.state in LIVE]
    states = {row.state for row in live}
    about = f"case {case.pk} ({case.status} at {case.step!r})"
    if case.status not in OPEN_STATUS and live:
        yield f"{about}: somebody is still asked"
    if case.status in ("running", "returned") and State.OPEN not in states:
        yield f"{about}: nobody is asked"
    if case.status == "suspended" and (State.OPEN in states or State.PAUSED not in states):
        yield f"{about}: rows in states {states}"
    if case.status != "suspended" and State.PAUSED in states:
        yield f"{about}: a row is still paused"
    if case.status == "returned":
        asked = [(row.person_id, row.capacity) for row in live]
        if asked != [(case.applicant_id, APPLICANT)]:
            yield f"{about}: asked are {asked}, and not the applicant alone"
    if any(seen.tasks[row.task_id].finished for row in live):
        yield f"{about}: a row waits at a step that is over"
    yield from _allowed(seen, case, [row for row in live if row.capacity != APPLICANT], about)
    yield from _words(seen, rows, about)


def _allowed(seen: Seen, case: Any, live: list[Any], about: str) -> Iterator[str]:
    barred = seen.barred[case.pk]
    apart = _apart(seen, case)
    for row in live:
        voices = {row.person_id, row.acting_for_id} - {None}
        if voices & barred:
            yield f"{about}: {voices & barred} has a part in it and is asked"
        if voices & apart:
            yield f"{about}: {voices & apart} decided a step that must stay apart"
    if case.step == "in_turn":
        turns = [r for r in live if r.origin_id is None and r.state in (State.OPEN, State.HELD)]
        if len(turns) > 1:
            yield f"{about}: {len(turns)} are asked at once where one follows the other"


def _apart(seen: Seen, case: Any) -> set[int]:
    """Who signed off a step of this round from which the open one must be kept apart."""
    names = APART[case.kind].get(case.step, ())
    if not names:
        return set()
    tasks = {task for name, task in seen.signed(case).items() if name in names}
    said = [o for o in seen.said_of.get(case.pk, []) if o.task_id in tasks]
    return {
        pk for o in said if o.verdict in SIGN_OFF for pk in (o.person_id, o.acting_for_id) if pk
    }


def _words(seen: Seen, rows: list[Any], about: str) -> Iterator[str]:
    """Who is done has one word that counts, nobody else has one; discussions count those words."""
    said = [o for row in rows[:1] for o in seen.said_of.get(row.case_id, [])]
    per_row: dict[int, int] = {}
    for opinion in said:
        per_row[opinion.assignment_id] = per_row.get(opinion.assignment_id, 0) + 1
    for row in rows:
        wanted = 1 if row.state == State.DONE and row.capacity != APPLICANT else 0
        if per_row.get(row.pk, 0) != wanted:
            yield f"{about}: row {row.pk} has {per_row.get(row.pk, 0)} words, not {wanted}"
    tasks = {row.task_id for row in rows}
    for meeting in (m for m in seen.meetings.values() if m.task_id in tasks):
        votes = [o.verdict for o in said if o.task_id == meeting.task_id]
        for word in VOTED_ON:
            if getattr(meeting, f"votes_{word}") != votes.count(word):
                yield f"{about}: the discussion doesn't count the votes {word} that stand"


def _ended(before: Seen, after: Seen, case: Any, name: str) -> Iterator[str]:
    """A step that was signed off was signed off by all whom its rule names."""
    for task in after.tasks.values():
        if task.process_id != case.process_id or not task.finished:
            continue
        known = before.tasks.get(task.pk)
        outcome = after.outcome(task.pk)
        if (known and known.finished) or outcome not in SIGN_OFF:
            continue
        yield from _signed_off(before, after, case, task, task.flow_task, name)
    old = before.cases.get(case.pk, case).status
    if case.status != old and old not in ("draft", *OPEN_STATUS):
        yield f"case {case.pk} was {old} and is {case.status}"


def _signed_off(
    before: Seen, after: Seen, case: Any, task: Any, node: str, name: str
) -> Iterator[str]:
    about = f"step {node} of case {case.pk}"
    said = [o for o in after.said_of.get(case.pk, []) if o.task_id == task.pk]
    words = [o.verdict for o in said if o.verdict not in ("advised", *VOTED_ON)]
    waited = [r for r in before.at.get(task.pk, []) if r.state in LIVE]
    left = [r for r in waited if after.rows[r.pk].state == State.CLOSED]
    if node == "ballot":
        places = [r for r in before.at[task.pk] if r.origin_id is None and r.state != State.CLOSED]
        votes = sum(o.verdict == "for" for o in said)
        if votes < TWO_THIRDS * len(places):
            yield f"{about}: carried by {votes} of {len(places)}"
        return
    if not words or set(words) - set(SIGN_OFF):
        yield f"{about}: signed off by {words}"
    if node in ALL_AGREE and left and name != "remove signer":
        yield f"{about}: signed off without {[r.person_id for r in left]}"
    if node == "discuss":
        meeting = next(m for m in after.meetings.values() if m.task_id == task.pk)
        voted = meeting.votes_for + meeting.votes_against + meeting.votes_abstain
        if voted < TWO_THIRDS * meeting.members:
            yield f"{about}: concluded with {voted} of {meeting.members}"
        if meeting.votes_for < meeting.votes_against:
            yield f"{about}: concluded against the majority"


def vouched(kind: str, node: str, changed: set[str]) -> set[str]:
    """Those of the fields for which the sign-off of a step stands."""
    return changed if node not in VOUCHES[kind] else changed & set(VOUCHES[kind][node])
