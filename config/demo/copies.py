"""Multiplies the history by copying whole cases with all their rows: numbers, chains and all.

A copy differs in its keys, its number and its journal's hashes, and happened some seconds later.
It is for measuring with many rows; each copy has to hold what approvals.invariants asks for.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import connection
from django.db.models import Model
from viewflow.workflow.models import Process, Task

from approvals.models import Assignment, Attachment, Case, Discussion, Opinion, Party
from approvals.words import OPEN, Status
from config.demo.rows import Columns, Keys, Template, reset_sequences
from registry import journal
from registry.journal import Entry
from registry.numbers import Register
from registry.projects.models import KeyProject, Project
from workflows.proposal.models import Proposal

# In the order in which rows refer to each other.
COPIED: tuple[type[Model], ...] = (
    *(Process, Task, Project, KeyProject, Case, Proposal, Party, Attachment),
    *(Assignment, Opinion, Discussion, Entry),
)
_AT_ONCE = 500
_LATER = timedelta(milliseconds=1_200)  # a thousand copies stay within the hour
_OPEN_EVERY = 20  # rounds: inboxes do not grow as fast as the archive


def multiply(scale: int) -> None:
    """Copy submitted cases until there are `scale` times as many cases as now."""
    wanted = (scale - 1) * Case.objects.count()
    if wanted <= 0:
        return
    copier = Copier()
    for made, (case, round_) in enumerate(_rounds(copier.cases, wanted), start=1):
        copier.copy(case, round_)
        if made % _AT_ONCE == 0:
            copier.flush()
    copier.flush()
    Register.objects.bulk_update(copier.registers.values(), ["last"])
    reset_sequences(COPIED)


def _rounds(cases: list[Case], wanted: int) -> Iterator[tuple[Case, int]]:
    """Cases to copy, as many as wanted, each with the number of its round."""
    round_ = made = 0
    while True:
        round_ += 1
        for case in cases:
            if case.status in OPEN and round_ % _OPEN_EVERY:
                continue
            if made == wanted:
                return
            made += 1
            yield case, round_


class Copier:
    """The rows of every submitted case, read once, and what has to be written."""

    def __init__(self) -> None:
        submitted = Case.objects.exclude(status=Status.DRAFT)
        self.cases = list(submitted.order_by("submitted_at", "pk"))
        self.columns = {model: Columns(model, COPIED) for model in COPIED}
        self.templates = {
            pk: [Template.of(row, self.columns[type(row)]) for row in rows]
            for pk, rows in _rows_by_case(self.cases).items()
        }
        self.registers = {(r.unit_id, r.kind, r.year): r for r in Register.objects.all()}

    def copy(self, case: Case, round_: int) -> None:
        """One more case like that one, with all its rows."""
        templates, shift = self.templates[case.pk], _LATER * round_
        keys: Keys = {
            (t.columns.model, t.row.pk): t.columns.new_key()
            for t in templates
            if t.columns.has_own_key
        }
        subject, number = f"case:{keys[Case, case.pk]}", self._number(case)
        made, head = [], journal.Head()
        for template in templates:
            model, values, place = (
                template.columns.model,
                template.copy(keys, shift),
                template.columns.place,
            )
            made.append((model, values, place))
            if model is Project:
                values[place["origin"]] = subject
            if isinstance(template.row, Entry):
                line = _line_of(template.row, subject, number, keys, shift)
                head = _chain(line, head, template.row, round_, values, place)
        for model, values, place in made:
            if model is Case:
                values[place["number"]] = number
                values[place["journal_seq"]] = head.seq
                values[place["journal_digest"]] = head.digest
            self.columns[model].waiting.append(values)

    def _number(self, case: Case) -> str:
        prefix, year, _ = case.number.rsplit("-", 2)
        register = self.registers[case.bureau_id, case.kind, int(year)]
        register.last += 1
        return f"{prefix}-{year}-{register.last}"

    def flush(self) -> None:
        """Write what waits, in the order of reference."""
        for columns in self.columns.values():
            columns.flush()


def _line_of(row: Entry, subject: str, number: str, keys: Keys, shift: timedelta) -> Entry:
    """The line as the copy's journal says it: other number and project, later moments."""
    detail = dict(row.detail)
    if "number" in detail:
        detail["number"] = number
    if "project" in detail:
        detail["project"] = keys[Project, detail["project"]]
    if detail.get("arrived_at"):
        arrived = datetime.fromisoformat(detail["arrived_at"]) + shift
        detail["arrived_at"] = arrived.isoformat(timespec="microseconds")
    return Entry(
        subject=subject,
        seq=row.seq,
        at=row.at + shift,
        actor_id=row.actor_id,
        verb=row.verb,
        detail=detail,
    )


def _chain(
    line: Entry,
    head: journal.Head,
    template: Entry,
    round_: int,
    values: list[Any],
    place: dict[str, int],
) -> journal.Head:
    """Put the line behind `head`, into the columns of the copy; the new head."""
    line.before = head.digest
    line.digest = journal.digest_of(line)
    line.key = template.key and uuid5(NAMESPACE_URL, f"{template.key}:{round_}")
    for field in Entry._meta.concrete_fields:
        if field.name in ("subject", "detail", "before", "digest", "key"):
            prepared = field.get_db_prep_save(getattr(line, field.attname), connection)
            values[place[field.attname]] = prepared
    return journal.Head(line.seq, line.digest)


def _rows_by_case(cases: list[Case]) -> dict[int, list[Model]]:
    """For each case all its rows, in the order in which they are written."""
    found: dict[int, list[Model]] = {case.pk: [] for case in cases}
    by_process = {case.process_id: case.pk for case in cases}
    by_project = {case.project_id: case.pk for case in cases if case.project_id}
    by_subject = {case.journal_subject: case.pk for case in cases}
    owner = {
        Process: lambda row: by_process[row.pk],
        Task: lambda row: by_process[row.process_id],
        Project: lambda row: by_project[row.pk],
        KeyProject: lambda row: by_project[row.project_id],
        Case: lambda row: row.pk,
        Entry: lambda row: by_subject.get(row.subject),
    }
    for model in COPIED:
        for row in model._default_manager.order_by("seq" if model is Entry else "pk"):
            pk = owner.get(model, lambda row: row.case_id)(row)
            if pk in found:
                found[pk].append(row)
    return found
