"""The bureau's table of discounts: shown to all, proposed by one who keeps rules, settled by another."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals import rule_notices
from pages.desk import Desk, page
from pages.discounts.forms import TableForm
from pages.discounts.views import VIEWS
from pages.refusals import why_not
from policy.errors import PolicyError
from registry import amending, rule_keepers
from registry.discounts import table
from registry.errors import RegistryError
from registry.org.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
@page
def show(desk: Desk) -> HttpResponse:
    """GET shows the table, POST proposes another one."""
    bureau = _bureau(desk)
    figures = table.figures_of(bureau, desk.on)
    if desk.request.method != "POST":
        return _show(desk, bureau, TableForm(figures=figures, on=desk.on))
    if not rule_keepers.may_keep(bureau, desk.person, desk.on):
        raise Http404
    form = TableForm(desk.request.POST, figures=figures, on=desk.on)
    if not form.is_valid():
        return _show(desk, bureau, form, status=422)
    told = dict(form.cleaned_data)
    about = {"effective": told.pop("effective"), "why": told.pop("why")}
    try:
        rule_notices.told(
            lambda: table.propose(
                bureau, told, by=desk.person, at=desk.now, today=desk.on, **about
            ),
            at=desk.now,
            on=desk.on,
            path_of=lambda row: reverse("discount-table"),
        )
    except PolicyError as error:
        return _show(desk, bureau, form, status=422, refusal=why_not(error))
    except RegistryError as refusal:
        return _show(desk, bureau, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("Proposed. Another person who keeps the rules approves it."))
    return redirect("discount-table")


@require_POST
@page
def settle(desk: Desk) -> HttpResponse:
    """Approve or decline what another person proposed."""
    bureau = _bureau(desk)
    if not rule_keepers.may_keep(bureau, desk.person, desk.on):
        raise Http404
    wanted = desk.request.POST.get("proposal", "")
    proposals = {str(one.first.pk): one for one in table.proposals_of(bureau)}
    if wanted not in proposals:
        raise Http404
    approve = desk.request.POST.get("do") == "approve"
    form = TableForm(figures=table.figures_of(bureau, desk.on), on=desk.on)
    try:
        amending.settle_together(
            [row.pk for row in proposals[wanted].rows],
            by=desk.person,
            at=desk.now,
            today=desk.on,
            approve=approve,
        )
    except PolicyError as error:
        return _show(desk, bureau, form, status=409, refusal=why_not(error))
    except RegistryError as refusal:
        return _show(desk, bureau, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("Approved.") if approve else _("Declined."))
    return redirect("discount-table")


def _bureau(desk: Desk) -> Unit:
    if desk.bureau is None:
        raise Http404
    return desk.bureau


def _show(
    desk: Desk, bureau: Unit, form: TableForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    figures = table.figures_of(bureau, desk.on)
    labels = {figure.name: figure.parameter.label for figure in figures}
    waiting = [
        (one, [(labels[row.parameter], row.value) for row in one.rows if row.parameter in labels])
        for one in table.proposals_of(bureau)
    ]
    return desk.render(
        "discounts/table.html",
        status=status,
        view="table",
        views=VIEWS.items(),
        figures=figures,
        is_set=all(figure.version for figure in figures),
        waiting=waiting,
        keeps=rule_keepers.may_keep(bureau, desk.person, desk.on),
        form=form,
        refusal=refusal,
    )
