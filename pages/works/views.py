"""What the reader asked for and takes a while: how far it is, what came of it. Nobody else sees it."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from approvals import works
from approvals.models import Work
from approvals.storage import work_storage
from pages.desk import Desk, page

PAGE = 25
POLL_SECONDS = 2


@require_safe
@page
def mine(desk: Desk) -> HttpResponse:
    found = Paginator(works.of(desk.person), PAGE).get_page(desk.request.GET.get("page"))
    return desk.render("works/list.html", found=found)


@require_safe
@page
def show(desk: Desk, work_id: int) -> HttpResponse:
    """The page asks again by itself while the work is open, without a script too."""
    work = _mine(desk, work_id)
    answer = desk.render("works/show.html", work=work)
    if work.open:
        answer.headers["Refresh"] = str(POLL_SECONDS)
    return answer


@require_safe
@page
def file(desk: Desk, work_id: int) -> FileResponse:
    work = _mine(desk, work_id)
    if not work.file:
        raise Http404
    try:
        content = work_storage().open(str(work.file.name))
    except FileNotFoundError:
        raise Http404 from None
    name = work.result.get("name", "qianpi")
    answer = FileResponse(content, as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@page
def stop(desk: Desk, work_id: int) -> HttpResponse:
    work = _mine(desk, work_id)
    works.stop(work_id=work.pk, owner=desk.person, at=desk.now)
    return redirect("work", work.pk)


@require_POST
@page
def again(desk: Desk, work_id: int) -> HttpResponse:
    """What failed or was stopped goes on where it was."""
    work = _mine(desk, work_id)
    works.again(work_id=work.pk, owner=desk.person)
    return redirect("work", work.pk)


def _mine(desk: Desk, work_id: int) -> Work:
    return get_object_or_404(works.of(desk.person), pk=work_id)
