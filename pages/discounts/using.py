"""What customers were charged below the list: entered by those who answer for them; what nobody granted."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pages.customers.reach import looks_at_customers
from pages.desk import Desk, page
from pages.discounts.forms import UseForm
from pages.discounts.views import VIEWS
from registry.customers import access
from registry.discounts.models import DiscountUse
from registry.errors import RegistryError
from workflows.discount import uses

PAGE = 25


@require_safe
@page
def flagged(desk: Desk) -> HttpResponse:
    """The uses that go deeper than what was granted, the latest first."""
    seen = access.visible_to(desk.person, desk.on, desk.posts)
    rows = DiscountUse.objects.filter(customer__in=seen.values("pk"), flagged=True)
    rows = rows.select_related("customer", "unit", "entered_by").order_by("-used_on", "-pk")
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    return desk.render(
        "discounts/uses.html",
        found=found,
        may_enter=_may_enter(desk),
        view="flagged",
        views=VIEWS.items(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def enter(desk: Desk) -> HttpResponse:
    """GET shows the form, POST enters what was charged."""
    if not _may_enter(desk):
        raise Http404
    seen = access.visible_to(desk.person, desk.on, desk.posts)
    given: dict[str, Any] = {"customers": seen, "on": desk.on}
    if desk.request.method != "POST":
        named = {name: desk.request.GET.get(name, "") for name in ("customer", "line")}
        form = UseForm(initial={"used_on": desk.on} | named, **given)
        return desk.render("discounts/use.html", form=form)
    form = UseForm(desk.request.POST, **given)
    if not form.is_valid():
        return desk.render("discounts/use.html", status=422, form=form)
    told = dict(form.cleaned_data)
    try:
        use = uses.enter(told.pop("customer"), by=desk.person, at=desk.now, **told)
    except RegistryError as refusal:
        form.add_error(None, str(refusal))
        return desk.render("discounts/use.html", status=409, form=form)
    if use.dispute:
        messages.warning(
            desk.request, _("Entered. It goes deeper than granted: a dispute is opened.")
        )
    elif use.flagged:
        messages.warning(desk.request, _("Entered. It goes deeper than granted, and is flagged."))
    else:
        messages.success(desk.request, _("Entered. A grant covers it."))
    return redirect("discount", use.grant_id) if use.grant_id else redirect("discount-uses")


def _may_enter(desk: Desk) -> bool:
    return looks_at_customers(desk) and any(
        post.role in (*access.MARKETING, *access.BOOKING) for post in desk.posts
    )
