"""The archive: read, written version by version, confirmed, due again; readers of persons are told of."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from policy import archive as policy
from policy.book import Rulebook
from policy.items import Value
from registry.customers import access, record
from registry.customers.archive_fields import FIELDS, SEVERAL
from registry.customers.models import ArchiveEntry, Customer, Group, Tier
from registry.customers.words import Keeper
from registry.errors import RegistryError
from registry.journal import Entry
from registry.org import posts
from registry.org.models import Person, Post
from registry.org.roles import PostRole

READ = "persons_read"


class NotItsKeeper(RegistryError):
    """The archive of %(customer)s is kept by its A and B manager, by whoever is its custodian and by
    the information supervisor.
    """


class NotForThem(RegistryError):
    """What is kept of the important persons of %(customer)s is read by its managers, the head of its
    unit and the director of the centre.
    """


class ChangedMeanwhile(RegistryError):
    """Somebody else changed this entry at the same time: look at it again, then save yours."""


class NothingChanged(RegistryError):
    """Nothing was changed. If everything is still right, confirm the archive instead."""


@dataclass(frozen=True)
class Due:
    """When the archive was last brought up to date, and by when it has to be again."""

    updated_on: date | None
    due_on: date
    cadence: Value
    overdue: bool


def current(customer: Customer, group: str) -> list[ArchiveEntry]:
    """The entries of a group as they stand, those that were removed left out."""
    found: dict[int, ArchiveEntry] = {}
    for entry in versions(customer, group).order_by("item", "version"):
        found[entry.item] = entry
    return [entry for entry in found.values() if not entry.removed]


def versions(customer: Customer, group: str) -> QuerySet[ArchiveEntry]:
    """All versions of the entries of a group, the latest first."""
    rows = ArchiveEntry.objects.filter(customer=customer, group=group)
    return rows.select_related("entered_by").order_by("-entered_at", "-pk")


def save(
    customer: Customer,
    *,
    group: str,
    content: Mapping[str, str],
    by: Person,
    at: datetime,
    item: int | None = None,
    seen: int = 0,
    removed: bool = False,
) -> ArchiveEntry:
    """A new version of an entry, or a new entry where `item` is None.

    seen    the version that was changed; 0 for a new entry
    raises  NotItsKeeper, NotForThem, ChangedMeanwhile, NothingChanged
    """
    with transaction.atomic():
        held = record.locked(customer.pk)
        _check(held, by, group, timezone.localdate(at))
        rows = ArchiveEntry.objects.filter(customer=held, group=group)
        place = item or (_next_item(rows) if group in SEVERAL else 1)
        last = rows.filter(item=place).order_by("-version").first()
        if (last.version if last else 0) != seen:
            raise ChangedMeanwhile
        said = {f.name: content[f.name] for f in FIELDS[group] if content.get(f.name)}
        if (last.content if last else {}) == said and not removed:
            raise NothingChanged
        entry = ArchiveEntry.objects.create(
            customer=held,
            group=group,
            item=place,
            version=seen + 1,
            content=said,
            removed=removed,
            entered_by=by,
            entered_at=at,
        )
        _touch(held, ("archive_changed", _told(entry)), by, at)
    record.refresh(customer, held, "archive_on")
    return entry


def confirm(customer: Customer, *, by: Person, at: datetime) -> None:
    """Everything in the archive was looked at and is still right: that is an update too.

    raises  NotItsKeeper
    """
    with transaction.atomic():
        held = record.locked(customer.pk)
        _check(held, by, Group.BASIC, timezone.localdate(at))
        _touch(held, ("archive_confirmed", {}), by, at)
    record.refresh(customer, held, "archive_on")


def read_persons(customer: Customer, *, by: Person, at: datetime) -> list[ArchiveEntry]:
    """What is kept of the important persons; that it was read stands in the journal. Raises NotForThem."""
    with transaction.atomic():
        held = record.locked(customer.pk)
        if not access.may_read_persons(by, held, posts.held_by(by, timezone.localdate(at))):
            raise NotForThem(customer=held)
        record.write(held, [(READ, {})], by=by, at=at)
    record.refresh(customer, held)
    return current(customer, Group.PERSONS)


def readers(customer: Customer) -> QuerySet[Entry]:
    """Who read of the important persons, and when, the latest first."""
    lines = Entry.objects.filter(subject=record.subject_of(customer), verb=READ)
    return lines.select_related("actor").order_by("-seq")


def keeps_archive(person: Person, customer: Customer, held: Iterable[Post]) -> bool:
    """Whether the person keeps the archive: a manager, the custodian's, or the information supervisor."""
    held = list(held)
    if person.pk in customer.managers:
        return True
    if access.holds(held, customer.bureau_id, (PostRole.INFO_SUPERVISOR,)):
        return True
    if customer.archive_custodian in (Keeper.CENTRE, Keeper.PROVINCE, Keeper.SERVICE):
        return access.holds(held, customer.bureau_id, access.CENTRE_HEADS)
    return access.cares_for(person, customer, held)


def due(customer: Customer, *, on: date, book: Rulebook, set: str) -> Due:
    """When the archive is due. Raises policy.errors.PolicyError where no cadence is set."""
    cadence = policy.cadence_of(customer.tier, on=on, book=book, set=set)
    since = customer.archive_on or customer.entered_on or on
    day = policy.next_due(since, cadence)
    return Due(customer.archive_on, day, cadence, day < on)


def overdue(*, on: date, book: Rulebook, set: str) -> Q:
    """The condition of customers whose archive is late on a day.

    raises  policy.errors.PolicyError where no cadence is set
    """
    late = Q(pk__in=[])
    for tier in Tier.values:
        cadence = policy.cadence_of(tier, on=on, book=book, set=set)
        first = policy.overdue_before(cadence, on)
        never = Q(archive_on=None, entered_on__lt=first)
        late |= Q(tier=tier) & (Q(archive_on__lt=first) | never)
    return late


def _check(customer: Customer, by: Person, group: str, today: date) -> None:
    held = posts.held_by(by, today)
    if group == Group.PERSONS and not access.may_read_persons(by, customer, held):
        raise NotForThem(customer=customer)
    if not keeps_archive(by, customer, held):
        raise NotItsKeeper(customer=customer)


def _next_item(rows: QuerySet[ArchiveEntry]) -> int:
    last = rows.order_by("-item").values_list("item", flat=True).first()
    return (last or 0) + 1


def _touch(customer: Customer, line: tuple[str, dict[str, Any]], by: Person, at: datetime) -> None:
    customer.archive_on = timezone.localdate(at)
    record.write(customer, [line], by=by, at=at, fields=("archive_on",))


def _told(entry: ArchiveEntry) -> dict[str, Any]:
    """What the journal keeps of a version: its place and its hash, not what it says."""
    text = json.dumps(entry.content, ensure_ascii=False, sort_keys=True)
    return {
        "group": entry.group,
        "item": entry.item,
        "version": entry.version,
        "removed": entry.removed,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
