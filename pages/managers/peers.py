"""互评: an account manager rates the colleagues of the unit; whom they rated is told to nobody."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pages.desk import Desk, page
from pages.managers.months import bureau_of, month_said
from pages.refusals import why_not
from policy import scorecards
from policy.errors import PolicyError
from policy.ruling import look_in
from registry import rulebook
from registry.people import access, cards, facts, managers
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard

FACT = f"{facts.PEER}{facts.BY_PEERS[0]}"
MOST = 10


class PeersForm(forms.Form):
    """A rating from 0 to 10 for each colleague."""

    def __init__(self, colleagues: list[AccountManager], known: dict[int, Any], data: Any = None):
        super().__init__(data)
        for one in colleagues:
            self.fields[f"of{one.pk}"] = forms.DecimalField(
                label=one.person.name,
                min_value=0,
                max_value=MOST,
                max_digits=4,
                decimal_places=1,
                required=False,
                initial=known.get(one.pk),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )


@page
def rate(desk: Desk) -> HttpResponse:
    """GET shows the colleagues with one's own ratings, POST enters them."""
    own = managers.of(desk.person)
    if own is None or own.ended_on is not None:
        raise Http404
    said = desk.request.POST if desk.request.method == "POST" else desk.request.GET
    month = month_said(desk, said.get("month", ""))
    end = facts.last_of(month)
    book, set_ = rulebook.ruling(bureau_of(desk), end)
    try:
        least = look_in(scorecards.CHAPTER, on=end, book=book, set=set_)("peers_least").value
    except PolicyError as error:
        refusal = why_not(error)
        return desk.render("managers/peers.html", status=422, month=month, refusal=refusal)
    show = partial(_show, desk, month=month, least=least)
    colleagues = [m for m in access.peers(own, end) if _open(m, month)]
    known = _given(desk, colleagues, month)
    if desk.request.method != "POST":
        return show(PeersForm(colleagues, known))
    form = PeersForm(colleagues, known, desk.request.POST)
    if not form.is_valid():
        return show(form, status=422)
    for one in colleagues:
        number = form.cleaned_data[f"of{one.pk}"]
        if number is not None and number != known.get(one.pk):
            card = cards.of(one, month)
            cards.enter(card.pk, {FACT: number}, by=desk.person, at=desk.now)
    messages.success(
        desk.request, _("Your ratings are entered. The colleagues see neither them nor you.")
    )
    return redirect("scores")


def _open(manager: AccountManager, month: Any) -> bool:
    closed = Scorecard.State.CLOSED
    return not manager.scorecards.filter(month=month, state=closed).exists()


def _given(desk: Desk, colleagues: list[AccountManager], month: Any) -> dict[int, Any]:
    """The reader's own ratings of that month, the last of each."""
    rows = Scorecard.objects.filter(manager__in=colleagues, month=month)
    mine = rows.filter(entries__fact=FACT, entries__by=desk.person).order_by("entries__pk")
    return dict(mine.values_list("manager", "entries__number"))


def _show(desk: Desk, form: PeersForm, *, status: int = 200, **about: Any) -> HttpResponse:
    return desk.render("managers/peers.html", status=status, form=form, **about)
