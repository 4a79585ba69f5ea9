"""归档包: everything of one case in a ZIP, for those who steer the bureau or the unit."""

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals import access, works
from pages.cases.forms import JustAsks
from pages.cases.operations import Page, case_of
from pages.desk import Desk, page
from pages.requests.saving import key_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def package(desk: Desk, pk: int) -> HttpResponse:
    """GET says what is in it, POST asks for it: a worker makes it, and the journal says for whom."""
    case = case_of(desk, pk)
    if case.closed_at is None or not access.steers(desk.posts, case):
        raise Http404
    if desk.request.method == "POST":
        work = works.ask(
            kind="case-package",
            owner=desk.person,
            bureau=case.bureau,
            at=desk.now,
            key=key_of(desk.request) or uuid4(),
            case=case.pk,
        )
        return redirect("work", work.pk)
    told = Page(
        title=_("Archive package"),
        does=_(
            "All papers with their evidence, the attachments, the record of the approval and a list of"
            " hashes, in one ZIP that can be read and checked without this product. The record says that"
            " you exported it."
        ),
        button=_("Make the package"),
        done="",
    )
    form = JustAsks(None)
    return desk.render(
        "cases/operation.html", case=case, page=told, form=form, words=[], key=uuid4()
    )
