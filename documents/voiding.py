"""Void a paper (作废), or issue it anew in its place (换发): by an administrator, with a reason.

The old paper keeps its number, its row and its file; whoever checks it is told.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from approvals import authority, errors
from approvals.actions.rows import check_reason, when
from approvals.locking import done_before, locked
from approvals.models import Case
from approvals.move import Move
from documents.errors import NotWrittenAnew, SupersededAlready, VoidedAlready
from documents.issuing import issue
from documents.models import Paper
from documents.nodes import Issue
from documents.sheet import Sheet
from registry.org.models import Person

MAX_REASON = 200


def void(
    *, case_id: int, paper_id: int, actor: Person, reason: str, at: datetime, key: UUID | None
) -> Case:
    """Declare a paper void.

    raises  NotThere, NotAdministrator, OwnCase, SayWhy, TooLong, HiddenControl, VoidedAlready,
            KeyUsed, Busy
    """
    reason = check_reason(reason, MAX_REASON)
    with locked(case_id) as case:
        if done_before(key, case, actor):
            return case
        move, paper = _begun(case, paper_id, actor, at, key)
        if paper.voided_at:
            raise VoidedAlready(number=paper.number, when=when(paper.voided_at))
        _void(move, paper, reason)
        move.note("paper_voided", name=paper.number, text=reason)
        move.write()
        return case


def reissue(
    *, case_id: int, paper_id: int, actor: Person, reason: str, at: datetime, key: UUID | None
) -> Case:
    """Issue a paper anew, with its own number, from what the registers say now; the old one is void.

    raises  as `void`, and SupersededAlready, NotWrittenAnew
    """
    reason = check_reason(reason, MAX_REASON)
    with locked(case_id) as case:
        if done_before(key, case, actor):
            return case
        move, paper = _begun(case, paper_id, actor, at, key)
        if newer := Paper.objects.filter(supersedes=paper).first():
            raise SupersededAlready(number=paper.number, newer=newer.number)
        sheet = replace(_written_anew(case, move, paper), supersedes=paper.number)
        if not paper.voided_at:
            _void(move, paper, reason)
        (newer,) = issue(case, move, [sheet], supersedes=paper)
        both = f"{paper.number} → {newer.number}"
        move.note("paper_reissued", name=both, text=reason)
        move.write()
        return case


def _begun(
    case: Case, paper_id: int, actor: Person, at: datetime, key: UUID | None
) -> tuple[Move, Paper]:
    paper = Paper.objects.filter(case=case, pk=paper_id).first()
    if paper is None:
        raise errors.NotThere
    case.move = move = Move(case, actor, at, key)
    authority.check_administrator(move)
    return move, paper


def _void(move: Move, paper: Paper, reason: str) -> None:
    paper.voided_at, paper.voided_by, paper.void_reason = move.at, move.actor, reason
    paper.save(update_fields=["voided_at", "voided_by", "void_reason"])
    about = {"paper": paper.pk, "note": f"{paper.number}：{reason}"}
    move.tell("render", f"{paper.pk}:void", paper=paper.pk)
    move.tell("paper_voided", paper.pk, people=[move.case.applicant_id], **about)


def _written_anew(case: Case, move: Move, paper: Paper) -> Sheet:
    """The sheet that the flow writes today in the place of a paper. Raises NotWrittenAnew."""
    place, origin = _place(paper)
    alike = [s for s in _sheets(case, move) if (s.kind, s.title) == origin]
    if place >= len(alike):
        raise NotWrittenAnew(number=paper.number)
    return alike[place]


def _sheets(case: Case, move: Move) -> Iterator[Sheet]:
    """What the flow writes at the places of issue that the case has passed."""
    passed = [task.flow_task for task in case.process.task_set.order_by("pk")]
    for node in passed:
        if isinstance(node, Issue):
            yield from node.sheets(case, move)


def _place(paper: Paper) -> tuple[int, tuple[str, str]]:
    """The place of a paper among those of its kind and title that the decision issued."""
    first = paper
    while first.supersedes:
        first = first.supersedes
    name = (first.kind, first.content["title"])
    issued = Paper.objects.filter(case=paper.case_id, supersedes=None).order_by("pk")
    alike = [p.pk for p in issued if (p.kind, p.content["title"]) == name]
    return alike.index(first.pk), name
