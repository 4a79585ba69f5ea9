"""The discounts that the reader may see, one of them at a glance, and its revocation."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import access as cases
from pages.desk import Desk, page
from pages.discounts.forms import RevokeForm
from registry.customers import access
from registry.discounts import grants, table, uses
from registry.discounts.models import DiscountGrant
from registry.errors import RegistryError
from workflows.discount import clock

PAGE = 25
SOON_DAYS = 30
VIEWS: dict[str, Any] = {
    "": gettext_lazy("In force"),
    "soon": gettext_lazy("Ending soon"),
    "over": gettext_lazy("Ended or revoked"),
}


@require_safe
@page
def discounts(desk: Desk) -> HttpResponse:
    view = desk.request.GET.get("view", "")
    view = view if view in VIEWS else ""
    rows = _seen(desk).filter(_which(view, desk.on))
    rows = (
        rows.order_by("-valid_until", "-pk")
        if view == "over"
        else rows.order_by("valid_until", "pk")
    )
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    return desk.render(
        "discounts/list.html",
        found=found,
        shown=[(row, state_of(row, desk.on)) for row in found],
        view=view,
        views=VIEWS.items(),
        query=f"view={view}" if view else "",
        may_ask=cases.may_apply(desk.person, ("account_manager",), desk.on),
        is_set=desk.bureau is None or table.is_set(desk.bureau, desk.on),
    )


@require_safe
@page
def show(desk: Desk, grant_id: int) -> HttpResponse:
    return _show(desk, _found(desk, grant_id), RevokeForm())


@require_POST
@page
def revoke(desk: Desk, grant_id: int) -> HttpResponse:
    row = _found(desk, grant_id)
    if not grants.may_revoke(desk.person, row, desk.on):
        raise Http404
    form = RevokeForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, row, form, status=422)
    try:
        clock.revoke(row.pk, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _show(desk, row, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("Revoked. Its managers are told."))
    return redirect("discount", row.pk)


def state_of(row: DiscountGrant, on: date) -> str:
    """revoked, over, ahead, soon or now."""
    if row.revoked_on is not None:
        return "revoked"
    if row.valid_until < on:
        return "over"
    if row.valid_from > on:
        return "ahead"
    return "soon" if row.valid_until <= on + timedelta(SOON_DAYS) else "now"


def _which(view: str, on: date) -> Q:
    if view == "over":
        return Q(revoked_on__isnull=False) | Q(valid_until__lt=on)
    live = Q(revoked_on=None, valid_until__gte=on)
    return live & Q(valid_until__lte=on + timedelta(SOON_DAYS)) if view == "soon" else live


def _seen(desk: Desk) -> QuerySet[DiscountGrant]:
    """Those of the customers that the reader may see."""
    seen = access.visible_to(desk.person, desk.on, desk.posts)
    rows = DiscountGrant.objects.filter(customer__in=seen.values("pk"))
    return rows.select_related("customer__unit", "unit", "granted_by", "revoked_by", "bureau")


def _found(desk: Desk, grant_id: int) -> DiscountGrant:
    return get_object_or_404(_seen(desk), pk=grant_id)


def _show(
    desk: Desk, row: DiscountGrant, form: RevokeForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    months = row.uses.annotate(month=TruncMonth("used_on")).values("month")
    about = {"n": Count("pk"), "listed": Sum("list_yuan"), "charged": Sum("charged_yuan")}
    kind, _sep, case_id = row.origin.partition(":")
    seen = cases.visible_to(desk.person, desk.on, desk.posts)
    live = row.revoked_on is None and row.valid_until >= desk.on
    return desk.render(
        "discounts/show.html",
        status=status,
        row=row,
        state=state_of(row, desk.on),
        months=list(months.annotate(**about).order_by("-month")[:12]),
        case=seen.filter(pk=case_id).first() if kind == "case" else None,
        may_revoke=live and grants.may_revoke(desk.person, row, desk.on),
        may_use=uses.may_enter(desk.person, row.customer, desk.on),
        form=form,
        refusal=refusal,
    )
