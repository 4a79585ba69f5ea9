"""待办: what waits for the person, as they choose to see it; views of it that they keep."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import bulk, following, saved_filters, waiting
from approvals.errors import Refused
from approvals.kinds import kind_of
from approvals.waiting import Tally, Wanted
from pages.desk import Desk, page
from pages.inbox import groups
from pages.requests.saving import number_of
from registry import rulebook


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    """Grouped within the page; only a list that fits on one page can say how much is late."""
    wanted, after = Wanted.of(desk.request.GET.dict()), desk.request.GET.get("after", "")
    try:
        found = waiting.page_of(desk.person, wanted, desk.now, after)
    except ValueError:
        raise Http404 from None
    floors = []
    if desk.book and desk.bureau:
        set_ = rulebook.set_of(desk.bureau, desk.book, desk.on)
        floors = waiting.floors_on(desk.book, set_, desk.on)
    tally = waiting.tally_of(desk.person, desk.now, floors)
    counts = tally.counts
    return desk.render(
        "inbox/waiting.html",
        rows=found.rows,
        groups=_grouped(desk, wanted, found.rows),
        whole=not after and not found.after,
        counts=counts,
        views=views_of(desk, wanted, counts, floors),
        wanted=wanted,
        fields=_fields(tally, wanted, floors),
        following=found.after,
        first=not after,
        ticks={row.pk for row in found.rows if bulk.offered_at(row)},
        follows=following.of_rows(found.rows),
        key=uuid4(),
    )


def _grouped(desk: Desk, wanted: Wanted, rows: Sequence[Any]) -> list[groups.Group]:
    if wanted.group == "kind":
        return groups.by_kind(rows)
    if wanted.order == waiting.DUE:
        return groups.by_due(rows, desk)
    return [groups.Group(_order_label(wanted.order), list(rows))] if rows else []


def views_of(
    desk: Desk, wanted: Wanted, counts: dict[str, int], floors: list[int]
) -> list[dict[str, Any]]:
    """The views above the list: those that everybody has, each with its number, and the own ones."""
    offered = [
        ("all", _("All"), Wanted()),
        (waiting.LATE, _("Overdue"), Wanted(due=waiting.LATE)),
        (waiting.TODAY, _("Due today"), Wanted(due=waiting.TODAY)),
        *((f"from{floor}", _from(floor), Wanted(floor=str(floor))) for floor in floors[-1:]),
        (waiting.STANDS_IN, _("As substitute"), Wanted(why=waiting.STANDS_IN)),
        ("news", _("Changed"), Wanted(news="1")),
    ]
    here = wanted.query
    shown = [
        {"label": label, "query": view.query, "n": counts[name], "here": view.query == here}
        for name, label, view in offered
        if counts[name] or name == "all" or view.query == here
    ]
    own = saved_filters.of(desk.person)
    return shown + [
        {"label": one.name, "query": one.query, "id": one.pk, "here": one.query == here}
        for one in own
    ]


def _fields(tally: Tally, wanted: Wanted, floors: list[int]) -> list[dict[str, Any]]:
    """The controls above the list: name, label, what can be chosen, what is chosen."""
    kinds = [(name, kind_of(name).title) for name in tally.kinds]
    amounts = [(str(floor), _from(floor)) for floor in floors]
    whys = [
        (waiting.STANDS_IN, _("As substitute")),
        (waiting.BROUGHT_IN, _("Brought in by others")),
    ]
    dues = [
        (waiting.LATE, _("Overdue")),
        (waiting.TODAY, _("Due today")),
        (waiting.SOON, _("In three days")),
    ]
    orders = [(order, _order_label(order)) for order in waiting.ORDERS]
    told = (
        ("kind", _("Process"), kinds, _("all")),
        ("unit", _("Unit"), [(unit, unit) for unit in tally.units], _("all")),
        ("floor", _("Amount"), amounts, _("any")),
        ("why", _("Why mine"), whys, _("all")),
        ("due", _("Deadline"), dues, _("any")),
        ("order", _("Order"), orders, ""),
        ("group", _("Group"), [("kind", _("by process"))], _("by deadline")),
    )
    return [
        {
            "name": name,
            "label": label,
            "choices": choices,
            "any": anything,
            "value": getattr(wanted, name),
        }
        for name, label, choices, anything in told
    ]


def _from(floor: int) -> str:
    return _("%(n)s yuan and more") % {"n": f"{floor:,}"}


def _order_label(order: str) -> str:
    return {
        waiting.DUE: _("by deadline"),
        waiting.ARRIVED: _("newest first"),
        waiting.SUBMITTED: _("by submission"),
        waiting.AMOUNT: _("by amount"),
    }[order]


@require_POST
@page
def keep(desk: Desk) -> HttpResponse:
    """The view that is on the page is kept under a name."""
    wanted = Wanted.of(desk.request.POST.dict())
    try:
        saved_filters.keep(
            person=desk.person, name=desk.request.POST.get("name", ""), wanted=wanted
        )
    except Refused as refusal:
        messages.warning(desk.request, str(refusal))
    return redirect(_address(wanted))


@require_POST
@page
def forget(desk: Desk) -> HttpResponse:
    """One of the own views is removed."""
    if not saved_filters.forget(person=desk.person, filter_id=number_of(desk.request, "filter")):
        raise Http404
    return redirect("inbox")


def _address(wanted: Wanted) -> str:
    return reverse("inbox") + (f"?{wanted.query}" if wanted.query else "")
