"""录入与更正: what each post enters for a card, and the correction of a closed one."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import objection_notices
from approvals.forms import PlainText
from pages.desk import Desk, page
from pages.refusals import why_not
from policy import scorecards
from policy.errors import PolicyError
from registry.errors import RegistryError
from registry.people import access, cards, facts, words
from registry.people.models import AccountManager
from registry.people.scoring import Scorecard

_TEN = 10


class EntryForm(forms.Form):
    """Numbers for a card, with the evidence for them; what is left empty stays as it was."""

    def __init__(self, names: list[str], known: dict[str, Decimal], data: Any = None) -> None:
        super().__init__(data)
        for name in names:
            self.fields[name] = forms.DecimalField(
                label=words.fact(name),
                required=False,
                min_value=0,
                max_digits=12,
                decimal_places=2,
                max_value=most_of(name),
                initial=scorecards.plain(known[name]) if name in known else None,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        self.fields["evidence"] = PlainText(
            label=gettext_lazy("Evidence"),
            max_length=300,
            required=False,
            help_text=gettext_lazy("Meeting record, list of visits, export of the CRM and so on."),
        )

    def numbers(self) -> dict[str, Decimal]:
        """What was filled in."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "evidence"}
        return {name: number for name, number in data.items() if number is not None}


class CorrectForm(EntryForm):
    """The same for a closed card, with the reason."""

    def __init__(self, names: list[str], known: dict[str, Decimal], data: Any = None) -> None:
        super().__init__(names, known, data)
        self.may_be_due = tuple(names)  # one of them at least
        del self.fields["evidence"]
        self.fields["reason"] = PlainText(
            label=gettext_lazy("Why it is corrected"), max_length=300, lines=True
        )

    def numbers(self) -> dict[str, Decimal]:
        data = {k: v for k, v in self.cleaned_data.items() if k != "reason"}
        return {name: number for name, number in data.items() if number is not None}


def most_of(name: str) -> int | None:
    """How much can be entered at most: ratings go to ten, adopted plans to twenty."""
    if name in ("adopted",):
        return 2 * _TEN
    rating = name in scorecards.RATED or name.startswith((facts.DIRECTOR, facts.PEER))
    return _TEN if rating else (100 if name in COUNTS_MOST else None)


COUNTS_MOST = (
    *(fact for parts in scorecards.COUNTED.values() for fact, _ in parts),
    *scorecards.OFFENCES,
    *scorecards.CASES,
    "cases",
    scorecards.OTHER_OFF,
    scorecards.OTHER_ON,
)


def names_of(desk: Desk, manager: AccountManager) -> list[str]:
    """What the reader enters for an account manager, by the posts held."""
    if manager.person_id == desk.person.pk:
        return []
    planner = manager.duty == AccountManager.Duty.PLANNER
    names: list[str] = []
    if access.rates(manager, desk.person, desk.posts):
        rated = [f"{facts.DIRECTOR}{item}" for item in scorecards.RANKED]
        names += list(scorecards.RATED) if planner else rated
    if access.counts(manager.bureau_id, desk.posts):
        counted = [fact for parts in scorecards.COUNTED.values() for fact, _ in parts]
        names += [scorecards.WRITTEN] if planner else [*counted, scorecards.TARGET]
        extra = [n for n in scorecards.optional(manager.duty) if n != scorecards.OLDEST]
        names += extra
    if access.settles(manager.bureau_id, desk.posts):
        if planner:
            names += ["planned_yuan"]
        elif manager.duty == AccountManager.Duty.LEADER:
            names += ["team_per_capita_yuan", "team_completion"]
        if not planner and scorecards.TARGET not in names:
            names += [scorecards.TARGET]
    return names


@page
def enter(desk: Desk, card_id: int) -> HttpResponse:
    """GET shows the form of the reader's posts, POST enters what was filled in."""
    card = _card(card_id)
    names = names_of(desk, card.manager)
    if not names or card.manager.bureau_id not in {p.unit.root_id for p in desk.posts}:
        raise Http404
    if card.state == Scorecard.State.CLOSED:
        return redirect("scores")
    known = dict(_known(card))
    if desk.request.method != "POST":
        return _show(desk, card, EntryForm(names, known))
    form = EntryForm(names, known, desk.request.POST)
    if not form.is_valid():
        return _show(desk, card, form, status=422)
    changed = {k: v for k, v in form.numbers().items() if known.get(k) != v}
    try:
        evidence = form.cleaned_data["evidence"]
        cards.enter(card.pk, changed, evidence=evidence, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return _show(desk, card, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("Entered for %(who)s.") % {"who": card.manager})
    response = redirect("scores")
    response["Location"] += f"?month={card.month:%Y-%m}"
    return response


@page
def correct(desk: Desk, card_id: int) -> HttpResponse:
    """A closed card corrected by human resources; never one's own."""
    card = _card(card_id)
    manager = card.manager
    mine = manager.person_id == desk.person.pk
    if mine or not access.settles(manager.bureau_id, desk.posts):
        raise Http404
    if card.state != Scorecard.State.CLOSED:
        return redirect("scorecard-enter", card.pk)
    derived = (*scorecards.RANKED, scorecards.INCOME, scorecards.OLDEST)
    every = (*scorecards.needed(manager.duty), *scorecards.optional(manager.duty))
    names = [name for name in every if name not in derived]
    known = dict(_known(card))
    access.trace(manager, desk.person, "scorecard", month=card.month, at=desk.now)
    if desk.request.method != "POST":
        return _show(desk, card, CorrectForm(names, known))
    form = CorrectForm(names, known, desk.request.POST)
    if not form.is_valid():
        return _show(desk, card, form, status=422)
    changed = {k: v for k, v in form.numbers().items() if known.get(k) != v}
    try:
        reason = form.cleaned_data["reason"]
        objection_notices.answered(
            card,
            lambda: cards.correct(card.pk, changed, reason=reason, by=desk.person, at=desk.now),
            by=desk.person,
            at=desk.now,
            path=reverse("scorecard", args=[card.pk]),
        )
    except (RegistryError, PolicyError) as refusal:
        return _show(desk, card, form, status=409, refusal=why_not(refusal))
    messages.success(desk.request, _("Corrected. What it came to before stays on the card."))
    return redirect("scorecard", card.pk)


def _card(card_id: int) -> Scorecard:
    about = ("manager__person", "manager__unit", "manager__bureau")
    return get_object_or_404(Scorecard.objects.select_related(*about), pk=card_id)


def _known(card: Scorecard) -> list[tuple[str, Decimal]]:
    """The last number of each fact; of the peers' ratings none."""
    rows = card.entries.exclude(fact__startswith=facts.PEER).order_by("pk")
    return list(rows.values_list("fact", "number"))


def _show(
    desk: Desk, card: Scorecard, form: EntryForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    closed = isinstance(form, CorrectForm)
    return desk.render(
        "managers/enter.html", status=status, card=card, form=form, refusal=refusal, closed=closed
    )
