"""规则集: the bureau goes over to another set of rules from a day on, by the word of two people."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pages.desk import Desk, page
from pages.rules import proposing, sets
from pages.rules.forms import SetForm
from pages.rules.reach import Reading, kept
from registry import amendments


@require_http_methods(["GET", "HEAD", "POST"])
@page
def choose(desk: Desk) -> HttpResponse:
    """The form; every figure that would be another one; and, sent again from there, the proposal."""
    reading, bureau = kept(desk)
    if desk.request.method != "POST":
        return _form(desk, reading, SetForm(reading, desk.on))
    form = SetForm(reading, desk.on, desk.request.POST)
    if not form.is_valid():
        return _form(desk, reading, form, status=422)
    said = form.cleaned_data
    row, refusal = proposing.made(
        desk,
        amendments.propose_set,
        bureau=bureau,
        set=said["set"],
        effective=said["effective"],
        says=form.says(),
        article=said["article"],
    )
    if row is None:
        return _form(desk, reading, form, status=422, refusal=refusal)
    do = desk.request.POST.get("do")
    if do != "propose":
        diff = None if do == "edit" else set_diff(reading, row)
        return _form(desk, reading, form, set_diff=diff)
    messages.success(
        desk.request, _("The proposal is made. It holds once a second person approves it.")
    )
    return redirect("rule-amendment", row.pk)


def set_diff(reading: Reading, row: amendments.Amendment) -> sets.SetDiff:
    """What going over to the set changes on its day; raises PolicyError where it no longer fits."""
    if row.approved:
        earlier = [one for one in reading.book.choices if one.effective < row.effective]
        before = earlier[-1].set if earlier else row.bureau.policy_set
    else:
        amendments.book_with(row)
        before = reading.as_on(row.effective).set
    return sets.differing(reading.book, before, row.set, row.effective)


def _form(
    desk: Desk, reading: Reading, form: SetForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    waiting = amendments.of_bureau(form.bureau).filter(settled_at=None, parameter="")
    return desk.render(
        "rules/choose.html",
        status=status,
        reading=reading,
        form=form,
        policy_set=reading.book.policy_set(reading.set),
        waiting=list(waiting),
        sent=proposing.sent(form) if more.get("set_diff") else [],
        **more,
    )
