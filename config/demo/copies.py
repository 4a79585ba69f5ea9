"""Multiplies the history by copying whole cases with all their rows: numbers, chains and all.

A copy differs in its keys, its number and its journal's hashes, and happened some seconds later.
It is for measuring with many rows; each copy has to hold what approvals.invariants asks for.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.management.color import no_style
from django.db import connection
from django.db.models import DateTimeField, Max, Model
from viewflow.workflow.models import Process, Task

from approvals.models import Assignment, Attachment, Case, Discussion, Opinion, Party
from approvals.words import OPEN, Status
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
_AT_ONCE = 200
_LATER = timedelta(milliseconds=1_200)  # a thousand copies stay within the hour
_OPEN_EVERY = 20  # rounds: inboxes do not grow as fast as the archive


def multiply(scale: int) -> None:
    """Copy submitted cases until there are `scale` times as many cases as now."""
    wanted = (scale - 1) * Case.objects.count()
    if wanted <= 0:
        return
    copier = Copier()
    for round_ in _rounds(copier, wanted):
        copier.copy(*round_)
    copier.flush()
    copier.finish()


def _rounds(copier: "Copier", wanted: int) -> Iterator[tuple[int, int]]:
    """Pairs of a case and a round, as many as wanted."""
    round_ = made = 0
    while True:
        round_ += 1
        for pk, status in copier.templates:
            if status in OPEN and round_ % _OPEN_EVERY:
                continue
            if made == wanted:
                return
            made += 1
            yield pk, round_


class Copier:
    """The rows of every submitted case, read once, and what has to be written."""

    def __init__(self) -> None:
        cases = list(Case.objects.exclude(status=Status.DRAFT).order_by("submitted_at", "pk"))
        self.templates = [(case.pk, case.status) for case in cases]
        self.graph = _graph(cases)
        self.next = {m: (m.objects.aggregate(n=Max("pk"))["n"] or 0) + 1 for m in COPIED}
        self.registers = {(r.unit_id, r.kind, r.year): r for r in Register.objects.all()}
        self.waiting: dict[type[Model], list[Model]] = {model: [] for model in COPIED}
        self.fields = {model: _fields(model) for model in COPIED}

    def copy(self, case_pk: int, round_: int) -> None:
        """One more case like that one, with all its rows."""
        shift = _LATER * round_
        keys: dict[tuple[type[Model], Any], int] = {}
        rows = self.graph[case_pk]
        for row in rows:  # keys first: rows refer to each other both ways
            model = type(row)
            if model is not Proposal:
                keys[model, row.pk] = self.next[model]
                self.next[model] += 1
        made = [self._copied(row, keys, shift) for row in rows]
        case = next(row for row in made if isinstance(row, Case))
        template = next(row for row in rows if isinstance(row, Case))
        case.number = self._number(template)
        head = journal.Head()
        for row in made:
            if isinstance(row, Project):
                row.origin = case.journal_subject
            elif isinstance(row, Entry):
                head = _chained(row, case, keys, head, shift, round_)
            self.waiting[type(row)].append(row)
        case.journal_seq, case.journal_digest = head.seq, head.digest
        if len(self.waiting[Case]) >= _AT_ONCE:
            self.flush()

    def _copied(self, row: Model, keys: dict, shift: timedelta) -> Model:
        model = type(row)
        values = {}
        for name, target, is_moment in self.fields[model]:
            value = getattr(row, name)
            if target is not None:
                value = keys.get((target, value), value)
            elif is_moment and value is not None:
                value += shift
            values[name] = value
        if model is not Proposal:
            values["id"] = keys[model, row.pk]
        return model(**values)

    def _number(self, template: Case) -> str:
        prefix, year, _ = template.number.rsplit("-", 2)
        register = self.registers[template.bureau_id, template.kind, int(year)]
        register.last += 1
        return f"{prefix}-{year}-{register.last}"

    def flush(self) -> None:
        """Write what waits, in the order of reference."""
        for model in COPIED:
            model.objects.bulk_create(self.waiting[model], batch_size=2_000)
            self.waiting[model] = []

    def finish(self) -> None:
        """Put the registers and the keys of the database behind the last copy."""
        Register.objects.bulk_update(self.registers.values(), ["last"])
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
                cursor.execute(statement)


def _chained(
    row: Entry, case: Case, keys: dict, head: journal.Head, shift: timedelta, round_: int
) -> journal.Head:
    """Put a copied line behind `head`, with the new number and project in it."""
    row.subject, row.before = case.journal_subject, head.digest
    row.key = row.key and uuid5(NAMESPACE_URL, f"{row.key}:{round_}")
    detail = dict(row.detail)
    if "number" in detail:
        detail["number"] = case.number
    if "project" in detail:
        detail["project"] = keys[Project, detail["project"]]
    if detail.get("arrived_at"):
        arrived = datetime.fromisoformat(detail["arrived_at"]) + shift
        detail["arrived_at"] = arrived.isoformat(timespec="microseconds")
    row.detail = detail
    row.digest = journal.digest_of(row)
    return journal.Head(row.seq, row.digest)


def _fields(model: type[Model]) -> list[tuple[str, type[Model] | None, bool]]:
    """The columns of a model: name, which copied model it refers to, whether it moves with time."""
    found = []
    for field in model._meta.concrete_fields:
        if field.primary_key and model is not Proposal:
            continue
        target = field.related_model if field.related_model in COPIED else None
        moves = isinstance(field, DateTimeField) and field.name != "due_at"  # ends with its day
        found.append((field.attname, target, moves))
    return found


def _graph(cases: list[Case]) -> dict[int, list[Model]]:
    """For each case all its rows, in the order in which they are written."""
    graph: dict[int, list[Model]] = {case.pk: [] for case in cases}
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
        order = "seq" if model is Entry else "pk"
        for row in model.objects.order_by(order):
            pk = owner.get(model, lambda row: row.case_id)(row)
            if pk in graph:
                graph[pk].append(row)
    return graph
