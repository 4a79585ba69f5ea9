"""Posts from a file: a person, a unit, a role, the first day; only the last day can change later."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from registry.errors import RegistryError
from registry.imports import errors, upserts
from registry.imports.lookups import People, Units
from registry.imports.records import Record
from registry.imports.upserts import Counts
from registry.org.models import Post


class EndsBeforeItStarts(RegistryError):
    """The last day lies before the first day (%(since)s)."""


class HeldAlready(RegistryError):
    """The person holds this post already from %(since)s to %(until)s: end that one first."""


def load(records: list[Record], *, on: date | None = None) -> Counts:
    """Write the posts of the file; faults are kept on the records.

    on: the first day for rows that name none; without it they are a fault.
    """
    known = {
        (post.person_id, post.unit_id, post.role, post.since): post for post in Post.objects.all()
    }
    units, people = Units(), People()
    for record in records:
        if record["since"] is None and on is not None:
            record.values["since"] = on
        if record["since"] is None and not record.bad:
            record.fault("since", errors.CellEmpty())
    upserts.once(records, ("person", "unit", "role", "since", "bureau"), "person")
    pairs = []
    for record in records:
        person, unit = people.named(record, "person"), units.named(record)
        since, until = record["since"], record["until"]
        if since and until and until < since:
            record.fault("until", EndsBeforeItStarts(since=since.isoformat()))
        if record.bad or person is None or unit is None:
            continue
        post = known.get((person.pk, unit.pk, record["role"], since)) or Post(
            person=person, unit=unit, role=record["role"], since=since
        )
        pairs.append((record, post, upserts.filled_in(post, record.only("until"))))
    _check_overlaps(pairs, known.values())
    if any(record.bad for record in records):
        return Counts()
    return upserts.written([(post, differs) for _, post, differs in pairs], Post)


def _check_overlaps(pairs: list[tuple[Record, Post, bool]], known: Iterable[Post]) -> None:
    """Nobody holds the same post twice on one day."""
    held: dict[tuple, list[Post]] = defaultdict(list)
    for post in known:
        held[(post.person_id, post.unit_id, post.role)].append(post)
    for record, post, _ in pairs:
        others = held[(post.person_id, post.unit_id, post.role)]
        for other in others:
            if other is not post and _meet(other, post):
                record.fault("since", HeldAlready(since=other.since, until=other.until or "…"))
                break
        if post.pk is None:
            others.append(post)


def _meet(one: Post, other: Post) -> bool:
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)
