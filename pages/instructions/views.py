"""The instructions of rulings, the latest first: for human resources, finance and who steers the bureau."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from approvals import access
from pages.desk import Desk, page
from registry.org.roles import WHOLE_BUREAU, PostRole
from registry.sharing import instructions as register

PAGE = 25
READERS = (*WHOLE_BUREAU, PostRole.HR, PostRole.FINANCE)


@require_safe
@page
def instructions(desk: Desk) -> HttpResponse:
    """The list; for whoever does not carry out any, it isn't there."""
    bureaus = {post.unit.root_id for post in desk.posts if post.role in READERS}
    if not bureaus:
        raise Http404
    found = Paginator(register.in_bureaus(bureaus), PAGE).get_page(desk.request.GET.get("page"))
    named = {int(row.origin[5:]) for row in found if row.origin.startswith("case:")}
    seen = access.visible_to(desk.person, desk.on, desk.posts).filter(pk__in=named)
    numbers = dict(seen.values_list("pk", "number"))
    rows = [(row, int(row.origin[5:] or 0)) for row in found]
    return desk.render(
        "instructions/list.html",
        found=found,
        rows=[(row, pk if pk in numbers else None, numbers.get(pk, "")) for row, pk in rows],
    )
