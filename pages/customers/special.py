"""特批钻石: the province's listing of a customer is recorded here, and ended."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pages.customers.forms import ListingForm, WhyForm
from pages.customers.reach import May, customer_of
from pages.desk import Desk, page
from pages.refusals import why_not
from policy.errors import PolicyError
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.grading import listing


@require_http_methods(["GET", "HEAD", "POST"])
@page
def special(desk: Desk, customer_id: int) -> HttpResponse:
    """List a customer as diamond, or end its listing."""
    customer = customer_of(desk, customer_id)
    if not May.of(desk, customer).list_as_diamond:
        raise Http404
    form: ListingForm | WhyForm
    if desk.request.method != "POST":
        return _show(desk, customer, WhyForm() if customer.special_listing else ListingForm())
    ends = desk.request.POST.get("do") == "end"
    form = WhyForm(desk.request.POST) if ends else ListingForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, customer, form, status=422)
    act = listing.end_listing if ends else listing.list_customer
    try:
        act(customer, by=desk.person, at=desk.now, **form.cleaned_data)
    except PolicyError as error:
        said = why_not(error)
        return _show(desk, customer, form, status=422, refusal=said)
    except RegistryError as refusal:
        return _show(desk, customer, form, status=409, refusal=str(refusal))
    said = _("The listing is over.") if ends else _("The customer is listed as diamond.")
    messages.success(desk.request, said)
    return redirect("customer", customer.pk)


def _show(
    desk: Desk,
    customer: Customer,
    form: ListingForm | WhyForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    listings = customer.listings.select_related("entered_by", "ended_by").order_by("-pk")
    return desk.render(
        "customers/special.html",
        status=status,
        customer=customer,
        form=form,
        listings=list(listings),
        refusal=refusal,
    )
