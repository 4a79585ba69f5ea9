"""Save and discard what an applicant is still writing: drafts, and cases that were returned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from approvals import attachments, errors
from approvals.actions import when
from approvals.attachments import Checked
from approvals.kinds import Kind
from approvals.locking import done_before, locked
from approvals.models import Attachment, Case, Party
from approvals.move import Move
from approvals.words import Part, Status
from registry.journal import Entry
from registry.org.models import Person, Post, Unit

EDITABLE = (Status.DRAFT, Status.RETURNED)


@dataclass(frozen=True)
class Content:
    """What the form holds, cleaned.

    case      fields of the case: title, customer, value_yuan
    request   fields of the kind's own row
    parts     who has a part in the case besides the applicant
    added     files that passed the check; removed: ids of attachments to take out
    """

    unit: Unit
    case: Mapping[str, Any]
    request: Mapping[str, Any]
    parts: Mapping[Part, Person | None] = field(default_factory=dict)
    added: Iterable[Checked] = ()
    removed: Iterable[int] = ()


def create(*, kind: Kind, actor: Person, content: Content, at: datetime, key: UUID) -> Case:
    """A new draft; the one that is there already, if the key was used before.

    raises  NoPostToApply, KeyUsed
    """
    try:
        with attachments.kept_or_removed() as files, transaction.atomic():
            case = Case(
                kind=kind.name,
                bureau_id=content.unit.root_id,
                unit=content.unit,
                applicant=actor,
                created_at=at,
                saved_at=at,
                **content.case,
            )
            case.move = move = Move(case, actor, at, key)
            _check_post(kind, move, content.unit)
            case.save(force_insert=True)
            move.note("drafted")  # first: the key stands on the first line, and is looked for there
            kind.request._default_manager.create(case=case, **content.request)
            _attach(move, content, files)
            _write_parts(case, content)
            move.write()
            return case
    except errors.KeyUsed:
        before = Entry.objects.filter(key=key, actor=actor, verb="drafted").first()
        pk = before.subject.removeprefix("case:") if before else 0
        there = Case.objects.filter(pk=pk, kind=kind.name).first()
        if there is None:  # of another kind, somebody else's, or thrown away since
            raise
        return there


def save(
    *, kind: Kind, case_id: int, actor: Person, content: Content, seen: int, at: datetime, key: UUID
) -> Case:
    """The draft or returned case with what the form holds now; its data version goes up by one.

    raises  NotThere, StepMoved, IsSuspended, PageIsOld, NoPostToApply, OtherBureau, KeyUsed, Busy
    """
    with attachments.kept_or_removed() as files, locked(case_id) as case:
        if case.applicant_id != actor.pk:
            raise errors.NotThere
        if done_before(key, case, actor):
            return _unchanged(case, kind.request_of(case), content)
        if case.status == Status.SUSPENDED:
            raise errors.IsSuspended(when=when(case.suspended_at))
        if case.status not in EDITABLE:
            raise errors.StepMoved
        if case.data_version != seen:
            raise errors.PageIsOld
        case.move = move = Move(case, actor, at, key)
        _check_post(kind, move, content.unit)
        if case.status != Status.DRAFT and content.unit.root_id != case.bureau_id:
            raise errors.OtherBureau(bureau=case.bureau)
        request = kind.request_of(case)
        changes = _apply(case, {"unit": content.unit, **content.case})
        changes |= _apply(request, content.request)
        if case.status == Status.DRAFT:
            case.bureau_id = content.unit.root_id
        request.save()
        changes |= _attach(move, content, files)
        _write_parts(case, content)
        case.data_version, case.saved_at = seen + 1, at
        move.note("edited", data_version=case.data_version, changes=changes)
        move.write("data_version", "saved_at", "unit", "bureau", *content.case)
        return case


def discard(*, case_id: int, actor: Person, at: datetime, key: UUID) -> None:
    """Throw a draft away; its journal stays. Raises NotThere, AlreadySubmitted, KeyUsed, Busy."""
    with locked(case_id) as case:
        if case.applicant_id != actor.pk:
            raise errors.NotThere
        if case.status != Status.DRAFT:
            raise errors.AlreadySubmitted(when=when(case.submitted_at))
        case.move = move = Move(case, actor, at, key)
        move.note("discarded", title=case.title)
        move.write()
        names = list(case.attachments.values_list("file", flat=True))
        case.delete()
        transaction.on_commit(lambda: attachments.remove_files(names))


def _check_post(kind: Kind, move: Move, unit: Unit) -> None:
    held = Post.objects.on(move.on).filter(person=move.actor, unit=unit, role__in=kind.applies)
    if not held.exists():
        raise errors.NoPostToApply(unit=unit.name)


def _apply(row: Any, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set the values; what changed, as old and new text."""
    changes = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            changes[name] = [_text(old), _text(value)]
            setattr(row, name, value)
    return changes


def _unchanged(case: Case, request: Any, content: Content) -> Case:
    """The case, if it holds all that a form says which was sent before. Raises PageIsOld.

    Somebody who goes back to the page, types on and saves again must not be told that it is saved.
    """
    changes = _apply(case, {"unit": content.unit, **content.case})
    changes |= _apply(request, content.request)
    kept = case.attachments.filter(removed_at=None).values_list("sha256", flat=True)
    if changes or {upload.sha256 for upload in content.added}.difference(kept):
        raise errors.PageIsOld
    return case


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _attach(move: Move, content: Content, files: list[str]) -> dict[str, list[str]]:
    """Add and remove the files; the names of those that went and came, as a change of the case."""
    came = []
    for upload in content.added:
        row = attachments.add(move.case, upload, by=move.actor, at=move.at, written=files)
        move.note("attached", name=row.name, sha256=row.sha256, kind=row.kind)
        came.append(_as_changed(row))
    gone = Attachment.objects.filter(case=move.case, pk__in=list(content.removed), removed_at=None)
    went = [_as_changed(row) for row in gone]
    for row in gone:
        move.note("detached", name=row.name)
    gone.update(removed_at=move.at)
    return {"attachments": ["、".join(went), "、".join(came)]} if went or came else {}


def _as_changed(row: Attachment) -> str:
    """A file in a list of changes: a new file under the old name is another file."""
    return f"{row.name} ({row.sha256[:8]})"


def _write_parts(case: Case, content: Content) -> None:
    """The A and B managers as the form names them; whoever wrote on it stays barred as editor."""
    wanted = {(Part.EDITOR, case.move.actor.pk)}
    wanted |= {(part, person.pk) for part, person in content.parts.items() if person}
    held = {(p.part, p.person_id): p.pk for p in Party.objects.filter(case=case)}
    named = {key for key in held if key[0] != Part.EDITOR}
    Party.objects.filter(pk__in=[held[key] for key in named - wanted]).delete()
    Party.objects.bulk_create(
        [Party(case=case, part=part, person_id=pk) for part, pk in sorted(wanted - set(held))]
    )
