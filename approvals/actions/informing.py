"""Tell others of a case without moving it: copies to read (抄送), a reminder by hand (催办)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from approvals import access, errors
from approvals.actions.rows import check_text, when
from approvals.locking import done_before, locked
from approvals.models import Assignment, Case, Copy
from approvals.move import Move
from approvals.words import OPEN, Status
from policy import conduct
from registry.journal import Entry
from registry.org import posts
from registry.org.models import Person, Post
from registry.org.roles import PostRole

MAX_NOTE = 200
MAX_COPIES = 30
MAX_COMMENT = 500


def copy_to(
    *,
    case_id: int,
    actor: Person,
    people: Iterable[Person],
    note: str = "",
    at: datetime,
    key: UUID | None,
) -> Case:
    """Put the case into the boxes of colleagues, to be read. Who has it already keeps the first copy.

    Everybody who has a part in the case, was asked or sees over it may do so.

    raises  NotThere, NobodyNamed, TooManyNamed, NotAColleague, TooLong, HiddenControl, KeyUsed, Busy
    """
    check_text(note, MAX_NOTE)
    with locked(case_id) as case:
        case.move = move = Move(case, actor, at, key)
        if case.status == Status.DRAFT or not access.may_copy(actor, case, move.on):
            raise errors.NotThere
        if done_before(key, case, actor):
            return case
        named = {person.pk: person for person in people}
        _check_named(move, named)
        known = set(case.copies.filter(person__in=named).values_list("person", flat=True))
        new = [pk for pk in named if pk not in known]
        text = note.strip()
        Copy.objects.bulk_create(
            Copy(case=case, person_id=pk, by=actor, note=text, at=at) for pk in new
        )
        names = "、".join(str(person) for person in named.values())
        move.note("copied", people=sorted(named), name=names, text=text)
        if new:
            move.tell("copied", f"{case.pk}:{case.journal_seq}", people=new, note=text)
        move.write()
        return case


def _check_named(move: Move, named: dict[int, Person]) -> None:
    if not named:
        raise errors.NobodyNamed
    if len(named) > MAX_COPIES:
        raise errors.TooManyNamed(limit=MAX_COPIES)
    local = Post.objects.on(move.on).filter(unit__bureau_id=move.case.bureau_id, person__in=named)
    colleagues = set(local.values_list("person", flat=True))
    for pk, person in named.items():
        if pk not in colleagues:
            raise errors.NotAColleague(who=person)


def comment(*, case_id: int, actor: Person, text: str, at: datetime, key: UUID | None) -> Case:
    """A question or a remark on the case (留言), kept for good; it decides nothing.

    Whoever reads the case may write. The applicant and those who are asked now are told.

    raises  NotThere, SaySomething, TooLong, HiddenControl, Unprintable, KeyUsed, Busy
    """
    text = text.strip()
    with locked(case_id) as case:
        case.move = move = Move(case, actor, at, key)
        readable = access.visible_to(actor, move.on).filter(pk=case.pk)
        held = posts.held_by(actor, move.on)
        only_audits = bool(held) and all(post.role == PostRole.AUDITOR for post in held)
        if case.status == Status.DRAFT or only_audits or not readable.exists():
            raise errors.NotThere
        if not text:
            raise errors.SaySomething
        check_text(text, MAX_COMMENT)
        if done_before(key, case, actor):
            return case
        asked = case.assignments.filter(state=Assignment.State.OPEN)
        people = {case.applicant_id, *asked.values_list("person", flat=True)} - {actor.pk}
        move.note("commented", node=case.step, text=text)
        if people:
            about = {"people": sorted(people), "note": text[:MAX_NOTE]}
            move.tell("commented", f"{case.pk}:{case.journal_seq}", **about)
        move.write()
        return case


def urge(*, case_id: int, actor: Person, note: str = "", at: datetime, key: UUID | None) -> Case:
    """The applicant reminds those who are asked now, not more often than the ruling allows.

    raises  NotThere, AlreadyClosed, NobodyToUrge, UrgedAlready, IsSuspended, TooLong,
            HiddenControl, KeyUsed, Busy
    """
    check_text(note, MAX_NOTE)
    with locked(case_id) as case:
        if case.applicant_id != actor.pk or case.status == Status.DRAFT:
            raise errors.NotThere
        if done_before(key, case, actor):
            return case
        if case.status not in OPEN:
            raise errors.AlreadyClosed(status=Status(case.status).label)
        if case.status == Status.SUSPENDED:
            raise errors.IsSuspended(when=when(case.suspended_at))
        rows = list(case.assignments.filter(state=Assignment.State.OPEN).exclude(person=actor))
        if not rows:
            raise errors.NobodyToUrge
        case.move = move = Move(case, actor, at, key)
        _check_rate(move, rows[0])
        people = [row.person_id for row in rows]
        move.note("urged", node=case.step, task=rows[0].task_id, text=note.strip())
        key_of_it = f"{case.pk}:{case.journal_seq}"
        move.tell("urged", key_of_it, task=rows[0].task_id, people=people, note=note.strip())
        move.write()
        return case


def _check_rate(move: Move, row: Assignment) -> None:
    hours = move.case.ruling.value_of(conduct.URGE_EVERY)
    if hours is None:
        return
    since = move.at - timedelta(hours=int(hours))
    lines = Entry.objects.filter(subject=move.case.journal_subject, verb="urged", at__gt=since)
    last = next((x for x in lines.order_by("-seq") if x.detail.get("task") == row.task_id), None)
    if last is not None:
        raise errors.UrgedAlready(when=when(last.at), hours=int(hours))
