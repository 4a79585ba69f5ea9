"""A file over the pages: brought, shown with its faults row by row, loaded once if it has none."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from registry.errors import RegistryError
from registry.imports.cells import shown
from registry.imports.errors import BadFile
from registry.imports.loading import attempt
from registry.imports.models import Upload
from registry.imports.reading import read
from registry.imports.records import Fault
from registry.imports.upserts import Counts
from registry.org.models import Person, Unit

MAX_BYTES = 5 * 1024 * 1024
SHOWN = 200
KEPT = timedelta(days=2)


class FileTooLarge(BadFile):
    """Here a file may have %(limit)s MB: split it, or let the administrator import it."""


class LoadedAlready(BadFile):
    """This very file was loaded on %(day)s by %(who)s already."""


class HasFaults(RegistryError):
    """The file was not loaded and nothing was changed: correct the rows that are marked and bring it
    again.
    """


class NotTheirs(RegistryError):
    """This file was brought by somebody else, or is no longer here: bring it again."""


@dataclass(frozen=True)
class Row:
    """A row of the file with what is wrong with it."""

    number: int
    cells: list[str]
    faults: list[Fault]


@dataclass(frozen=True)
class Preview:
    """What a file would do. `rows` are the first so many, those with faults before the others."""

    header: list[str]
    rows: list[Row]
    total: int
    problems: list[Fault]  # of the file as a whole
    faulty: int
    counts: Counts


def bring(subject: str, name: str, content: bytes, *, by: Person, at: datetime) -> Upload:
    """Keep a file to be looked at. Raises BadFile where it can't be read, or was loaded already."""
    if len(content) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES // 1024**2)
    read(content)
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_again(subject, sha256)
    return Upload.objects.create(
        subject=subject,
        name=name[:200],
        sha256=sha256,
        content=content,
        brought_by=by,
        brought_at=at,
    )


def preview(upload: Upload, *, bureau: Unit, at: datetime) -> Preview:
    """What the file would do now; nothing is written. Raises BadFile."""
    table = read(bytes(upload.content))
    counts, faults = attempt(upload.subject, table, _given(upload, bureau, at), keep=False)
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults.found:
        if fault.row is not None:
            by_row[fault.row].append(fault)
    ordered = sorted(table.rows, key=lambda row: row[0] not in by_row)
    return Preview(
        header=table.header,
        rows=[
            Row(number, [shown(cell) for cell in cells], by_row.get(number, []))
            for number, cells in ordered[:SHOWN]
        ],
        total=len(table.rows),
        problems=[fault for fault in faults.found if fault.row is None],
        faulty=len(by_row),
        counts=counts,
    )


def load(upload: Upload, *, bureau: Unit, by: Person, at: datetime) -> Counts:
    """Write what the file says, all of it; its content is let go.

    raises  NotTheirs, LoadedAlready, HasFaults, BadFile
    """
    with transaction.atomic():
        rows = Upload.objects.select_for_update(no_key=True)
        held = rows.filter(pk=upload.pk, brought_by=by).first()
        if held is None:
            raise NotTheirs
        _refuse_again(held.subject, held.sha256)
        table = read(bytes(held.content))
        counts, faults = attempt(held.subject, table, _given(held, bureau, at), keep=True)
        if faults.found:
            raise HasFaults
        held.loaded_at, held.rows, held.content = at, len(table.rows), b""
        held.save()
        return counts


def forget(at: datetime) -> int:
    """Delete files that were brought and never loaded; how many."""
    old = Upload.objects.filter(loaded_at=None, brought_at__lt=at - KEPT)
    return old.delete()[0]


def _given(upload: Upload, bureau: Unit, at: datetime) -> dict[str, Any]:
    return {
        "on": None,
        "at": at,
        "by": upload.brought_by,
        "origin": upload.origin,
        "bureau_id": bureau.pk,
    }


def _refuse_again(subject: str, sha256: str) -> None:
    done = Upload.objects.filter(subject=subject, sha256=sha256, loaded_at__isnull=False)
    if before := done.select_related("brought_by").first():
        raise loaded_before(before)


def loaded_before(upload: Upload) -> LoadedAlready:
    """The refusal of a file that was loaded."""
    day = date_format(timezone.localdate(upload.loaded_at))
    return LoadedAlready(day=day, who=upload.brought_by)
