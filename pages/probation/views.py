"""The list of training periods with its lights, calendar, comparison and workbook; one period."""

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import access as cases
from pages.customers import sheets
from pages.desk import Desk, page
from pages.probation import comparing, reach
from pages.probation.forms import LeaveForm, QuotaForm
from policy import periods
from registry.org.roles import PostRole
from registry.people import probations
from registry.people import training_access as access
from registry.people.scoring import Reading
from workflows.probation import beginning, standing
from workflows.probation.standing import LATE, MISSING, RISK, Standing

PAGE, SOON_DAYS, READERS = 25, 30, 20
VIEWS = {
    "": gettext_lazy("In the period"),
    "risk": gettext_lazy("At risk"),
    "calendar": gettext_lazy("Calendar of ends"),
    "units": gettext_lazy("By unit"),
    "settled": gettext_lazy("Those settled"),
}


@require_safe
@page
def listed(desk: Desk) -> HttpResponse:
    """Who is in the period, and what each needs; one view at a time."""
    view = desk.request.GET.get("view", "")
    view = view if view in VIEWS else ""
    rows = _standing(desk, settled=view == "settled")
    if view == "risk":
        rows = [row for row in rows if row.light in (LATE, RISK)]
    counts = standing.counted(rows)
    if view in ("calendar", "units"):
        found, on_page = None, rows if view == "calendar" else []
    else:
        found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
        on_page = list(found)
    access.trace((row.held for row in on_page), desk.person, "probations", desk.now, desk.on)
    return desk.render(
        "probation/list.html",
        view=view,
        views=VIEWS.items(),
        found=found,
        rows=on_page,
        months=_calendar(rows) if view == "calendar" else [],
        groups=comparing.by_unit(rows) if view == "units" else [],
        least=comparing.least(rows[0]) if view == "units" and rows else 0,
        risk=counts[LATE] + counts[RISK],
        missing=counts[MISSING],
        ending=sum(1 for row in rows if 0 <= row.days_left <= SOON_DAYS),
        total=len(rows),
        waiting=_waiting(desk) if view == "" else [],
        query=f"view={view}" if view else "",
        keeps=_keeps(desk),
    )


@require_safe
@page
def show(desk: Desk, probation_id: int) -> HttpResponse:
    return shown(desk, reach.one(desk, probation_id))


def shown(desk: Desk, row: Standing, *, status: int = 200, **changes: Any) -> HttpResponse:
    """The page of one period; who is not the person leaves a trace."""
    access.trace([row.held], desk.person, "probation", desk.now, desk.on)
    visible = cases.visible_to(desk.person, desk.on, desk.posts).filter(pk=row.case.pk)
    keeps = access.keeps(desk.person, desk.posts, row.held) and not row.held.outcome
    readers = Reading.objects.filter(manager=row.held.manager, what__startswith="probation")
    about = {
        "row": row,
        "keeps": keeps,
        "leaves": probations.leaves(row.held).select_related("entered_by"),
        "case": visible.first(),
        "readers": readers.select_related("by").order_by("-at", "-pk")[:READERS],
        "leave_form": LeaveForm(),
        "quota_form": QuotaForm(row),
    }
    return desk.render("probation/show.html", status=status, **(about | changes))


@require_safe
@page
def export(desk: Desk) -> HttpResponse:
    """A workbook of all periods of the bureau, for human resources alone; reading it leaves a trace."""
    if not _keeps(desk):
        raise Http404
    rows = [*_standing(desk, settled=False), *_standing(desk, settled=True)]
    access.trace((row.held for row in rows), desk.person, "probation_file", desk.now, desk.on)
    name = f"probations-{desk.on.isoformat()}.xlsx"
    return sheets.answer(name, _headings(), [_cells(row) for row in rows])


def _standing(desk: Desk, *, settled: bool) -> list[Standing]:
    rows = reach.visible(desk)
    rows = rows.exclude(outcome="").order_by("-settled_on") if settled else rows.filter(outcome="")
    bureau = desk.bureau
    return standing.of(rows, desk.on, reach.calendar_of(bureau, desk)) if bureau else []


def _calendar(rows: list[Standing]) -> list[tuple[Any, list[Standing]]]:
    """The ends by month, in order."""
    return [
        (month, list(found))
        for month, found in groupby(rows, lambda row: periods.month(row.held.ends_on))
    ]


def _waiting(desk: Desk) -> list[tuple[Any, str]]:
    """The appointments whose period has not begun, and why it can't."""
    found = access.waiting_for(desk.posts)[:PAGE]
    return [(manager, beginning.why_not(manager, desk.now)) for manager in found]


def _keeps(desk: Desk) -> bool:
    return any(post.role == PostRole.HR for post in desk.posts)


def _headings() -> list[str]:
    return [
        _("Name"),
        _("Staff number"),
        _("Unit"),
        _("Kind of entry"),
        _("Appointed on"),
        _("Last day"),
        _("Decision due by"),
        _("Months with evidence"),
        _("Months that count"),
        _("Average score"),
        _("Quota reached"),
        _("State"),
        _("Outcome"),
        _("Settled on"),
    ]


def _cells(row: Standing) -> list[Any]:
    held, judged = row.held, row.judged
    return [
        held.manager.person.name,
        held.manager.person.number or "",
        held.manager.unit.name,
        str(held.get_kind_display()),
        held.started_on,
        held.ends_on,
        held.decide_by_on,
        row.complete,
        len(row.months),
        judged.average,
        None if judged.reached is None else judged.reached,
        str(row.words) if row.light else "",
        str(held.get_outcome_display()),
        held.settled_on,
    ]
