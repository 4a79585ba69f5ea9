"""A、B 角: who looks after a customer is named by the head of its unit, or at the centre."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals.forms import PlainText
from pages.customers.parts import pair_of
from pages.customers.reach import May, customer_of
from pages.desk import Desk, page
from pages.settings.forms import Someone
from registry.customers import caring, holdings, protections
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org.models import Person


class ManagersForm(forms.Form):
    """Who leads, who supports, and why it changes."""

    a_manager = Someone(
        label=gettext_lazy("A manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy("Leads, and answers for the customer."),
    )
    b_manager = Someone(
        label=gettext_lazy("B manager"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy("Supports, and knows the customer if the A manager is away."),
    )
    reason = PlainText(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, desk: Desk, customer: Customer, data: Any = None) -> None:
        a, b = customer.managers
        super().__init__(data, initial={"a_manager": a, "b_manager": b})
        fields: dict[str, Any] = self.fields
        for name in ("a_manager", "b_manager"):
            fields[name].queryset = caring.managers_for(customer, desk.on)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def managers(desk: Desk, customer_id: int) -> HttpResponse:
    customer = customer_of(desk, customer_id)
    if not May.of(desk, customer).name_managers:
        raise Http404
    if desk.request.method != "POST":
        return _show(desk, customer, ManagersForm(desk, customer))
    form = ManagersForm(desk, customer, desk.request.POST)
    if not form.is_valid():
        return _show(desk, customer, form, status=422)
    try:
        caring.name_managers(customer, by=desk.person, at=desk.now, **form.cleaned_data)
    except (holdings.OnePersonTwice, holdings.AsItIs) as refusal:
        form.add_error("b_manager", str(refusal))
        return _show(desk, customer, form, status=422)
    except RegistryError as refusal:
        return _show(desk, customer, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("The managers are named, from today on."))
    return redirect("customer", customer.pk)


def _show(
    desk: Desk, customer: Customer, form: ManagersForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    live = protections.live_of(customer)
    return desk.render(
        "customers/managers.html",
        status=status,
        customer=customer,
        form=form,
        pair=pair_of(desk, customer),
        blocked=str(protections.refusal(live)) if live else "",
        refusal=refusal,
        holdings=list(holdings.history_of(customer)),
    )
