"""Multiplies the history by copying whole proposals with all their rows: numbers, chains and all.

A copy differs in its keys, its number and its journal's hashes, and happened some seconds later.
It is for measuring with many rows; each copy has to hold what approvals.invariants asks for.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from viewflow.workflow.models import Process, Task

from approvals.models import (
    Assignment,
    Attachment,
    Attendance,
    Carry,
    Case,
    Clock,
    Copy,
    Discussion,
    Opinion,
    Party,
)
from approvals.words import OPEN, Status
from config.demo.renumbering import Registers, Renamed
from config.demo.rows import Columns, Keys, Template, reset_sequences
from documents.models import Paper
from registry.journal import Entry
from registry.projects.models import KeyProject, Project
from workflows.proposal.models import Proposal

# In the order in which rows refer to each other.
COPIED: tuple[type[Model], ...] = (
    *(Process, Task, Project, KeyProject, Case, Proposal, Party, Attachment, Copy),
    *(Assignment, Opinion, Clock, Carry, Discussion, Attendance, Paper, Entry),
)
_OF_PAPERS = ("serial", "number", "code", "content", "content_sha256", "sought")
_OF_LINES = ("subject", "detail", "key", "before", "digest")
_AT_ONCE = 500
_PAGES = "PRAGMA cache_size = -262144"  # 256 MB of SQLite pages: indexes grow in memory
_LATER = timedelta(milliseconds=1_200)  # a thousand copies stay within the hour
_OPEN_EVERY = 20  # rounds: inboxes do not grow as fast as the archive


def multiply(scale: int) -> None:
    """Copy submitted cases until there are `scale` times as many cases as now."""
    wanted = (scale - 1) * Case.objects.count()
    if wanted <= 0:
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(_PAGES)
    copier = Copier()
    for made, (case, round_) in enumerate(_rounds(copier.cases, wanted), start=1):
        copier.copy(case, round_)
        if made % _AT_ONCE == 0:
            copier.flush()
    copier.flush()
    copier.registers.write()
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
    """The rows of every submitted proposal, read once, and what has to be written.

    Other cases change registers in which a customer, a grant or a bid stands once.
    """

    def __init__(self) -> None:
        submitted = Case.objects.exclude(status=Status.DRAFT).filter(kind="proposal")
        self.cases = list(submitted.order_by("submitted_at", "pk"))
        self.columns = {model: Columns(model, COPIED) for model in COPIED}
        self.templates = {
            pk: [Template.of(row, self.columns[type(row)]) for row in rows]
            for pk, rows in _rows_by_case(self.cases).items()
        }
        self.registers = Registers()

    def copy(self, case: Case, round_: int) -> None:
        """One more case like that one, with all its rows."""
        templates, shift = self.templates[case.pk], _LATER * round_
        keys: Keys = {
            (t.columns.model, t.row.pk): t.columns.new_key()
            for t in templates
            if t.columns.has_own_key
        }
        named = Renamed.of(
            case,
            self.registers,
            case_pk=keys[Case, case.pk],
            keys=keys,
            shift=shift,
            round=round_,
        )
        case_row: list[Any] = []
        for template in templates:
            columns, values = template.columns, template.copy(keys, shift)
            if isinstance(template.row, Case):
                case_row = values
            elif isinstance(template.row, Project):
                columns.put(values, origin=named.subject)
            elif isinstance(template.row, Paper):
                columns.put_from(values, named.paper(template.row, self.registers), *_OF_PAPERS)
            elif isinstance(template.row, Entry):
                columns.put_from(values, named.line(template.row), *_OF_LINES)
            columns.waiting.append(values)
        ends = {"journal_seq": named.head.seq, "journal_digest": named.head.digest}
        self.columns[Case].put(case_row, number=named.number, **ends)

    def flush(self) -> None:
        """Write what waits, in the order of reference: all of it or nothing."""
        with transaction.atomic():
            for columns in self.columns.values():
                columns.flush()


def _rows_by_case(cases: list[Case]) -> dict[int, list[Model]]:
    """For each case all its rows, in the order in which they are written."""
    found: dict[int, list[Model]] = {case.pk: [] for case in cases}
    by_process = {case.process_id: case.pk for case in cases}
    by_project = {case.project_id: case.pk for case in cases if case.project_id}
    by_meeting = dict(Discussion.objects.values_list("pk", "case"))
    by_subject = {case.journal_subject: case.pk for case in cases}
    owner = {
        Process: lambda row: by_process.get(row.pk),
        Task: lambda row: by_process.get(row.process_id),
        Project: lambda row: by_project.get(row.pk),
        KeyProject: lambda row: by_project.get(row.project_id),
        Case: lambda row: row.pk,
        Attendance: lambda row: by_meeting[row.discussion_id],
        Entry: lambda row: by_subject.get(row.subject),
    }
    for model in COPIED:
        for row in model._default_manager.order_by("seq" if model is Entry else "pk"):
            pk = owner.get(model, lambda row: row.case_id)(row)
            if pk in found:
                found[pk].append(row)
    return found
