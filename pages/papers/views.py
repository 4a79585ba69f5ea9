"""Fetch a paper of a case that one may read; check one by its code, without a log-in."""

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from approvals import access
from documents import errors, papers
from documents.codes import as_typed
from documents.models import Paper
from pages.desk import Desk, page
from pages.papers.limits import too_often

# A browser's own viewer shows the file in an object with styles of its own.
VIEWER = {"default-src": [NONE], "object-src": [SELF], "style-src": ["'unsafe-inline'"]}


@require_safe
@page
def download(desk: Desk, pk: int) -> HttpResponse:
    """The PDF, shown in the browser; drawn now, if nobody has opened it before."""
    readable = Paper.objects.filter(case__in=access.visible_to(desk.person, desk.on))
    paper = get_object_or_404(readable, pk=pk)
    try:
        return _pdf(paper, papers.body_of(paper, desk.now))
    except errors.DocumentError as refusal:
        return desk.render("papers/unable.html", status=503, paper=paper, refusal=str(refusal))


def _pdf(paper: Paper, body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response._csp_replace = VIEWER  # type: ignore[attr-defined]  # as csp_replace does for a view
    name = f"{paper.number} {paper.content['title']}.pdf"
    response["Content-Disposition"] = str(content_disposition_header(False, name))
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The form for a code; with one, on to its answer."""
    typed = request.GET.get("code", "").strip()
    code = as_typed(typed)
    if code:
        return redirect("verified", code)
    return _answer(request, "papers/verify.html", typed=typed[:40])


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says of the paper with that code: nothing more than the paper itself."""
    if too_often(request):
        response = _answer(request, "papers/verify.html", status=429, limited=True)
        response["Retry-After"] = "60"
        return response
    paper = papers.by_code(as_typed(code))
    if paper is None:
        return _answer(request, "papers/verify.html", status=404, typed=code[:40])
    return _answer(request, "papers/verified.html", paper=paper, sheet=paper.sheet)


def _answer(request: HttpRequest, name: str, status: int = 200, **facts: object) -> HttpResponse:
    response = render(request, name, {"now": timezone.now(), **facts}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
