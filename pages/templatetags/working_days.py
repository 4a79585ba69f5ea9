"""How long something took, waited, or has left: in the working days of the bureau."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.models import Case
from pages.desk import Desk

register = template.Library()


@register.filter
def took(value: timedelta | None) -> str:
    """How long something took, in its largest unit."""
    if value is None:
        return ""
    minutes = int(value.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", max(minutes, 1)) % {"n": max(minutes, 1)}
    if minutes < 24 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


@register.simple_tag
def due(at: datetime | None, desk: Desk) -> dict[str, Any]:
    """When a step is due, in words, with the look of its state.

    projected: the day may still move, as the official calendar of its year has not come.
    """
    if at is None:
        return {"words": _("No deadline"), "tone": "", "icon": ""}
    on, last = desk.on, timezone.localdate(at)
    if last == on and desk.now <= at:
        return {"words": _("Due today"), "tone": "soon", "icon": "g-soon"}
    if desk.now > at:
        days = _between(desk, last, on)
        text = ngettext("%(n)s working day overdue", "%(n)s working days overdue", days)
        words = text % {"n": days} if days else _("Overdue")
        return {"words": words, "tone": "late", "icon": "g-late"}
    days = _between(desk, on, last)
    text = ngettext("%(n)s working day left", "%(n)s working days left", days)
    projected = desk.calendar is not None and desk.calendar.is_projected(last.year)
    return {"words": text % {"n": days}, "tone": "", "icon": "", "projected": projected}


@register.simple_tag
def waited(since: datetime, desk: Desk) -> str:
    """How long something has been waiting, in working days."""
    on = timezone.localdate(since)
    if on >= desk.on:
        return _("arrived today")
    days = _between(desk, on, desk.on)
    if not days:
        return _("waiting less than a working day")
    return ngettext("waiting %(n)s working day", "waiting %(n)s working days", days) % {"n": days}


@register.simple_tag
def under_way(case: Case, desk: Desk) -> str:
    """How long a case has taken so far, or took, in working days."""
    ends = timezone.localdate(case.closed_at) if case.closed_at else desk.on
    days = _between(desk, timezone.localdate(case.submitted_at), ends)
    if not days:
        return ""
    return ngettext("%(n)s working day so far", "%(n)s working days so far", days) % {"n": days}


def _between(desk: Desk, start: date, end: date) -> int:
    if desk.calendar is None:
        return (end - start).days
    return desk.calendar.working_days_between(start, end)
