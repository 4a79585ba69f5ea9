"""潜在客户公告: read and apply as an account manager; publish and close as the centre."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import access
from pages.desk import Desk, page
from pages.development.forms import AnnouncementForm
from registry.customers import announcements as service
from registry.customers import industries
from registry.customers.models import Announcement
from registry.errors import RegistryError
from registry.org.models import Unit

PAGE = 25


@require_safe
@page
def announcements(desk: Desk) -> HttpResponse:
    """Those that are open, or all of the past ones."""
    past = desk.request.GET.get("view") == "past"
    rows = _of_the_bureau(desk)
    is_open = {"closed_at": None, "apply_until__gte": desk.on}
    rows = rows.exclude(**is_open) if past else rows.filter(**is_open)
    return desk.render(
        "development/announcements.html",
        found=Paginator(rows.order_by("-published_at", "-pk"), PAGE).get_page(
            desk.request.GET.get("page")
        ),
        past=past,
        query="view=past" if past else "",
        publishes=bool(service.publishes_in(desk.person, desk.on)),
    )


@require_safe
@page
def show(desk: Desk, announcement_id: int) -> HttpResponse:
    return _show(desk, get_object_or_404(_of_the_bureau(desk), pk=announcement_id))


@page
def publish(desk: Desk) -> HttpResponse:
    """GET shows the form, POST publishes."""
    bureau = _publishing(desk)
    sent = desk.request.POST if desk.request.method == "POST" else None
    form = AnnouncementForm(sent, bureau=bureau, on=desk.on)
    if sent is None:
        return desk.render("development/announcement_new.html", form=form)
    if not form.is_valid():
        return desk.render("development/announcement_new.html", status=422, form=form)
    try:
        row = service.publish(bureau=bureau, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        form.add_error(None, str(refusal))
        return desk.render("development/announcement_new.html", status=409, form=form)
    messages.success(desk.request, _("Published. Account managers can apply now."))
    return redirect("announcement", row.pk)


@require_POST
@page
def close(desk: Desk, announcement_id: int) -> HttpResponse:
    _publishing(desk)
    row = get_object_or_404(_of_the_bureau(desk), pk=announcement_id)
    try:
        service.close(row.pk, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return _show(desk, row, status=409, refusal=str(refusal))
    messages.success(desk.request, _("Closed. Nobody can apply any more."))
    return redirect("announcement", row.pk)


def _of_the_bureau(desk: Desk) -> QuerySet[Announcement]:
    """What is announced in the bureaus of the reader's posts."""
    bureaus = {post.unit.root_id for post in desk.posts}
    return Announcement.objects.filter(bureau__in=bureaus).select_related("bureau", "published_by")


def _publishing(desk: Desk) -> Unit:
    """The bureau for which the reader publishes; for anybody else the page isn't there."""
    bureaus = service.publishes_in(desk.person, desk.on)
    if not bureaus:
        raise Http404
    return bureaus[0]


def _show(desk: Desk, row: Announcement, *, status: int = 200, refusal: str = "") -> HttpResponse:
    takes = row.closed_at is None and row.apply_until >= desk.on
    language = get_language() or "zh-hans"
    about: dict[str, Any] = {"announcement": row.pk, "name": row.name, "title": row.name}
    about |= {"industry": row.industry, "territory": row.seat}
    return desk.render(
        "development/announcement.html",
        status=status,
        row=row,
        refusal=refusal,
        takes=takes,
        industry=industries.name_of(row.industry, bureau=row.bureau, on=desk.on, language=language),
        apply=f"{reverse('new', args=['registration'])}?{urlencode(about)}",
        may_declare=takes and access.may_apply(desk.person, ("account_manager",), desk.on),
        publishes=row.bureau in service.publishes_in(desk.person, desk.on),
    )
