"""The boxes. A page of a box is one query, however long the box is."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from approvals import inbox
from pages.desk import Desk, page

Key = tuple[datetime, int]
MAX_ID = 2**63 - 1


@require_safe
@page
def home(desk: Desk) -> HttpResponse:
    return redirect("inbox")


@require_safe
@page
def decided(desk: Desk) -> HttpResponse:
    """With what was said, or whom the step waits for: two statements more."""
    return box(desk, "inbox/decided.html", inbox.decided, "opinions", inbox.those_asked())


@require_safe
@page
def sent(desk: Desk) -> HttpResponse:
    return box(desk, "inbox/sent.html", inbox.sent)


@require_safe
@page
def copies(desk: Desk) -> HttpResponse:
    return box(desk, "inbox/copies.html", inbox.copies)


@require_safe
@page
def drafts(desk: Desk) -> HttpResponse:
    return box(desk, "inbox/drafts.html", inbox.drafts)


def box(desk: Desk, template: str, query: Callable[..., inbox.Page], *related: Any) -> HttpResponse:
    """One page of a box; `related` is read along, in one query each."""
    after = _after(desk.request)
    found = query(desk.person, after)
    if related:
        prefetch_related_objects(found.rows, *related)
    return desk.render(template, rows=found.rows, following=_text(found.after), first=after is None)


def _after(request: HttpRequest) -> Key | None:
    """The key that ?after= carries. A broken one is a page that does not exist."""
    text = request.GET.get("after")
    if not text:
        return None
    moment, _comma, pk = text.partition(",")
    try:
        at: Any = parse_datetime(moment)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not (pk.isascii() and pk.isdigit()):
        raise Http404
    try:
        at = at.astimezone(UTC)  # databases read fewer offsets than Python
    except OverflowError:
        raise Http404 from None
    if len(pk) > 19 or int(pk) > MAX_ID:
        raise Http404
    return at, int(pk)


def _text(after: Key | None) -> str:
    return f"{after[0].isoformat()},{after[1]}" if after else ""
