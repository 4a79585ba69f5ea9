"""规则集: the bureau goes over to another set of rules from a day on, by the word of two people."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from pages.desk import Desk, page
from pages.rules import proposing, sets
from pages.rules.forms import SetForm
from pages.rules.reach import Reading, kept
from registry import amending, amendments, rulebook


@require_http_methods(["GET", "HEAD", "POST"])
@page
def choose(desk: Desk) -> HttpResponse:
    """The form; every figure that would be another one; and, sent again from there, the proposal."""
    reading, bureau = kept(desk)
    first = desk.on + timedelta(days=1)
    if desk.request.method != "POST":
        return _form(desk, reading, SetForm(reading, first))
    form = SetForm(reading, first, desk.request.POST)
    if not form.is_valid():
        return _form(desk, reading, form, status=422)
    said = form.cleaned_data
    return proposing.answered(
        desk,
        amending.propose_set,
        partial(_form, desk, reading, form),
        lambda row: set_diff(reading, row),
        bureau=bureau,
        set=said["set"],
        effective=said["effective"],
        says=form.says(),
        article=said["article"],
    )


def set_diff(reading: Reading, row: amendments.Amendment) -> sets.SetDiff:
    """What going over to the set changes on its day; raises PolicyError where it no longer fits."""
    if row.approved:
        earlier = [one for one in reading.book.choices if one.effective < row.effective]
        before = earlier[-1].set if earlier else row.bureau.policy_set
    else:
        rulebook.book_with(row)
        before = reading.as_on(row.effective).set
    return sets.differing(reading.book, before, row.set, row.effective)


def _form(
    desk: Desk, reading: Reading, form: SetForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    waiting = amendments.of_bureau(form.bureau).filter(settled_at=None, parameter="", revokes=None)
    return desk.render(
        "rules/choose.html",
        status=status,
        reading=reading,
        form=form,
        policy_set=reading.book.policy_set(reading.set),
        waiting=list(waiting),
        sent=proposing.sent(form) if more.get("diff") else [],
        **more,
    )
