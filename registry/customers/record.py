"""The journal of a customer: what was done with it, line by line, chained; its head is on the row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from registry import journal
from registry.customers.models import Customer
from registry.journal import Entry, Head
from registry.org.models import Person

HEADS = ("journal_seq", "journal_digest")
Lines = Iterable[tuple[str, Mapping[str, Any]]]
_AT_ONCE = 200


def subject_of(customer: Customer | int) -> str:
    return f"customer:{customer.pk if isinstance(customer, Customer) else customer}"


def locked(customer_id: int) -> Customer:
    """The customer, read behind its lock, with its unit. Inside a transaction only."""
    # No join: whoever waited for a customer that changed hands would find none, on PostgreSQL.
    rows = Customer.objects.prefetch_related("unit").filter(pk=customer_id)
    return rows.select_for_update(no_key=True).get()


def locked_each(ids: Iterable[int]) -> dict[int, Customer]:
    """These customers by their ids, behind their locks, which are taken in one order."""
    rows = Customer.objects.prefetch_related("unit").filter(pk__in=set(ids)).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(no_key=True)}


def write(
    customer: Customer,
    lines: Lines,
    *,
    by: Person | None,
    at: datetime,
    fields: Iterable[str] = (),
    key: UUID | None = None,
) -> None:
    """Lines in the journal of a customer whose row is held; saved with it, and these fields."""
    head = journal.append(
        subject=subject_of(customer),
        head=Head(customer.journal_seq, customer.journal_digest),
        lines=lines,
        at=at,
        actor_id=by.pk if by else None,
        key=key,
    )
    customer.journal_seq, customer.journal_digest = head.seq, head.digest
    customer.save(update_fields=[*HEADS, *fields])


def write_each(
    lines: Iterable[tuple[Customer, Lines]],
    *,
    by: Person | None,
    at: datetime,
    fields: Iterable[str] = (),
) -> None:
    """The same for many customers that are held, in few statements."""
    found: list[Entry] = []
    customers: list[Customer] = []
    for customer, said in lines:
        entries, head = journal.chained(
            subject=subject_of(customer),
            head=Head(customer.journal_seq, customer.journal_digest),
            lines=said,
            at=at,
            actor_id=by.pk if by else None,
        )
        customer.journal_seq, customer.journal_digest = head.seq, head.digest
        found += entries
        customers.append(customer)
    Entry.objects.bulk_create(found, batch_size=500)
    Customer.objects.bulk_update(customers, [*HEADS, *fields], batch_size=_AT_ONCE)


def refresh(customer: Customer, held: Customer, *fields: str) -> None:
    """Let the caller's object say what the held row says now."""
    for name in (*HEADS, *fields):
        setattr(customer, name, getattr(held, name))


def story_of(customer: Customer) -> QuerySet[Entry]:
    """The lines, the latest first."""
    lines = Entry.objects.filter(subject=subject_of(customer)).select_related("actor")
    return lines.order_by("-seq")


def faults() -> Iterator[str]:
    """What is wrong with the journals of customers: each whole, and ending where the row says."""
    heads = {
        subject_of(pk): Head(seq, digest)
        for pk, seq, digest in Customer.objects.exclude(journal_seq=0).values_list("pk", *HEADS)
    }
    lines = Entry.objects.filter(subject__startswith="customer:").order_by("subject", "seq")
    for subject, entries in groupby(lines.iterator(), key=lambda entry: entry.subject):
        yield from journal.faults_in(subject, entries, heads.pop(subject, Head()))
    for subject in heads:
        yield f"{subject} has no journal"
