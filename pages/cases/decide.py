"""Give a verdict: the panel alone, and the page that a refused verdict leads to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from approvals import actions, errors
from approvals.models import Assignment, Case
from approvals.roles import Role
from approvals.words import VOTES, Status, Verdict
from documents import fonts
from documents.errors import UnprintableText
from pages.cases.panel import panel_of
from pages.cases.story import Story
from pages.cases.telling import changes_of
from pages.desk import Desk, page
from pages.requests.saving import key_of, number_of

MAX_SHOWN = 20_000
AT_FIELD = {
    errors.SayWhy: "text",
    errors.TooLong: "text",
    errors.HiddenControl: "text",
    errors.NoSuchVerdict: "verdict",
}


@page
def decide(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    if desk.request.method != "POST":
        return _show(desk, pk, assignment_id)
    request = desk.request
    verdict, text = request.POST.get("verdict", ""), request.POST.get("text", "")
    text = text.replace("\r\n", "\n")
    typed: dict[str, Any] = {"chosen": verdict, "text": text[:MAX_SHOWN]}
    if not verdict:
        sentence = _("Choose a verdict first.")
        return _show(desk, pk, assignment_id, 422, error=sentence, error_at="verdict", **typed)
    try:
        fonts.check(text)
    except UnprintableText as refusal:
        return _show(desk, pk, assignment_id, 422, error=str(refusal), error_at="text", **typed)
    try:
        case = actions.decide(
            case_id=pk,
            assignment_id=assignment_id,
            actor=desk.person,
            verdict=verdict,
            text=text,
            seen=number_of(request, "seen"),
            at=desk.now,
            key=key_of(request),
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        field = AT_FIELD.get(type(refusal), "")
        typed |= {"error": str(refusal), "error_at": field}
        if isinstance(refusal, errors.PageIsOld):
            typed["old"] = number_of(request, "seen")
        return _show(desk, pk, assignment_id, 422 if field else 409, **typed)
    messages.success(request, _said(case, verdict))
    return redirect("inbox")


def _show(
    desk: Desk,
    pk: int,
    assignment_id: int,
    status: int = 200,
    old: int | None = None,
    **typed: Any,
) -> HttpResponse:
    """The panel on a page of its own. `old`: the version of the case that was on the screen."""
    story = Story(desk, pk)
    row = next((r for r in story.rows if r.pk == assignment_id), None)
    if row is None or row.person_id != desk.person.pk or row.capacity == Role.APPLICANT:
        raise Http404
    still_open = row.state == Assignment.State.OPEN
    if not still_open and status == 200:
        return redirect("case", pk)
    edits = story.case.data_version - old if old else 0
    return desk.render(
        "cases/decide.html",
        status=status,
        story=story,
        case=story.case,
        panel=panel_of(story.case, row, **typed),
        still_open=still_open,
        changed=changes_of(story.rounds, edits) if edits else {},
    )


def _said(case: Case, verdict: str) -> str:
    """What was done and where the case is now, in one sentence."""
    words: dict[str, Any] = {"verdict": Verdict(verdict).label}
    if verdict in VOTES:
        return _("Your vote is recorded: %(verdict)s.") % words
    if case.status == Status.RUNNING:
        node = case.process.flow_class.instance.node(case.step)
        return _("Done: %(verdict)s. Next: %(step)s.") % (words | {"step": node.task_title})
    return _("Done: %(verdict)s. The case is now: %(status)s.") % (
        words | {"status": Status(case.status).label}
    )
