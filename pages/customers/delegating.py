"""授权委托: to whom the province entrusted a diamond customer, seen, entered and ended."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from approvals.forms import PlainText
from pages.customers.forms import WhyForm
from pages.customers.parts import part
from pages.customers.reach import May, customer_of
from pages.desk import Desk, page
from pages.settings.forms import Day
from registry.customers import delegations
from registry.customers.models import Customer, Delegation
from registry.customers.words import Tier
from registry.errors import RegistryError


class DelegationForm(forms.Form):
    """What the document of the province says."""

    authorised_by = PlainText(
        label=gettext_lazy("Who authorised it"),
        max_length=120,
        help_text=gettext_lazy("The department of the province that signed, and the person."),
    )
    document = PlainText(label=gettext_lazy("Number of the document"), max_length=120)
    delegate = forms.ChoiceField(
        label=gettext_lazy("Entrusted to"), choices=Delegation.Delegate.choices
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Why it is entrusted"), choices=Delegation.Ground.choices
    )
    since = Day(label=gettext_lazy("First day"))
    until = Day(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: the document names none."),
    )


@part(25, "customers/_delegation.html")
def delegated(desk: Desk, customer: Customer, may: May) -> dict[str, Any] | None:
    """What holds today or is to come; of a diamond customer also that nothing does."""
    rows = [(row, row.state(desk.on)) for row in delegations.history_of(customer)]
    live = [(row, state) for row, state in rows if state in ("now", "ahead")]
    if customer.tier != Tier.DIAMOND and not rows:
        return None
    return {"live": live, "diamond": customer.tier == Tier.DIAMOND}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def delegation(desk: Desk, customer_id: int) -> HttpResponse:
    """All delegations of a customer, and the form for one."""
    customer = customer_of(desk, customer_id)
    if desk.request.method != "POST":
        return _show(desk, customer, DelegationForm())
    if not May.of(desk, customer).delegate:
        raise Http404
    form = DelegationForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, customer, form, status=422)
    try:
        delegations.delegate(customer, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _show(desk, customer, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("The delegation is entered."))
    return redirect("customer-delegation", customer.pk)


@require_POST
@page
def end(desk: Desk, customer_id: int, delegation_id: int) -> HttpResponse:
    customer = customer_of(desk, customer_id)
    if not May.of(desk, customer).delegate:
        raise Http404
    row = get_object_or_404(Delegation, pk=delegation_id, customer=customer)
    form = WhyForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, customer, DelegationForm(), status=422, why=form, wrong=row)
    try:
        delegations.end(customer, row.pk, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _show(desk, customer, DelegationForm(), status=409, refusal=str(refusal))
    messages.success(desk.request, _("The delegation is over; it stays to be seen."))
    return redirect("customer-delegation", customer.pk)


def _show(
    desk: Desk, customer: Customer, form: DelegationForm, *, status: int = 200, **about: Any
) -> HttpResponse:
    """about: the refusal; or the delegation that could not be ended, with the form sent for it."""
    return desk.render(
        "customers/delegation.html",
        status=status,
        customer=customer,
        may=May.of(desk, customer),
        diamond=customer.tier == Tier.DIAMOND,
        form=form,
        rows=[(row, row.state(desk.on)) for row in delegations.history_of(customer)],
        **about,
    )
