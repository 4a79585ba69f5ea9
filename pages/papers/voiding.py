"""作废, 换发, 重新生成: what an administrator of the bureau does to a paper."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals import access
from documents import alarms, finding, voiding
from documents.models import Paper
from pages.cases.forms import Reason, sent
from pages.cases.operations import Page, operate
from pages.desk import Desk, page

_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
@page
def void(desk: Desk, pk: int) -> HttpResponse:
    paper = _administered(desk, pk)
    told = Page(
        title=_("Void %(number)s?") % {"number": paper.number},
        does=_(
            "Whoever checks the paper is told that it is void, and why. Its number stays taken; the decision"
            " itself stands. The applicant is told, with your reason."
        ),
        button=_("Void the paper"),
        done=_("The paper is void."),
        danger=True,
    )
    return _operate(desk, paper, told, voiding.void, possible=paper.voided_at is None)


@_methods
@page
def reissue(desk: Desk, pk: int) -> HttpResponse:
    paper = _administered(desk, pk)
    told = Page(
        title=_("Issue %(number)s anew?") % {"number": paper.number},
        does=_(
            "The paper is written anew from the case and the registers as they are now, with a number of its"
            " own. The old one is void and is kept; whoever checks it is told which one replaces it."
        ),
        button=_("Issue anew"),
        done=_("The paper is issued anew."),
    )
    return _operate(desk, paper, told, voiding.reissue, possible=paper.superseded_by is None)


@require_POST
@page
def retry(desk: Desk, pk: int) -> HttpResponse:
    """Let a worker try once more to make a paper that could not be made."""
    paper = _administered(desk, pk)
    if not paper.body:
        alarms.try_again(paper, desk.now)
        messages.success(desk.request, _("A worker tries again; look here in a minute."))
    return redirect("monitor")


def _operate(desk: Desk, paper: Paper, told: Page, act, *, possible: bool) -> HttpResponse:
    form = Reason(sent(desk))
    return operate(desk, paper.case, told, form, partial(act, paper_id=paper.pk), possible=possible)


def _administered(desk: Desk, pk: int) -> Paper:
    readable = finding.one_by_one(desk.person, desk.on, desk.posts)
    about = ("case__bureau", "case__applicant", "successor")
    paper = get_object_or_404(readable.select_related(*about), pk=pk)
    if not access.administers(desk.person, paper.case, desk.on):
        raise Http404
    return paper
