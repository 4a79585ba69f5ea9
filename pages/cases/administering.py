"""挂起, 恢复, 终止: what an administrator of the bureau does to a case, with a reason."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals import access, actions
from approvals.models import Case
from approvals.words import OPEN, Status
from pages.cases.forms import MaybeReason, Reason, sent
from pages.cases.operations import Page, case_of, operate
from pages.desk import Desk, page

_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
@page
def suspend(desk: Desk, pk: int) -> HttpResponse:
    case = _administered(desk, pk)
    told = Page(
        title=_("Suspend this case?"),
        does=_(
            "Nobody can decide until somebody lets it go on; deadlines stand still. The applicant and those"
            " who are asked are told, with your reason."
        ),
        button=_("Suspend"),
        done=_("Suspended."),
        danger=True,
    )
    possible = case.status in OPEN and case.status != Status.SUSPENDED
    form = Reason(sent(desk))
    return operate(desk, case, told, form, actions.suspend, possible=possible)


@_methods
@page
def resume(desk: Desk, pk: int) -> HttpResponse:
    case = _administered(desk, pk)
    told = Page(
        title=_("Let this case go on?"),
        does=_(
            "It goes on where it stood. The working days for which it stood still are added to its"
            " deadlines; the applicant and those who are asked are told."
        ),
        button=_("Let it go on"),
        done=_("The case goes on."),
    )
    possible = case.status == Status.SUSPENDED
    form = MaybeReason(sent(desk))
    return operate(desk, case, told, form, actions.resume, possible=possible)


@_methods
@page
def terminate(desk: Desk, pk: int) -> HttpResponse:
    case = _administered(desk, pk)
    told = Page(
        title=_("Terminate this case?"),
        does=_(
            "The case ends here for good: nobody is asked any more, and it can't be taken up again. What was"
            " said stays in the record. The applicant and those who are asked are told, with your reason."
        ),
        button=_("Terminate"),
        done=_("Terminated."),
        danger=True,
    )
    form = Reason(sent(desk))
    return operate(desk, case, told, form, actions.terminate, possible=case.status in OPEN)


def _administered(desk: Desk, pk: int) -> Case:
    case = case_of(desk, pk)
    if not access.administers(desk.person, case, desk.on):
        raise Http404
    return case
