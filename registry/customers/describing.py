"""What is said of a customer besides whose it is and how it is graded: names, licence, industry, kind."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from registry.customers import record
from registry.customers.models import Customer
from registry.customers.spelling import spelled
from registry.errors import RegistryError
from registry.org.models import Person

NAMES = ("name", "short_name")
FIELDS = (
    *(*NAMES, "licence_code", "industry", "usage", "cultivation", "influence", "territory"),
    *("policy_customer", "one_off"),
)
_SPELLED = ("pinyin", "initials")


class LicenceTaken(RegistryError):
    """Another customer of the bureau has this licence code: one of them is entered twice."""


def describe(customer: Customer, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Say something else of a customer; whether it changes anything.

    values  some of FIELDS
    raises  LicenceTaken
    """
    with transaction.atomic():
        held = record.locked(customer.pk)
        changed = describe_each([(held, values)], by=by, at=at)
    record.refresh(customer, held, *FIELDS, *_SPELLED)
    return bool(changed)


def describe_each(
    values: Sequence[tuple[Customer, Mapping[str, Any]]], *, by: Person | None, at: datetime
) -> list[int]:
    """The same for many customers that are held, in few statements; the ids of those it changes."""
    said = []
    for customer, given in values:
        differs = {
            name: [getattr(customer, name), value]
            for name, value in given.items()
            if getattr(customer, name) != value
        }
        if not differs:
            continue
        for name, (_, value) in differs.items():
            setattr(customer, name, value)
        customer.pinyin, customer.initials = spelled(customer.name, customer.short_name)
        said.append((customer, [("described", differs)]))
    try:
        with transaction.atomic():
            record.write_each(said, by=by, at=at, fields=(*FIELDS, *_SPELLED))
    except IntegrityError as error:
        raise LicenceTaken from error
    return [customer.pk for customer, _ in said]
