"""监控: the cases of a bureau that don't move by themselves, for those who watch over it."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from approvals import access, monitor, reorganise
from approvals.authority import ADMINISTRATORS
from approvals.monitor import Late, Listed
from documents import alarms
from pages.desk import Desk, page


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    """Five lists of each bureau that the reader watches over; a case is a link for who may read it.

    Of a confidential case that the reader may not read they say of what kind it is, and nobody's name.
    """
    units = [post.unit for post in desk.posts if post.role in reorganise.WATCHERS]
    bureaus = {unit.root_id: unit.bureau or unit for unit in units}
    if not bureaus:
        raise Http404
    found = [
        (bureau, monitor.watched(bureau, desk.now), unmade(bureau.pk))
        for bureau in bureaus.values()
    ]
    cases = [
        row.case if isinstance(row, Late) else row
        for _bureau, watch, _papers in found
        for listed in (watch.stalled, watch.overdue, watch.suspended, watch.lost)
        for row in listed.rows
    ]
    cases += [paper.case for _bureau, _watch, listed in found for paper in listed.rows]
    named = {case.pk: case for case in cases}
    visible = access.visible_to(desk.person, desk.on).filter(pk__in=named)
    readable = set(visible.values_list("pk", flat=True))
    return desk.render(
        "monitor/show.html",
        found=found,
        several=len(found) > 1,
        readable=readable,
        hidden={pk for pk in named if pk not in readable and access.is_confidential(named[pk])},
        administered={p.unit.root_id for p in desk.posts if p.role in ADMINISTRATORS},
    )


def unmade(bureau_id: int, size: int = monitor.SHOWN) -> Listed:
    """The papers that can't be made, the oldest first."""
    papers = alarms.unmade(bureau_id)
    rows = list(papers[: size + 1])
    return Listed(rows[:size], max(papers.count() - size, 0) if len(rows) > size else 0)
