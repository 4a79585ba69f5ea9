"""修订: another figure from a day on, proposed by one keeper of the rules, settled by a second one."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.desk import Desk, page
from pages.refusals import why_not
from pages.rules import choosing, proposing
from pages.rules.forms import AmendForm
from pages.rules.reach import Reading, day_asked, kept
from policy.errors import PolicyError
from policy.figures import Parameter, Version, Words
from registry import amendments
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
        labels={row.pk: _label(reading, row) for row in rows},
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
        amendments.settle(
            amendment_id=row.pk, by=desk.person, at=desk.now, today=desk.on, approve=approve
        )
    except (RegistryError, PolicyError) as refusal:
        return _show(desk, amendment_id, status=409, refusal=why_not(refusal))
    said = _("The rule is approved.") if approve else _("The proposal is declined.")
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
        lambda **about: amendments.propose_together({figure: said["figure"]}, **about),
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
    rows = Amendment.objects.select_related("proposed_by", "settled_by", "bureau")
    row = get_object_or_404(rows, pk=amendment_id, bureau=desk.bureau)
    reading = Reading.of(desk, row.chapter)
    problem, diff, set_diff = "", None, None
    try:
        if row.chooses_set:
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
        may_set=row.approved and reading.keeps,
        problem=problem,
        refusal=refusal,
        label=_label(reading, row),
        says=Words(**row.says),
        parameter=_parameter(reading, row),
        own=row.proposed_by_id == desk.person.pk,
    )


def _diff(reading: Reading, row: Amendment) -> Diff:
    """What the amendment changes on its day; raises PolicyError where it no longer fits."""
    name = (row.set, row.chapter, row.parameter)
    book = reading.book if row.approved else amendments.book_with(row)
    after = book.parameter(*name)
    older = [v for v in after.versions if v.effective < row.effective]
    return Diff(after, older[-1] if older else None, after.latest(row.effective))


def _label(reading: Reading, row: Amendment) -> Words:
    """The figure or the set that an amendment speaks of."""
    if row.chooses_set:
        title = reading.book.policy_set(row.set).title
        return Words(f"改用规则集：{title.zh}", f"Another policy set: {title.en}")
    parameter = _parameter(reading, row)
    return parameter.label if parameter else Words(row.parameter, row.parameter)


def _parameter(reading: Reading, row: Amendment) -> Parameter | None:
    """The figure that an amendment speaks of; None once the book has it no more."""
    try:
        return reading.book.parameter(row.set, row.chapter, row.parameter)
    except PolicyError:
        return None
