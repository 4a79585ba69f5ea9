"""The instructions of rulings: for those who carry them out, who mark what is done, and who steers."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from approvals import access, errors
from pages.cases.operations import WORDS
from pages.desk import Desk, page
from pages.instructions.forms import DoneForm
from pages.requests.saving import key_of
from registry.org.roles import WHOLE_BUREAU, PostRole
from registry.sharing import instructions as register
from registry.sharing.models import Instruction
from workflows.dispute import following

PAGE = 25
READERS = (*WHOLE_BUREAU, PostRole.HR, PostRole.FINANCE, PostRole.INFO_SUPERVISOR)
VIEWS: dict[str, Any] = {
    "": gettext_lazy("To be carried out"),
    "done": gettext_lazy("Carried out already"),
}


@require_safe
@page
def instructions(desk: Desk) -> HttpResponse:
    """The list; for whoever does not carry out any, it isn't there."""
    view = "done" if desk.request.GET.get("view") == "done" else ""
    rows = _seen(desk).filter(carried_out__isnull=not view)
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    named = {int(row.origin[5:]) for row in found if row.origin.startswith("case:")}
    seen = access.visible_to(desk.person, desk.on, desk.posts).filter(pk__in=named)
    numbers = dict(seen.values_list("pk", "number"))
    shown = [(row, int(row.origin[5:] or 0)) for row in found]
    return desk.render(
        "instructions/list.html",
        found=found,
        rows=[
            (row, pk if pk in numbers else None, numbers.get(pk, ""), _may(desk, row))
            for row, pk in shown
        ],
        view=view,
        views=VIEWS.items(),
        query=f"view={view}" if view else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def done(desk: Desk, instruction_id: int) -> HttpResponse:
    """GET asks by what it was done, POST marks it; for whoever doesn't carry it out it isn't there."""
    row = get_object_or_404(_seen(desk), pk=instruction_id)
    if not register.carries(row, desk.person, desk.on):
        raise Http404
    form = DoneForm(desk.request.POST if desk.request.method == "POST" else None)
    if desk.request.method != "POST":
        return redirect("instructions") if row.done else _ask(desk, row, form)
    if not form.is_valid():
        return _ask(desk, row, form, status=422)
    try:
        following.carry_out(
            case_id=int(row.origin.removeprefix("case:")),
            instruction_id=row.pk,
            actor=desk.person,
            at=desk.now,
            key=key_of(desk.request),
            **form.cleaned_data,
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        form.add_error("reason" if isinstance(refusal, WORDS) else None, str(refusal))
        return _ask(desk, row, form, status=422 if isinstance(refusal, WORDS) else 409)
    messages.success(desk.request, _("Marked as carried out. Who ruled and both sides are told."))
    return redirect("instructions")


def _seen(desk: Desk) -> Any:
    bureaus = {post.unit.root_id for post in desk.posts if post.role in READERS}
    if not bureaus:
        raise Http404
    return register.in_bureaus(bureaus)


def _may(desk: Desk, row: Instruction) -> bool:
    """Whether the reader can mark the row: asked of the posts that are read already."""
    held = (p for p in desk.posts if p.unit.root_id == row.bureau_id)
    mine = any(post.role in register.CARRIERS[row.what] for post in held)
    return mine and row.done is None and row.person_id != desk.person.pk


def _ask(desk: Desk, row: Instruction, form: DoneForm, *, status: int = 200) -> HttpResponse:
    return desk.render("instructions/done.html", status=status, row=row, form=form, key=uuid4())
