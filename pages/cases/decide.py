"""Give a verdict: the panel alone, and the page that a refused verdict leads to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import actions, errors, reading, waiting
from approvals.answers import of_page
from approvals.following import looks_undoable
from approvals.models import Assignment, Case, NoticeChoice
from approvals.returns import Resume
from approvals.roles import Role
from approvals.words import VOTES, Status, Verdict
from pages.cases.panel import panel_of
from pages.cases.story import Story
from pages.cases.telling import changes_of
from pages.desk import Desk, page
from pages.requests.saving import key_of, number_of

MAX_SHOWN = 20_000
MAX_NAME = 60
AT_FIELD = {
    errors.SayWhy: "text",
    errors.TooLong: "text",
    errors.HiddenControl: "text",
    errors.Unprintable: "text",
    errors.NoSuchVerdict: "verdict",
    errors.NotVisited: "to",
}
ASKED = (Assignment.State.OPEN, Assignment.State.HELD)


@page
def decide(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    if desk.request.method != "POST":
        return show(desk, pk, assignment_id)
    request = desk.request
    verdict, text = request.POST.get("verdict", ""), request.POST.get("text", "")
    text = text.replace("\r\n", "\n")
    way = _way_back(request) if verdict == Verdict.RETURNED else {}
    given = of_page(request.POST)
    typed: dict[str, Any] = {"chosen": verdict, "text": text[:MAX_SHOWN], "given": given, **way}
    if not verdict:
        sentence = _("Choose a verdict first.")
        return show(desk, pk, assignment_id, 422, error=sentence, error_at="verdict", **typed)
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
            answers=given,
            **way,
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.BadAnswers as refusal:
        typed |= {"error": str(refusal), "error_at": "answers", "problems": refusal.problems}
        return show(desk, pk, assignment_id, 422, **typed)
    except errors.Refused as refusal:
        field = AT_FIELD.get(type(refusal), "")
        typed |= {"error": str(refusal), "error_at": field}
        if isinstance(refusal, errors.PageIsOld):
            typed["old"] = number_of(request, "seen")
        return show(desk, pk, assignment_id, 422 if field else 409, **typed)
    messages.success(
        request, _("“%(title)s”: %(said)s") % {"title": case.title, "said": said(case, verdict)}
    )
    reading.mark_seen(case, desk.person)
    if looks_undoable(case, assignment_id):
        desk.offer_undo(case.pk, assignment_id)
    return redirect(_next(desk))


def _next(desk: Desk) -> str:
    """The page of the next task, the most urgent first; the inbox, if there is none."""
    choice = NoticeChoice.objects.filter(person=desk.person).only("opens_next").first()
    row = waiting.next_of(desk.person, desk.now) if choice is None or choice.opens_next else None
    return reverse("case", args=[row.case_id]) if row else reverse("inbox")


def show(
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
    still_open = row.state in ASKED
    if not still_open and status == 200:
        return redirect("case", pk)
    changed = changes_of(story.lines, old) if old else {}
    return desk.render(
        "cases/decide.html",
        status=status,
        story=story,
        case=story.case,
        panel=panel_of(story, row, **typed),
        still_open=still_open,
        changed=changed,
    )


def _way_back(request: HttpRequest) -> dict[str, str]:
    """To whom a return goes and how it goes on; who chose nothing returns it to the applicant."""
    to, resume = request.POST.get("to", ""), request.POST.get("resume", "")
    return {"to": to[:MAX_NAME], "resume": resume[:MAX_NAME] or Resume.AGAIN}


def said(case: Case, verdict: str) -> str:
    """What was done and where the case is now, in one sentence."""
    words: dict[str, Any] = {"verdict": Verdict(verdict).label}
    if verdict == Verdict.ADVISED:
        return _("Your advice is recorded.")
    if verdict == Verdict.GIVEN:
        return _("It is recorded. Thank you.")
    if verdict in VOTES:
        return _("Your vote is recorded: %(verdict)s.") % words
    if case.status == Status.RUNNING:
        node = case.process.flow_class.instance.node(case.step)
        return _("Done: %(verdict)s. Next: %(step)s.") % (words | {"step": node.task_title})
    return _("Done: %(verdict)s. The case is now: %(status)s.") % (
        words | {"status": Status(case.status).label}
    )
