"""A person's key to sealed bids, and the opening of the own half of them."""

from uuid import uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from approvals import actions, errors
from pages.bidding.forms import KeyForm, OpenForm
from pages.bidding.views import case_of, tender_of
from pages.desk import Desk, page
from pages.requests.saving import key_of
from registry.bidding import keys, tenders
from registry.bidding.models import Tender
from registry.errors import RegistryError


@page
def mine(desk: Desk) -> HttpResponse:
    """GET shows whether there is a key, POST makes a new one."""
    if desk.request.method != "POST":
        return desk.render("bidding/key.html", key=keys.of(desk.person), form=KeyForm())
    form = KeyForm(desk.request.POST)
    if not form.is_valid():
        return desk.render("bidding/key.html", status=422, key=keys.of(desk.person), form=form)
    keys.make(person=desk.person, passphrase=form.cleaned_data["passphrase"], at=desk.now)
    messages.success(desk.request, _("Your key is made. Nobody can tell you the passphrase again."))
    return redirect("seal-key")


@page
def open_bids(desk: Desk, tender_id: int) -> HttpResponse:
    """GET asks for the passphrase, POST opens the own half and says so in the case."""
    tender = tender_of(desk, tender_id)
    if not tender.holders.filter(key__person=desk.person).exists():
        raise Http404
    if desk.request.method != "POST":
        return desk.render("bidding/open.html", tender=tender, form=OpenForm())
    form = OpenForm(desk.request.POST)
    if not form.is_valid():
        return desk.render("bidding/open.html", status=422, tender=tender, form=form)
    try:
        opened = tenders.open_half(
            tender.pk,
            person=desk.person,
            passphrase=form.cleaned_data["passphrase"],
            at=desk.now,
        )
    except keys.WrongPassphrase as refusal:
        form.add_error("passphrase", str(refusal))
        return desk.render("bidding/open.html", status=422, tender=tender, form=form)
    except tenders.GivenAlready as refusal:
        messages.warning(desk.request, str(refusal))
        return _said_so(desk, tender)
    except RegistryError as refusal:
        return desk.render(
            "bidding/open.html", status=409, tender=tender, form=form, refusal=str(refusal)
        )
    told = (
        _("The bids are open.")
        if opened
        else _("Your half is open; the other holder’s is waited for.")
    )
    messages.success(desk.request, told)
    return _said_so(desk, tender)


def _said_so(desk: Desk, tender: Tender) -> HttpResponse:
    """The step of the case knows it too; if it can't be said there, the case says why."""
    case = case_of(desk, tender)
    row = case and actions.open_row(case, desk.person, "unseal")
    if case is not None and row is not None:
        try:
            actions.decide(
                case_id=case.pk,
                assignment_id=row.pk,
                actor=desk.person,
                verdict="given",
                seen=case.data_version,
                at=desk.now,
                key=uuid5(key_of(desk.request), "unseal"),
                answers={"opened": True},
            )
        except errors.Refused as refusal:
            messages.warning(desk.request, str(refusal))
    return redirect("tender", tender.pk)
