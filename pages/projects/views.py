"""The projects that the reader may see, one of them at a glance, and how mature a key project is."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import access as cases
from pages.customers.reach import visible as customers_of
from pages.desk import Desk, page
from pages.projects.forms import MaturityForm
from registry.errors import RegistryError
from registry.projects import access, maturity, portfolio
from registry.projects.models import KeyProject, Project

PAGE, MONTHS = 25, 12
VIEWS: dict[str, Any] = {"": gettext_lazy("Key projects"), "all": gettext_lazy("All projects")}
RELATED = ("unit", "customer", "a_manager", "b_manager", "key__listed_by")


@require_safe
@page
def projects(desk: Desk) -> HttpResponse:
    """Those on the key-project list, or all, the latest first."""
    view = "all" if desk.request.GET.get("view") == "all" else ""
    rows = _seen(desk)
    if not view:
        rows = rows.filter(key__isnull=False).order_by("-key__listed_on", "-key__pk")
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    revenue = portfolio.booked([row.pk for row in found], until=desk.on)
    return desk.render(
        "projects/list.html",
        found=found,
        revenue=revenue,
        view=view,
        views=VIEWS.items(),
        query=f"view={view}" if view else "",
    )


@require_safe
@page
def show(desk: Desk, project_id: int) -> HttpResponse:
    row = _found(desk, project_id)
    key = _key(row)
    return _show(desk, row, MaturityForm(key) if key else None)


@require_POST
@page
def set_maturity(desk: Desk, project_id: int) -> HttpResponse:
    """Who doesn't keep the list is told who does."""
    row = _found(desk, project_id)
    key = _key(row)
    if key is None:
        raise Http404
    form = MaturityForm(key, desk.request.POST)
    if access.keeps_list(desk.posts, row.bureau_id) and not form.is_valid():
        return _show(desk, row, form, status=422)
    said = form.cleaned_data if form.is_valid() else {"maturity": "", "why": ""}
    try:
        maturity.set_maturity(key.pk, **said, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return _show(desk, row, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("The stage is entered, and stands in the history below."))
    return redirect("project", row.pk)


def _seen(desk: Desk) -> QuerySet[Project]:
    rows = access.visible_to(desk.person, desk.posts).select_related(*RELATED)
    return rows.order_by("-entered_on", "-pk")


def _found(desk: Desk, project_id: int) -> Project:
    return get_object_or_404(_seen(desk), pk=project_id)


def _key(row: Project) -> KeyProject | None:
    """Its line on the key-project list; None if it isn't on it."""
    return getattr(row, "key", None)


def _show(
    desk: Desk, row: Project, form: MaturityForm | None, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    key = _key(row)
    months = portfolio.by_month(row)
    revenue = sum(amount for _month, amount in months)
    kind, _sep, case_id = row.origin.partition(":")
    seen = cases.visible_to(desk.person, desk.on, desk.posts)
    return desk.render(
        "projects/show.html",
        status=status,
        row=row,
        key=key,
        stages=list(maturity.stages_of(key)) if key else [],
        months=months[:MONTHS],
        revenue=revenue,
        share=revenue / row.value_yuan,
        case=seen.filter(pk=case_id).first() if kind == "case" else None,
        sees_customer=customers_of(desk).filter(pk=row.customer_id).exists(),
        keeps=access.keeps_list(desk.posts, row.bureau_id),
        form=form,
        refusal=refusal,
    )
