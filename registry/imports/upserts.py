"""Put the values of a row on its object, and count what that changed."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from registry.imports import errors
from registry.imports.records import Record


@dataclass(frozen=True)
class Counts:
    """How many rows made something new, changed something, or found it as they say."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def filled_in(instance: models.Model, values: dict[str, Any]) -> bool:
    """Whether the values change the object; they stand on it afterwards."""
    is_new = instance.pk is None
    before = {} if is_new else {name: getattr(instance, name) for name in values}
    for name, value in values.items():
        setattr(instance, name, value)
    return is_new or before != values


def check(record: Record, instance: models.Model, fields: Iterable[str]) -> None:
    """Keep what the model's own validators say of these fields."""
    checked = set(fields)
    others = {field.name for field in instance._meta.fields} - checked
    try:
        instance.clean_fields(exclude=others)
    except ValidationError as error:
        for name, wrong in error.error_dict.items():
            record.fault(name, ValidationError(wrong))


def once(records: Iterable[Record], names: tuple[str, ...], column: str) -> None:
    """Keep a fault for each row that speaks of what an earlier row speaks of."""
    first: dict[Hashable, int] = {}
    for record in records:
        key = tuple(record[name] for name in names)
        if record.bad or None in key[:1]:
            continue
        if key in first:
            record.fault(column, errors.RowTwice(row=first[key]))
        else:
            first[key] = record.row


def written(pairs: Iterable[tuple[models.Model, bool]], model: type[models.Model]) -> Counts:
    """Save the objects that are new or changed, in few statements; how many of each there were."""
    everything = list(pairs)
    new = [row for row, _ in everything if row.pk is None]
    changed = [row for row, differs in everything if row.pk is not None and differs]
    # The head of a journal moves behind a lock only, and these rows were read without one.
    heads = ("journal_seq", "journal_digest")
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    fields = [field.name for field in columns if field.name not in heads]
    model._default_manager.bulk_create(new, batch_size=500)
    model._default_manager.bulk_update(changed, fields, batch_size=200)
    return Counts(len(new), len(changed), len(everything) - len(new) - len(changed))
