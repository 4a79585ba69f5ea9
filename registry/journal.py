"""The journal: append-only lines, each chained by its hash to the one before it on the same subject.

The head of a chain (number and hash of the last line) stands on the subject's own row, which the
caller has locked; so a line that is changed, added or cut off at the end is found.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models

from registry.org.models import Person


class Entry(models.Model):
    """One line. `key` is the idempotency key of the action that wrote it (on its first line only)."""

    subject = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    detail = models.JSONField(default=dict)
    key = models.UUIDField(null=True, unique=True)
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="one_line_a_place")]


@dataclass(frozen=True)
class Head:
    """Where a chain ends: the number and the hash of its last line."""

    seq: int = 0
    digest: str = ""


def digest_of(entry: Entry) -> str:
    """The hash of a line: all that it says, and the hash of the line before it."""
    said = [
        entry.before,
        entry.subject,
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.verb,
        entry.detail,
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    *,
    subject: str,
    head: Head,
    lines: Iterable[tuple[str, Mapping[str, Any]]],
    at: datetime,
    actor_id: int | None,
    key: UUID | None = None,
) -> Head:
    """Chain `lines`, pairs of verb and detail, behind `head`; the new head. One INSERT.

    `detail` holds JSON only: money and days as text, moments in UTC as text.
    """
    entries, head = chained(
        subject=subject, head=head, lines=lines, at=at, actor_id=actor_id, key=key
    )
    Entry.objects.bulk_create(entries)
    return head


def chained(
    *,
    subject: str,
    head: Head,
    lines: Iterable[tuple[str, Mapping[str, Any]]],
    at: datetime,
    actor_id: int | None,
    key: UUID | None = None,
) -> tuple[list[Entry], Head]:
    """The lines as entries that are not stored yet, and the new head: for many subjects at once."""
    entries: list[Entry] = []
    for verb, detail in lines:
        entry = Entry(
            subject=subject,
            seq=head.seq + 1,
            at=at,
            actor_id=actor_id,
            verb=verb,
            detail=dict(detail),
            key=None if entries else key,
            before=head.digest,
        )
        entry.digest = digest_of(entry)
        head = Head(entry.seq, entry.digest)
        entries.append(entry)
    return entries, head


def faults(subject: str, head: Head) -> list[str]:
    """What is wrong with a chain, line by line; empty if it is whole and ends at `head`."""
    return faults_in(subject, Entry.objects.filter(subject=subject).order_by("seq"), head)


def faults_in(subject: str, entries: Iterable[Entry], head: Head) -> list[str]:
    """The same for lines that are at hand, in their order."""
    found, last = [], Head()
    for entry in entries:
        if entry.seq != last.seq + 1 or entry.before != last.digest:
            found.append(f"{subject}: line {entry.seq} does not follow line {last.seq}")
        if entry.digest != digest_of(entry):
            found.append(f"{subject}: line {entry.seq} was changed")
        last = Head(entry.seq, entry.digest)
    if last != head:
        found.append(f"{subject}: ends at line {last.seq}, its row says {head.seq}")
    return found
