"""The agreements of a customer: seen, entered, withdrawn where entered wrongly."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pages.customers.forms import AgreementForm, WhyForm
from pages.customers.reach import May, customer_of
from pages.desk import Desk, page
from registry.customers import agreements
from registry.customers.models import Agreement, Customer
from registry.errors import RegistryError


@require_http_methods(["GET", "HEAD", "POST"])
@page
def signed(desk: Desk, customer_id: int) -> HttpResponse:
    """All agreements, and the form for one that was signed."""
    customer = customer_of(desk, customer_id)
    if desk.request.method != "POST":
        return _show(desk, customer, AgreementForm())
    if not May.of(desk, customer).sign:
        raise Http404
    form = AgreementForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, customer, form, status=422)
    try:
        agreements.sign(customer, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _show(desk, customer, form, status=422, refusal=str(refusal))
    messages.success(desk.request, _("The agreement is entered."))
    return redirect("customer-agreements", customer.pk)


@require_POST
@page
def withdraw(desk: Desk, customer_id: int, agreement_id: int) -> HttpResponse:
    customer = customer_of(desk, customer_id)
    if not May.of(desk, customer).sign:
        raise Http404
    agreement = get_object_or_404(Agreement, pk=agreement_id, customer=customer)
    form = WhyForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, customer, AgreementForm(), status=422, why=form, wrong=agreement)
    try:
        agreements.withdraw(agreement, why=form.cleaned_data["why"], by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return _show(desk, customer, AgreementForm(), status=409, refusal=str(refusal))
    messages.success(desk.request, _("The agreement is withdrawn; it stays to be seen."))
    return redirect("customer-agreements", customer.pk)


def _show(
    desk: Desk,
    customer: Customer,
    form: AgreementForm,
    *,
    status: int = 200,
    refusal: str = "",
    why: WhyForm | None = None,
    wrong: Agreement | None = None,
) -> HttpResponse:
    """wrong: the agreement that could not be withdrawn, with the form that was sent for it."""
    rows = customer.agreements.select_related("entered_by", "withdrawn_by")
    holds = set(agreements.in_force(customer, desk.on).values_list("pk", flat=True))
    return desk.render(
        "customers/agreements.html",
        status=status,
        customer=customer,
        may=May.of(desk, customer),
        form=form,
        agreements=list(rows.order_by("-signed_on", "-pk")),
        holds=holds,
        refusal=refusal,
        why=why,
        wrong=wrong,
    )
