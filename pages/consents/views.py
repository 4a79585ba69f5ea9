"""The consents to market in another area that the reader may see, and the end of one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from approvals import access as cases
from pages.cases.forms import Reason, sent
from pages.cases.operations import Page, case_of, operate
from pages.desk import Desk, page
from registry.sharing import consents as register
from workflows.crossing import ending
from workflows.crossing.effects import consent_of

PAGE = 25
VIEWS: dict[str, Any] = {"": gettext_lazy("Holding"), "over": gettext_lazy("Over or taken back")}


@require_safe
@page
def consents(desk: Desk) -> HttpResponse:
    view = "over" if desk.request.GET.get("view") == "over" else ""
    rows = register.visible_to(desk.person, desk.on, desk.posts)
    live = register.not_over(desk.on)
    rows = rows.exclude(live) if view else rows.filter(live)
    rows = rows.order_by("-until", "-pk") if view else rows.order_by("until", "pk")
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    named = {int(row.origin[5:]) for row in found if row.origin.startswith("case:")}
    seen = cases.visible_to(desk.person, desk.on, desk.posts).filter(pk__in=named)
    numbers = dict(seen.values_list("pk", "number"))
    return desk.render(
        "consents/list.html",
        found=found,
        shown=[(row, int(row.origin[5:] or 0), _number(row, numbers)) for row in found],
        view=view,
        views=VIEWS.items(),
        query=f"view={view}" if view else "",
        may_ask=cases.may_apply(desk.person, ("account_manager",), desk.on),
        may_end=register.steers(desk.posts),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def take_back(desk: Desk, pk: int) -> HttpResponse:
    """For the heads of the centre; for anybody else it isn't there."""
    case = case_of(desk, pk)
    given = consent_of(case)
    if given is None or not register.may_revoke(desk.person, given.bureau_id, desk.on):
        raise Http404
    told = Page(
        title=_("Take the consent back?"),
        does=_(
            "From today on %(unit)s may not market to %(whom)s any more, and the split that came with the"
            " consent ends. Both units are told, with your reason. What was begun under it is not undone."
        )
        % {"unit": given.unit, "whom": given},
        button=_("Take the consent back"),
        done=_("The consent is taken back. Both units are told."),
        danger=True,
    )
    possible = given.taken_back is None and given.until >= desk.on
    return operate(desk, case, told, Reason(sent(desk)), ending.take_back, possible=possible)


def _number(row: Any, numbers: dict[int, str]) -> str:
    return numbers.get(int(row.origin[5:] or 0), "") if row.origin.startswith("case:") else ""
