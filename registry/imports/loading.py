"""One file into the registry, in one transaction: the whole of it, or nothing and every fault."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.imports import columns, customers, guarding, people, posts, revenue, units
from registry.imports.errors import BadFile
from registry.imports.reading import Table, read
from registry.imports.records import Faults, records_of
from registry.imports.upserts import Counts
from registry.org.models import Person, Unit


class Meanwhile(BadFile):
    """Somebody else changed the same entries at this moment (%(why)s): import the file again."""


@dataclass(frozen=True)
class Subject:
    """What can be imported: its columns, the function that writes it, and what that has to be told.

    guard  what it refuses to whoever brings the file over the pages
    """

    columns: tuple[columns.Column, ...]
    load: Callable[..., Counts]
    told: tuple[str, ...] = ()
    guard: guarding.Guard | None = None


SUBJECTS = {
    "units": Subject(columns.UNITS, units.load, guard=guarding.check_units),
    "people": Subject(columns.PEOPLE, people.load, guard=guarding.check_people),
    "posts": Subject(columns.HOLDERS, posts.load, ("on",), guarding.check_posts),
    "customers": Subject(columns.CUSTOMERS, customers.load, ("on", "at", "by")),
    "revenue": Subject(columns.REVENUE, revenue.load, ("at", "by", "origin", "bureau_id")),
}


def load(
    subject: str,
    content: bytes,
    *,
    at: datetime,
    by: Person | None = None,
    dry_run: bool = False,
    on: date | None = None,
    origin: str = "",
    bureau_id: int | None = None,
) -> Counts:
    """What the file changed. A dry run does all of it and takes it back.

    on      for posts: the first day of rows that name none; for customers: since when they are ours
    by      who brings the file in; nobody at the command line
    raises  NotLoaded with a sentence for each fault; BadFile if there is no table to read
    """
    given = {"on": on, "at": at, "by": by, "origin": origin, "bureau_id": bureau_id}
    return attempt(subject, read(content), given, keep=not dry_run, strict=True)[0]


def attempt(
    subject: str, table: Table, given: dict[str, Any], *, keep: bool, strict: bool = False
) -> tuple[Counts, Faults]:
    """What a table would change and what is wrong with it; kept only if nothing is.

    strict  raise NotLoaded where there are faults
    raises  BadFile
    """
    faults, wanted = Faults(), SUBJECTS[subject]
    records = records_of(table, wanted.columns, faults)
    try:
        with transaction.atomic():
            if wanted.guard is not None and given["by"] is not None:
                bureau = Unit.objects.get(pk=given["bureau_id"])
                on = timezone.localdate(given["at"])
                wanted.guard(records, given["by"], bureau, on)
            counts = wanted.load(records, **{name: given[name] for name in wanted.told})
            if strict:
                faults.refuse_if_any()
            if faults.found or not keep:
                transaction.set_rollback(True)
            return counts, faults
    except IntegrityError as error:
        raise Meanwhile(why=error) from error
