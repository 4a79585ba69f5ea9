"""Keep what somebody is still writing at a step: each pause of the typing, or a button without scripts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import errors, opinion_drafts
from approvals.answers import of_page
from pages.cases.decide import AT_FIELD, MAX_SHOWN, show
from pages.desk import Desk, page


@require_POST
@page
def keep(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    """To the script, the sentence that it is kept or why not; to a button, a page."""
    request = desk.request
    by_script = request.headers.get("X-Requested-With") == "fetch"
    verdict = request.POST.get("verdict", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    given = of_page(request.POST)
    try:
        draft = opinion_drafts.keep(
            case_id=pk,
            assignment_id=assignment_id,
            actor=desk.person,
            verdict=verdict,
            text=text,
            answers=given,
            at=desk.now,
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        field = AT_FIELD.get(type(refusal), "")
        status = 422 if field else 409
        if by_script:
            return _sentence(str(refusal), status)
        typed: dict[str, Any] = {"chosen": verdict, "text": text[:MAX_SHOWN], "given": given}
        typed |= {"error": str(refusal), "error_at": field}
        return show(desk, pk, assignment_id, status, **typed)
    if by_script:
        told = render_to_string("cases/_saved.html", {"at": draft.saved_at}) if draft else ""
        return _sentence(told)
    if draft:
        messages.success(request, _("Kept for later. Nobody sees it before you send it."))
    return redirect("case", pk)


def _sentence(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text.strip(), status=status, content_type="text/plain; charset=utf-8")
