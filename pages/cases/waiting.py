"""End a wait before its time, where the process lets somebody do so: GET asks, POST does."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from approvals import actions, answers, errors, timeline
from approvals.models import Case
from approvals.words import SAYS_WHY, Verdict
from pages.cases.decide import MAX_SHOWN, said
from pages.cases.operations import case_of
from pages.desk import Desk, page
from pages.requests.saving import key_of

_AT_TEXT = (errors.SayWhy, errors.TooLong, errors.HiddenControl)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def end_wait(desk: Desk, pk: int, verdict: str) -> HttpResponse:
    case = case_of(desk, pk)
    if desk.request.method != "POST":
        if verdict not in actions.may_end_wait(case, desk.person, desk.now):
            raise Http404
        return _show(desk, case, verdict)
    given = answers.of_page(desk.request.POST)
    text = desk.request.POST.get("text", "").replace("\r\n", "\n")
    typed: dict[str, Any] = {"text": text[:MAX_SHOWN], "given": given}
    try:
        case = actions.end_wait(
            case_id=pk,
            actor=desk.person,
            verdict=verdict,
            text=text,
            answers=given,
            at=desk.now,
            key=key_of(desk.request),
        )
    except (errors.NotThere, errors.NotYours, errors.NoSuchVerdict):
        raise Http404 from None
    except errors.BadAnswers as refusal:
        return _show(desk, case, verdict, problems=refusal.problems, status=422, **typed)
    except _AT_TEXT as refusal:
        return _show(desk, case, verdict, error=str(refusal), status=422, **typed)
    except errors.Refused as refusal:
        told = {"case": case, "refusal": str(refusal), "typed": text}
        return desk.render("cases/refused.html", status=409, **told)
    messages.success(desk.request, said(case, verdict))
    return redirect("case", pk)


def _show(
    desk: Desk,
    case: Case,
    verdict: str,
    *,
    status: int = 200,
    text: str = "",
    error: str = "",
    given: dict[str, list[str]] | None = None,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    form = answers.form_at(case.kind, case.step)
    if form is not None and verdict not in form.verdicts:
        form = None
    about = {"case": case, "on": desk.on, "verdict": verdict}
    return desk.render(
        "cases/end_wait.html",
        status=status,
        case=case,
        step=timeline.title_of(case, case.step),
        label=Verdict(verdict).label,
        says_why=verdict in SAYS_WHY,
        form=answers.shown(form, given or {}, problems or {}, **about) if form else None,
        text=text,
        error=error,
        key=uuid4(),
    )
