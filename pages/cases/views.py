"""Read a case, take it back, throw a draft away, fetch its files."""

from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals import access, actions, drafts, errors, previews, reading
from approvals.models import Case
from approvals.words import OPEN, Status
from pages.cases import offers
from pages.cases.panel import panel_of
from pages.cases.story import Story
from pages.desk import Desk, page
from pages.requests.saving import key_of


@require_safe
@page
def show(desk: Desk, pk: int) -> HttpResponse:
    story = Story(desk, pk)
    if story.case.status == Status.DRAFT:
        return redirect("edit", pk)
    if story.case.unread and desk.request.method == "GET":  # type: ignore[attr-defined]
        reading.mark_read(story.case, desk.person, desk.now)
    reading.leave_trace(story.case, desk.person, desk.now)
    if desk.request.method == "GET" and story.has_news:
        reading.mark_seen(story.case, desk.person)
    panels = [panel_of(story, row) for row in (*story.mine, *story.held)]
    panels.sort(key=lambda panel: not panel.votes)  # a chair votes first, then concludes
    return desk.render(
        "cases/show.html",
        story=story,
        case=story.case,
        panels=panels,
        offers=offers.on_case(story),
        brought=offers.brought_earlier(story),
        administering=offers.administering(story),
        may_void=offers.may_void(story),
        comment_key=uuid4(),
    )


@page
def withdraw(desk: Desk, pk: int) -> HttpResponse:
    """GET asks, POST does."""
    case = get_object_or_404(_mine(desk).exclude(status=Status.DRAFT), pk=pk)
    if desk.request.method != "POST":
        if case.status not in OPEN:
            return redirect("case", pk)
        return desk.render("cases/withdraw.html", case=case, key=uuid4())
    try:
        actions.withdraw(case_id=pk, actor=desk.person, at=desk.now, key=key_of(desk.request))
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        return desk.render("cases/refused.html", status=409, case=case, refusal=str(refusal))
    messages.success(desk.request, _("Withdrawn. Nobody is asked any more."))
    return redirect("case", pk)


@page
def discard(desk: Desk, pk: int) -> HttpResponse:
    """GET asks, POST does."""
    case = get_object_or_404(_mine(desk), pk=pk)
    if desk.request.method != "POST":
        if case.status != Status.DRAFT:
            return redirect("case", pk)
        return desk.render("cases/discard.html", case=case, key=uuid4())
    try:
        drafts.discard(case_id=pk, actor=desk.person, at=desk.now, key=key_of(desk.request))
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        case.refresh_from_db()
        return desk.render("cases/refused.html", status=409, case=case, refusal=str(refusal))
    messages.success(
        desk.request, _("The draft “%(title)s” is thrown away.") % {"title": case.title}
    )
    return redirect("drafts")


def _mine(desk: Desk) -> QuerySet[Case]:
    return access.visible_to(desk.person, desk.on).filter(applicant=desk.person)


@require_safe
@page
def attachment(desk: Desk, pk: int) -> FileResponse:
    """The file, always as a download: nothing that people upload is shown as a page of ours."""
    readable = access.attachments_for(desk.person, desk.on).filter(removed_at=None)
    row = get_object_or_404(readable, pk=pk)
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@page
def words(desk: Desk, pk: int) -> HttpResponse:
    """What a Word or Excel document says, as a page; of any other file, a sentence that says so."""
    readable = access.attachments_for(desk.person, desk.on).filter(removed_at=None)
    row = get_object_or_404(readable, pk=pk)
    try:
        blocks = previews.words_of(row)
    except FileNotFoundError:
        blocks = None
    return desk.render("cases/words.html", file=row, blocks=blocks)


@require_safe
@page
def preview(desk: Desk, pk: int) -> HttpResponse:
    """The file as a picture that we drew, or a picture that says that there is none."""
    readable = access.attachments_for(desk.person, desk.on).filter(removed_at=None)
    row = get_object_or_404(readable, pk=pk)
    try:
        drawn = previews.preview_of(row)
    except FileNotFoundError:
        drawn = None
    if drawn is None:
        picture = render_to_string("cases/no_preview.html", request=desk.request)
        return HttpResponse(picture, content_type="image/svg+xml")
    response = HttpResponse(drawn, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
