"""保护期: the developments that the reader may see, those that end soonest first."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from approvals import access as cases
from pages.desk import Desk, page
from registry.customers import access
from registry.customers import protections as service
from registry.customers.models import Protection

PAGE = 25
SOON_DAYS = 14
State = Protection.State
VIEWS: dict[str, tuple[Any, dict[str, Any]]] = {
    "": (_("Running"), {"state": State.RUNNING}),
    "lapsed": (_("Waiting for the centre"), {"state": State.LAPSED}),
    "done": (_("Developed"), {"state": State.SUCCEEDED}),
    "over": (_("Others"), {"state__in": (State.REASSIGNED, State.BID_OUT, State.RELEASED)}),
}


@require_safe
@page
def protections(desk: Desk) -> HttpResponse:
    view = desk.request.GET.get("view", "")
    view = view if view in VIEWS else ""
    seen = access.visible_to(desk.person, desk.on, desk.posts)
    rows = Protection.objects.filter(customer__in=seen.values("pk"), **VIEWS[view][1])
    rows = rows.select_related("customer", "unit", "a_manager", "b_manager")
    rows = rows.order_by("last_day", "pk") if view in ("", "lapsed") else rows.order_by("-ended_on")
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    may_declare = cases.may_apply(desk.person, ("account_manager",), desk.on)
    return desk.render(
        "development/protections.html",
        found=found,
        shown=[_shown(desk, row, may_declare) for row in found],
        view=view,
        views=[(name, label) for name, (label, _where) in VIEWS.items()],
        query=f"view={view}" if view else "",
        may_declare=may_declare,
    )


def _shown(desk: Desk, row: Protection, may_declare: bool) -> dict[str, Any]:
    """A row with how long it runs, and what the reader can do with it."""
    mine = desk.person.pk in (row.a_manager_id, row.b_manager_id)
    report = ""
    if may_declare and mine and row.state == State.RUNNING:
        about = {"protection": row.pk, "unit": row.unit_id, "title": row.project}
        report = f"{reverse('new', args=['success'])}?{urlencode(about)}"
    return {"row": row, "left": service.days_left(row, desk.on), "report": report}
