"""撤销: an approved amendment that is not yet in force is taken back, by the word of two people again."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from pages.desk import Desk, page
from pages.refusals import why_not
from pages.rules import proposing
from pages.rules.forms import RevocationForm
from pages.rules.reach import Reading, kept
from pages.rules.words import label_of
from policy.amending import version_of
from policy.errors import PolicyError
from policy.figures import Parameter, Version, Words
from registry import amending, amendments, rulebook
from registry.amendments import Amendment


@dataclass(frozen=True)
class Revocation:
    """What was approved, and what holds from its day on without it.

    parameter  the figure with its two versions; None where it is a policy set with its two titles
    """

    row: Amendment
    parameter: Parameter | None
    coming: Version | Words
    stays: Version | Words | None


@require_http_methods(["GET", "HEAD", "POST"])
@page
def revoke(desk: Desk, amendment_id: int) -> HttpResponse:
    """The form with what holds then instead, and sent: the proposal."""
    rows = amendments.of_bureau(desk.bureau).filter(approved=True, revokes=None)
    row = get_object_or_404(rows.exclude(revocations__approved=True), pk=amendment_id)
    reading, _bureau = kept(desk, row.chapter)
    form = RevocationForm(desk.request.POST if desk.request.method == "POST" else None)
    if not form.is_valid():
        return _form(desk, reading, row, form, status=422 if form.is_bound else 200)
    return proposing.answered(
        desk,
        partial(amending.propose_revocation, row),
        partial(_form, desk, reading, row, form),
        lambda _row: None,
        says=form.says(),
        article=form.cleaned_data["article"],
    )


def _form(
    desk: Desk,
    reading: Reading,
    row: Amendment,
    form: RevocationForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    try:
        more["taken_back"] = taken_back(reading, row)
    except PolicyError as error:
        more["refusal"] = why_not(error)
    return desk.render(
        "rules/revoke.html",
        status=status,
        row=row,
        label=label_of(reading, row),
        form=form,
        waiting=list(amendments.of_bureau(row.bureau).filter(revokes=row, settled_at=None)),
        **more,
    )


def taken_back(reading: Reading, row: Amendment) -> Revocation:
    """What the revocation of `row` changes; raises PolicyError where the other rules need it."""
    without = rulebook.book_with(Amendment(bureau=row.bureau, revokes=row))
    if row.chooses_set:
        name = rulebook.set_of(row.bureau, without, row.effective)
        titles = (reading.book.policy_set(one).title for one in (row.set, name))
        return Revocation(row, None, *titles)
    parameter = without.parameter(row.set, row.chapter, row.parameter)
    coming = version_of(without, row.as_policy(), parameter)
    return Revocation(row, parameter, coming, parameter.latest(row.effective))
