"""转办, 委派, 加签, 减签, 改派, 拿回: what can be done with a row of a step besides deciding."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals import access, actions, timeline
from approvals.company import LIVE
from approvals.models import Assignment, Case
from approvals.words import OPEN, Status
from pages.cases.forms import Colleague, JustAsks, Note, Signer, Successor, colleagues, sent
from pages.cases.operations import Page, case_of, operate, row_of
from pages.desk import Desk, page

State, Reason, Added = Assignment.State, Assignment.Reason, Assignment.Added
_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
@page
def transfer(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    case, row = _my_row(desk, pk, assignment_id)
    told = Page(
        title=_("Hand this step over"),
        does=_(
            "The step goes to the person whom you choose, who decides in their own name; nothing is"
            " asked of you any more. The deadline stays. The record names both of you."
        ),
        button=_("Hand over"),
        done=_("Handed over."),
    )
    form = Colleague(colleagues(desk, case), _left_out(case, row), sent(desk))
    return _at_step(desk, case, row, told, form, actions.transfer)


@_methods
@page
def delegate(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    case, row = _my_row(desk, pk, assignment_id)
    told = Page(
        title=_("Ask a colleague for advice"),
        does=_(
            "The person whom you choose writes an opinion and decides nothing; then the step comes back"
            " to you. Meanwhile you can still return or refuse the case, or take the request back."
        ),
        button=_("Ask for advice"),
        done=_("Asked. The step comes back to you with the advice."),
    )
    form = Colleague(colleagues(desk, case), _left_out(case, row), sent(desk))
    return _at_step(desk, case, row, told, form, actions.delegate)


@_methods
@page
def add_signer(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    case, row = _my_row(desk, pk, assignment_id)
    told = Page(
        title=_("Add a signer"),
        does=_(
            "The step is done when both of you agree. If the added signer refuses or returns the case,"
            " that counts like your own word."
        ),
        button=_("Add the signer"),
        done=_("The signer is added."),
    )
    form = Signer(colleagues(desk, case), _left_out(case, row), sent(desk))
    places = [
        (Added.BEFORE, _("Before me"), _("They sign first; then it comes back to you.")),
        (Added.BESIDE, _("Beside me"), _("Both of you are asked at once, in any order.")),
        (Added.AFTER, _("After me"), _("They are asked once you have agreed.")),
    ]
    return _at_step(desk, case, row, told, form, actions.add_signer, places=places)


@_methods
@page
def remove_signer(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    """assignment_id: the row of the person who was brought in."""
    case = case_of(desk, pk)
    row = row_of(case, assignment_id, origin__person=desk.person)
    if row.reason == Reason.TRANSFERRED:
        raise Http404
    who = {"who": row.person}
    told = Page(
        title=_("Send %(who)s away?") % who,
        does=_(
            "Nothing is asked of %(who)s any more, nor of those whom they brought in. What they wrote and"
            " did not send is not kept. The record tells it."
        )
        % who,
        button=_("Send away"),
        done=_("%(who)s is not asked any more.") % who,
        danger=True,
    )
    act = partial(actions.remove_signer, assignment_id=row.pk)
    possible = row.state in LIVE and case.status == Status.RUNNING
    return operate(desk, case, told, JustAsks(sent(desk)), act, possible=possible)


@_methods
@page
def reassign(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    """An administrator gives what waits for somebody to another."""
    case = case_of(desk, pk)
    if not access.administers(desk.person, case, desk.on):
        raise Http404
    row = row_of(case, assignment_id)
    told = Page(
        title=_("Give the step of %(who)s to another") % {"who": row.person},
        does=_(
            "The step goes to the person whom you choose; nothing is asked of %(who)s any more. Your reason"
            " is shown to everybody who reads the case."
        )
        % {"who": row.person},
        button=_("Give to another"),
        done=_("Given to another."),
    )
    form = Successor(colleagues(desk, case), _left_out(case, row), sent(desk))
    return _at_step(desk, case, row, told, form, actions.reassign)


@_methods
@page
def take_back(desk: Desk, pk: int, assignment_id: int) -> HttpResponse:
    case = case_of(desk, pk)
    row = row_of(case, assignment_id, person=desk.person)
    said = row.opinions.order_by("-turn").first()
    if said is None:
        raise Http404
    told = Page(
        title=_("Take your verdict back?"),
        does=_(
            "“%(verdict)s” counts no more and stays in the record as taken back. The step is yours again,"
            " and those who were asked because of it are not asked for now. This is possible as long as"
            " nobody has dealt with the next step."
        )
        % {"verdict": said.get_verdict_display()},
        button=_("Take it back"),
        done=_("Taken back: the step is yours again."),
        danger=True,
    )
    act = partial(actions.take_back, assignment_id=row.pk)
    possible = row.state == State.DONE and case.status in OPEN
    if desk.request.method == "POST":
        desk.end_undo(row.pk)
    return operate(desk, case, told, JustAsks(sent(desk)), act, possible=possible)


def _my_row(desk: Desk, pk: int, assignment_id: int) -> tuple[Case, Assignment]:
    case = case_of(desk, pk)
    return case, row_of(case, assignment_id, person=desk.person)


def _left_out(case: Case, row: Assignment) -> set[int]:
    """Who is not offered: whoever has a part in the case or is asked at the step already."""
    asked = case.assignments.filter(task=row.task_id, state__in=[*LIVE, State.DONE])
    barred = case.parties.values_list("person", flat=True)
    return {case.applicant_id, *barred, *asked.values_list("person", flat=True)}


def _at_step(
    desk: Desk, case: Case, row: Assignment, told: Page, form: Note, action: Any, **about: Any
) -> HttpResponse:
    """An operation that brings somebody in at a row."""
    act = partial(action, assignment_id=row.pk)
    possible = row.state == State.OPEN and case.status == Status.RUNNING
    about |= {"step": timeline.title_of(case, row.node)}
    return operate(desk, case, told, form, act, possible=possible, **about)
