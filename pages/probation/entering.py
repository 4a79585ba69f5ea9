"""What human resources enters on the page of a period: leave, its end, a quota."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import errors
from pages.desk import Desk, page
from pages.probation import reach
from pages.probation.forms import LeaveForm, QuotaForm
from pages.probation.views import shown
from registry.errors import RegistryError
from registry.people import probations
from registry.people import training_access as access
from workflows.probation import leave as leaving
from workflows.probation.standing import Standing


@require_POST
@page
def leave(desk: Desk, probation_id: int) -> HttpResponse:
    """停算: the last day moves as the policy has it."""
    row = _kept(desk, probation_id)
    form = LeaveForm(desk.request.POST)
    if not form.is_valid():
        return shown(desk, row, status=422, leave_form=form)
    try:
        leaving.enter(row.case, **form.cleaned_data, by=desk.person, at=desk.now)
    except (RegistryError, errors.Refused) as refusal:
        return shown(desk, row, status=409, leave_form=form, refusal=str(refusal))
    messages.success(desk.request, _("Entered. The last day is reckoned anew."))
    return redirect("probation", probation_id)


@require_POST
@page
def take_back(desk: Desk, probation_id: int, leave_id: int) -> HttpResponse:
    row = _kept(desk, probation_id)
    found = get_object_or_404(row.held.suspensions, pk=leave_id)
    try:
        leaving.take_back(row.case, found.pk, by=desk.person, at=desk.now)
    except (RegistryError, errors.Refused) as refusal:
        return shown(desk, row, status=409, refusal=str(refusal))
    messages.success(desk.request, _("This leave doesn’t count any more."))
    return redirect("probation", probation_id)


@require_POST
@page
def quota(desk: Desk, probation_id: int) -> HttpResponse:
    row = _kept(desk, probation_id)
    form = QuotaForm(row, desk.request.POST)
    if not form.is_valid():
        return shown(desk, row, status=422, quota_form=form)
    try:
        probations.set_quota(row.held.pk, **form.given, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return shown(desk, row, status=409, quota_form=form, refusal=str(refusal))
    messages.success(desk.request, _("The quota is entered."))
    return redirect("probation", probation_id)


def _kept(desk: Desk, probation_id: int) -> Standing:
    """A period that is the reader's to keep; 404 for everybody else."""
    row = reach.one(desk, probation_id)
    if not access.keeps(desk.person, desk.posts, row.held):
        raise Http404
    return row
