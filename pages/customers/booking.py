"""The ledger of one customer: its entries, a new one, a correction, money that has come."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pages.customers.forms import CollectForm, CorrectForm, RevenueForm
from pages.customers.reach import May, customer_of
from pages.desk import Desk, page
from registry.customers import access
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.revenue import correcting, ledger
from registry.revenue.models import Revenue

PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@page
def entries(desk: Desk, customer_id: int) -> HttpResponse:
    """The entries, the latest month first, and the form for one more."""
    customer = customer_of(desk, customer_id)
    may = May.of(desk, customer)
    if desk.request.method != "POST":
        return _show(desk, customer, may, RevenueForm(desk, customer))
    if not may.enter:
        raise Http404
    form = RevenueForm(desk, customer, desk.request.POST)
    if not form.is_valid():
        return _show(desk, customer, may, form, status=422)
    try:
        ledger.enter(customer=customer, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _show(desk, customer, may, form, status=422, refusal=str(refusal))
    messages.success(desk.request, _("The entry stands in the ledger."))
    return redirect("customer-revenue", customer.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def correct(desk: Desk, customer_id: int, row_id: int) -> HttpResponse:
    """One entry with its corrections, and the form for another one."""
    customer, row = _row(desk, customer_id, row_id)
    if desk.request.method != "POST":
        return _correct(desk, customer, row, CorrectForm())
    form = CorrectForm(desk.request.POST)
    if not form.is_valid():
        return _correct(desk, customer, row, form, status=422)
    try:
        correcting.correct(row, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _correct(desk, customer, row, form, status=422, refusal=str(refusal))
    messages.success(desk.request, _("A counter-entry corrects it."))
    return redirect("customer-revenue", customer.pk)


@require_POST
@page
def collect(desk: Desk, customer_id: int, row_id: int) -> HttpResponse:
    """The money of an entry has come."""
    customer, row = _row(desk, customer_id, row_id)
    form = CollectForm(desk.request.POST)
    if not form.is_valid():
        return _correct(desk, customer, row, CorrectForm(), status=422, collected=form)
    try:
        correcting.collect(row, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _correct(
            desk, customer, row, CorrectForm(), status=409, collected=form, refusal=str(refusal)
        )
    messages.success(desk.request, _("Marked as collected."))
    return redirect("customer-revenue", customer.pk)


def _row(desk: Desk, customer_id: int, row_id: int) -> tuple[Customer, Revenue]:
    """An entry of the customer that may be corrected, for who keeps the ledger."""
    customer = customer_of(desk, customer_id)
    if not access.books(desk.posts, customer.bureau_id):
        raise Http404
    return customer, get_object_or_404(ledger.rows_of(customer), pk=row_id, corrects=None)


def _show(
    desk: Desk,
    customer: Customer,
    may: May,
    form: RevenueForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    rows = ledger.rows_of(customer).select_related("corrects")
    return desk.render(
        "customers/revenue.html",
        status=status,
        customer=customer,
        may=may,
        form=form,
        found=Paginator(rows, PAGE).get_page(desk.request.GET.get("page")),
        refusal=refusal,
    )


def _correct(
    desk: Desk,
    customer: Customer,
    row: Revenue,
    form: CorrectForm,
    *,
    status: int = 200,
    refusal: str = "",
    collected: CollectForm | None = None,
) -> HttpResponse:
    corrections = row.corrections.select_related("entered_by").order_by("pk")
    return desk.render(
        "customers/correct.html",
        status=status,
        customer=customer,
        row=row,
        corrections=list(corrections),
        stands=correcting.standing(row)[0],
        form=form,
        collected=collected or CollectForm(initial={"on": desk.on}),
        refusal=refusal,
    )
