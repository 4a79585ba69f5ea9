"""What is said of a customer is changed; its id is issued."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pages.customers.forms import DescribeForm
from pages.customers.reach import May, customer_of
from pages.customers.views import shown
from pages.desk import Desk, page
from registry.customers import access, describing, ids
from registry.errors import RegistryError


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(desk: Desk, customer_id: int) -> HttpResponse:
    customer = customer_of(desk, customer_id)
    if not May.of(desk, customer).describe:
        raise Http404
    keeps = access.keeps(desk.posts, customer.bureau_id)
    sent = desk.request.POST if desk.request.method == "POST" else None
    form = DescribeForm(desk, customer, keeps=keeps, data=sent)
    status = 200
    if sent is not None:
        if form.is_valid():
            try:
                describing.describe(customer, by=desk.person, at=desk.now, **form.cleaned_data)
            except RegistryError as refusal:
                form.add_error("licence_code", str(refusal))
            else:
                messages.success(desk.request, _("Saved."))
                return redirect("customer", customer.pk)
        status = 422
        customer = customer_of(desk, customer_id)
    return desk.render("customers/edit.html", customer=customer, form=form, status=status)


@require_POST
@page
def issue_id(desk: Desk, customer_id: int) -> HttpResponse:
    """Give the customer the next id of its division."""
    customer = customer_of(desk, customer_id)
    if not access.keeps(desk.posts, customer.bureau_id):
        raise Http404
    try:
        with transaction.atomic():
            code = ids.issue(customer, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return shown(desk, customer_id, status=409, refusal=str(refusal))
    messages.success(desk.request, _("The id is issued: %(code)s.") % {"code": code})
    return redirect("customer", customer.pk)
