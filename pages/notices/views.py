"""What a person was told, newest first. A notice leads to the page of its case; it never decides."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from approvals import inbox, notices
from pages.desk import Desk, page
from pages.inbox.views import MAX_ID, box


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    return box(desk, "notices/list.html", inbox.notices)


@require_POST
@page
def read(desk: Desk) -> HttpResponse:
    """Marks as read what the page showed, not what came after it."""
    seen = desk.request.POST.get("seen", "")
    if seen.isascii() and seen.isdigit() and len(seen) <= 19:
        notices.mark_read(desk.person, up_to=min(int(seen), MAX_ID), at=desk.now)
    return redirect("notices")
