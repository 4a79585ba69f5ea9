"""One file into the registry, in one transaction: the whole of it, or nothing and every fault."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from registry.imports import columns, customers, people, posts, units
from registry.imports.errors import BadFile
from registry.imports.reading import read
from registry.imports.records import Faults, records_of
from registry.imports.upserts import Counts


class Meanwhile(BadFile):
    """Somebody else changed the same entries at this moment (%(why)s): import the file again."""


@dataclass(frozen=True)
class Subject:
    """What can be imported: its columns and the function that writes it."""

    columns: tuple[columns.Column, ...]
    load: Callable[..., Counts]


SUBJECTS = {
    "units": Subject(columns.UNITS, units.load),
    "people": Subject(columns.PEOPLE, people.load),
    "posts": Subject(columns.HOLDERS, posts.load),
    "customers": Subject(columns.CUSTOMERS, customers.load),
}


def load(subject: str, content: bytes, *, dry_run: bool = False, on: date | None = None) -> Counts:
    """What the file changed. A dry run does all of it and takes it back.

    on      for posts: the first day of rows that name none
    raises  NotLoaded with a sentence for each fault; BadFile if there is no table to read
    """
    faults = Faults()
    records = records_of(read(content), SUBJECTS[subject].columns, faults)
    given = {"on": on} if subject == "posts" else {}
    try:
        with transaction.atomic():
            counts = SUBJECTS[subject].load(records, **given)
            faults.refuse_if_any()
            if dry_run:
                transaction.set_rollback(True)
            return counts
    except IntegrityError as error:
        raise Meanwhile(why=error) from error
