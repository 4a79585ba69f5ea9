"""修订: another figure from a day on, proposed by one keeper of the rules, settled by a second one."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.desk import Desk, page
from pages.refusals import why_not
from pages.rules import choosing, proposing, revoking
from pages.rules.forms import AmendForm
from pages.rules.reach import Reading, day_asked, kept
from pages.rules.words import label_of, parameter_of
from policy.errors import PolicyError
from policy.figures import Parameter, Version, Words
from registry import amending, amendments, rulebook
from registry.amendments import Amendment
from registry.errors import RegistryError

PAGE = 25


@dataclass(frozen=True)
class Diff:
    """A figure as it would be that day without the amendment, and with it."""

    parameter: Parameter
    before: Version | None
    after: Version | None


@require_safe
@page
def everything(desk: Desk) -> HttpResponse:
    """All amendments of the reader's bureau, those that wait first."""
    reading = Reading.of(desk)
    if reading.bureau is None:
        raise Http404
    found = Paginator(amendments.of_bureau(reading.bureau), PAGE)
    rows = found.get_page(desk.request.GET.get("page"))
    return desk.render(
        "rules/amendments.html",
        reading=reading,
        found=rows,
        labels={row.pk: label_of(reading, row) for row in rows},
    )


@require_safe
@page
def show(desk: Desk, amendment_id: int) -> HttpResponse:
    return _show(desk, amendment_id)


@require_POST
@page
def settle(desk: Desk, amendment_id: int) -> HttpResponse:
    """The second person's word: approve or decline."""
    row = get_object_or_404(Amendment, pk=amendment_id, bureau=desk.bureau)
    kept(desk, row.chapter)
    approve = desk.request.POST.get("word") == "approve"
    if not approve and desk.request.POST.get("word") != "decline":
        return _show(desk, amendment_id, status=422, refusal=_("Choose: approve or decline."))
    try:
        amending.settle(
            amendment_id=row.pk, by=desk.person, at=desk.now, today=desk.on, approve=approve
        )
    except (RegistryError, PolicyError) as refusal:
        return _show(desk, amendment_id, status=409, refusal=why_not(refusal))
    said = _("The proposal is declined.")
    if approve:
        said = _("The amendment is revoked.") if row.revokes_id else _("The rule is approved.")
    messages.success(desk.request, said)
    return redirect("rule-amendment", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def propose(desk: Desk, chapter: str, figure: str) -> HttpResponse:
    """The form; what it would change; and, sent again from there, the proposal.

    With ?on= it is the figure of the set that the bureau goes by on that day.
    """
    reading, bureau = kept(desk, chapter)
    first = max(day_asked(desk), desk.on + timedelta(days=1))
    reading = reading.as_on(first)
    try:
        parameter = reading.book.parameter(reading.set, chapter, figure)
    except PolicyError:
        raise Http404 from None
    if desk.request.method != "POST":
        return _form(desk, reading, AmendForm(parameter, first))
    form = AmendForm(parameter, first, desk.request.POST)
    if not form.is_valid():
        return _form(desk, reading, form, status=422)
    said, reading = form.cleaned_data, reading.as_on(form.cleaned_data["effective"])
    return proposing.answered(
        desk,
        lambda **about: amending.propose_together({figure: said["figure"]}, **about),
        partial(_form, desk, reading, form),
        lambda row: _diff(reading, row),
        bureau=bureau,
        set=reading.set,
        chapter=chapter,
        effective=said["effective"],
        says=form.says(),
        article=said["article"],
    )


def _form(
    desk: Desk, reading: Reading, form: AmendForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return desk.render(
        "rules/amend.html",
        status=status,
        reading=reading,
        form=form,
        parameter=form.parameter,
        head=reading.book.head(reading.set, form.parameter.chapter).label,
        waiting=list(
            amendments.of_bureau(reading.bureau).filter(
                settled_at=None,
                revokes=None,
                chapter=form.parameter.chapter,
                parameter=form.parameter.name,
            )
        )
        if reading.bureau
        else [],
        sent=proposing.sent(form) if more.get("diff") else [],
        **more,
    )


def _show(desk: Desk, amendment_id: int, *, status: int = 200, refusal: str = "") -> HttpResponse:
    rows = amendments.of_bureau(desk.bureau)
    row = get_object_or_404(rows.select_related("bureau", "revokes__bureau"), pk=amendment_id)
    reading = Reading.of(desk, row.chapter)
    declined = Q(settled_at__isnull=False, approved=False)
    revocations = list(rows.filter(revokes=row).exclude(declined))
    problem, diff, set_diff, taken_back = "", None, None, None
    try:
        if row.revokes or any(one.approved for one in revocations):
            taken_back = revoking.taken_back(reading, row.revokes or row)
        elif row.chooses_set:
            set_diff = choosing.set_diff(reading, row)
        else:
            diff = _diff(reading, row)
    except PolicyError as error:
        problem = why_not(error)
    return desk.render(
        "rules/amendment.html",
        status=status,
        reading=reading,
        row=row,
        diff=diff,
        set_diff=set_diff,
        taken_back=taken_back,
        revocations=revocations,
        may_revoke=row.approved and not row.revokes and reading.keeps and row.effective > desk.on,
        may_set=row.approved and reading.keeps,
        problem=problem,
        refusal=refusal,
        label=label_of(reading, row),
        says=Words(**row.says),
        parameter=parameter_of(reading, row),
        own=row.proposed_by_id == desk.person.pk,
    )


def _diff(reading: Reading, row: Amendment) -> Diff:
    """What the amendment changes on its day; raises PolicyError where it no longer fits."""
    name = (row.set, row.chapter, row.parameter)
    book = reading.book if row.approved else rulebook.book_with(row)
    after = book.parameter(*name)
    older = [v for v in after.versions if v.effective < row.effective]
    return Diff(after, older[-1] if older else None, after.latest(row.effective))
