"""The rows of the inbox under titles: by the day on which they are due, or by process."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.kinds import kind_of
from approvals.models import Assignment
from pages.desk import Desk

LATE, TODAY, TOMORROW, THIS_WEEK, LATER, NEVER = range(6)
TITLES = {
    LATE: _("Overdue"),
    TODAY: _("Due today"),
    TOMORROW: _("Due tomorrow"),
    THIS_WEEK: _("Due this week"),
    LATER: _("Next week and later"),
    NEVER: _("No deadline"),
}


@dataclass(frozen=True)
class Group:
    """Steps that stand under one title."""

    title: Any
    rows: list[Assignment]


def by_due(rows: Iterable[Assignment], desk: Desk) -> list[Group]:
    """The groups of one page; the vote of a person stands before the conclusion on the same case."""
    found: dict[int, list[Assignment]] = {}
    for row in rows:
        found.setdefault(_due(row, desk), []).append(row)
    return [Group(TITLES[due], sorted(found[due], key=_urgency)) for due in sorted(found)]


def by_kind(rows: Iterable[Assignment]) -> list[Group]:
    """The groups of one page by process, each in the order in which the rows came."""
    found: dict[str, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return [Group(kind_of(kind).title, found[kind]) for kind in found]


def _urgency(row: Assignment) -> tuple[Any, int, int]:
    return row.due_at or row.arrived_at, row.case_id, row.pk


def _due(row: Assignment, desk: Desk) -> int:
    if row.due_at is None:
        return NEVER
    if desk.now > row.due_at:
        return LATE
    days = (timezone.localdate(row.due_at) - desk.on) / timedelta(days=1)
    if days < 2:
        return TODAY if days < 1 else TOMORROW
    return THIS_WEEK if desk.on.weekday() + days < 7 else LATER
