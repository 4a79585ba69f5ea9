"""修订待批: a proposed amendment is told to the others who may approve it, in its own transaction."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from approvals.models import Message, Notice
from registry import rulebook
from registry.amendments import Amendment
from registry.org.models import Post
from registry.rule_keepers import keepers_of

Topic = Notice.Topic


def told(
    propose: Callable[[], Sequence[Amendment]],
    *,
    at: datetime,
    on: date,
    path_of: Callable[[Amendment], str],
) -> Sequence[Amendment]:
    """The rows that `propose` made; whoever else keeps that chapter of the bureau is told once.

    path_of  the page on which the row is settled. Rows that were not written are not told.
    """
    with transaction.atomic():
        rows = propose()
        if rows and rows[0].pk:
            _tell(rows[0], at, on, path_of(rows[0]))
        return rows


def _tell(row: Amendment, at: datetime, on: date, path: str) -> None:
    held = Post.objects.on(on).filter(role__in=keepers_of(row.chapter), unit__bureau=row.bureau)
    people = held.exclude(person=row.proposed_by).values_list("person", flat=True)
    body = {
        "case": None,
        "actor": row.proposed_by_id,
        "people": sorted(set(people)),
        "amendment": row.pk,
        "title": _title(row),
        "note": row.says.get("zh", ""),
        "path": path,
    }
    Message.objects.create(
        topic=Topic.AMENDMENT, key=f"{Topic.AMENDMENT}:{row.pk}", body=body, at=at
    )


def _title(row: Amendment) -> str:
    """The figure or the set of which the amendment speaks, in the language of the bureau's papers."""
    book = rulebook.current(row.bureau)
    if row.chooses_set:
        said = f"改用规则集：{book.policy_set(row.set).title.zh}"
    else:
        head = book.head(row.set, row.chapter).label.zh
        said = f"{head} · {book.parameter(row.set, row.chapter, row.parameter).label.zh}"
    return (f"撤销：{said}" if row.revokes_id else said)[:120]
