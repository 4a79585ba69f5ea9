"""What a person says of themselves: how they are reached. Told in the person's journal."""

from datetime import datetime

from django.db import transaction

from registry.org import people
from registry.org.models import Person

OWN = ("email", "phone")


def describe(person: Person, *, at: datetime, **values: str) -> Person:
    """The person with another address or phone number; nothing is written where nothing differs."""
    with transaction.atomic():
        row = people.held(person)[person.pk]
        changed = {k: v for k, v in values.items() if k in OWN and getattr(row, k) != v}
        if changed:
            for name, value in changed.items():
                setattr(row, name, value)
            row.save(update_fields=list(changed))
            people.write(row, [("described", {"fields": sorted(changed)})], by=row, at=at)
        return row


def password_changed(person: Person, *, at: datetime) -> None:
    """A line in the journal: the person chose another password."""
    with transaction.atomic():
        row = people.held(person)[person.pk]
        people.write(row, [("password_changed", {})], by=row, at=at)
