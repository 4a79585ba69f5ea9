"""Fetch a paper of a case that one may read, or the draft of one."""

from csp.constants import NONE, SELF
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals import reading
from documents import errors, finding, papers, previewing
from pages.cases.operations import case_of
from pages.desk import Desk, page
from pages.papers import limits

# A browser's own viewer shows the file in an object with styles of its own.
VIEWER = {"default-src": [NONE], "object-src": [SELF], "style-src": ["'unsafe-inline'"]}


@require_safe
@page
def download(desk: Desk, pk: int) -> HttpResponse:
    """The PDF, shown in the browser; drawn now, if nobody has opened it before."""
    readable = finding.one_by_one(desk.person, desk.on, desk.posts)
    paper = get_object_or_404(readable.select_related("case"), pk=pk)
    reading.leave_trace(paper.case, desk.person, desk.now)
    try:
        body = papers.shown(paper, desk.now)
    except errors.DocumentError as refusal:
        about = {"case": paper.case, "refusal": str(refusal), "number": paper.number}
        return desk.render("papers/unable.html", status=503, **about)
    return pdf_of(f"{paper.number} {paper.content['title']}", body)


@require_safe
@page
def preview(desk: Desk, pk: int) -> HttpResponse:
    """The paper that a case under way would get, marked as a draft; ?n=1 shows the one behind it."""
    case = case_of(desk, pk)
    reading.leave_trace(case, desk.person, desk.now)
    if limits.too_often(desk.request, f"preview:{desk.person.pk}", limits.FILES_A_MINUTE):
        return desk.render("papers/unable.html", status=429, case=case, often=True)
    place = desk.request.GET.get("n", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 3 else 0
    try:
        with limits.a_file_at_a_time() as free:
            if not free:
                return desk.render("papers/unable.html", status=429, case=case, often=True)
            drawn = previewing.preview(case, desk.now, number)
    except errors.DocumentError as refusal:
        status = 409 if refusal.hopeless else 503
        return desk.render("papers/unable.html", status=status, case=case, refusal=str(refusal))
    return pdf_of(_("Draft %(title)s") % {"title": case.title}, drawn.pdf)


def pdf_of(name: str, body: bytes) -> HttpResponse:
    """A PDF that the browser shows, and nobody on the way keeps."""
    response = HttpResponse(body, content_type="application/pdf")
    response._csp_replace = VIEWER  # type: ignore[attr-defined]  # as csp_replace does for a view
    response["Content-Disposition"] = str(content_disposition_header(False, f"{name}.pdf"))
    response["Cache-Control"] = "private, no-store"
    return response
