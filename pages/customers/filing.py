"""The archive of a customer: read, changed, confirmed; important persons on a page that tells who read."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.forms import PlainText
from pages.customers.parts import rules_of
from pages.customers.reach import May, customer_of
from pages.desk import Desk, page
from pages.refusals import why_not
from policy.errors import PolicyError
from registry.customers import archive
from registry.customers.archive_fields import FIELDS, LONGEST, SEVERAL
from registry.customers.models import ArchiveEntry, Customer, Group
from registry.errors import RegistryError

OPEN = (Group.BASIC, Group.EXTENDED, Group.COMPETITORS)
SHOWN = 50


class EntryForm(forms.Form):
    """The fields of one group, none of which must be filled but the name of one of several."""

    def __init__(self, group: str, entry: ArchiveEntry | None = None, data: Any = None) -> None:
        super().__init__(data, initial=entry.content if entry else None)
        for one in FIELDS[group]:
            self.fields[one.name] = PlainText(
                label=one.label,
                lines=one.lines,
                max_length=LONGEST,
                required=one.name == "name" and group in SEVERAL,
            )


@require_safe
@page
def show(desk: Desk, customer_id: int) -> HttpResponse:
    """Three of the four groups; the fourth has its own page."""
    customer = customer_of(desk, customer_id)
    return desk.render("customers/archive.html", **_context(desk, customer))


@require_POST
@page
def confirm(desk: Desk, customer_id: int) -> HttpResponse:
    customer = customer_of(desk, customer_id)
    if not May.of(desk, customer).keep_archive:
        raise Http404
    archive.confirm(customer, by=desk.person, at=desk.now)
    messages.success(desk.request, _("The archive is confirmed as of today."))
    return redirect("customer-archive", customer.pk)


@require_safe
@page
def persons(desk: Desk, customer_id: int) -> HttpResponse:
    """Important persons. That they were read, by whom and when, is written down each time."""
    customer = customer_of(desk, customer_id)
    try:
        entries = archive.read_persons(customer, by=desk.person, at=desk.now)
    except archive.NotForThem:
        raise Http404 from None
    return desk.render(
        "customers/persons.html",
        customer=customer,
        may=May.of(desk, customer),
        fields=FIELDS[Group.PERSONS],
        entries=entries,
        readers=list(archive.readers(customer)[:SHOWN]),
    )


@require_safe
@page
def versions(desk: Desk, customer_id: int, group: str) -> HttpResponse:
    """What stood in a group before; of important persons it is a reading too."""
    customer = customer_of(desk, customer_id)
    if group not in Group.values:
        raise Http404
    if group == Group.PERSONS:
        try:
            archive.read_persons(customer, by=desk.person, at=desk.now)
        except archive.NotForThem:
            raise Http404 from None
    return desk.render(
        "customers/versions.html",
        customer=customer,
        group=Group(group),
        fields=FIELDS[group],
        entries=list(archive.versions(customer, group)[:SHOWN]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit(desk: Desk, customer_id: int, group: str, item: int) -> HttpResponse:
    """One entry of a group; item 0 is a new one."""
    customer = customer_of(desk, customer_id)
    entry = _entry(desk, customer, group, item)
    if desk.request.method != "POST":
        return _edit(desk, customer, group, item, EntryForm(group, entry), entry)
    form = EntryForm(group, entry, desk.request.POST)
    removed = desk.request.POST.get("do") == "remove" and entry is not None
    if not removed and not form.is_valid():
        return _edit(desk, customer, group, item, form, entry, status=422)
    content = entry.content if removed and entry else form.cleaned_data
    seen = desk.request.POST.get("seen", "")
    try:
        archive.save(
            customer,
            group=group,
            content=content,
            by=desk.person,
            at=desk.now,
            item=item or (None if group in SEVERAL else 1),
            seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
            removed=removed,
        )
    except archive.ChangedMeanwhile as refusal:
        return _edit(desk, customer, group, item, form, entry, status=409, refusal=str(refusal))
    except RegistryError as refusal:
        return _edit(desk, customer, group, item, form, entry, status=422, refusal=str(refusal))
    messages.success(desk.request, _("Saved. What stood there before is kept."))
    name = "customer-persons" if group == Group.PERSONS else "customer-archive"
    return redirect(name, customer.pk)


def _entry(desk: Desk, customer: Customer, group: str, item: int) -> ArchiveEntry | None:
    """The entry that is to be changed; None for a new one. 404 for who may not, and for what isn't."""
    may = May.of(desk, customer)
    allowed = may.keep_archive and (group != Group.PERSONS or may.read_persons)
    if group not in Group.values or not allowed:
        raise Http404
    if group == Group.PERSONS and item and desk.request.method != "POST":
        archive.read_persons(customer, by=desk.person, at=desk.now)
    entries = {entry.item: entry for entry in archive.current(customer, group)}
    if item and item not in entries and (group in SEVERAL or item != 1):
        raise Http404
    return entries.get(item or (0 if group in SEVERAL else 1))


def _edit(
    desk: Desk,
    customer: Customer,
    group: str,
    item: int,
    form: EntryForm,
    entry: ArchiveEntry | None,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    return desk.render(
        "customers/archive_edit.html",
        status=status,
        customer=customer,
        group=Group(group),
        item=item,
        form=form,
        seen=entry.version if entry else 0,
        removable=entry is not None and group in SEVERAL,
        refusal=refusal,
    )


def _context(desk: Desk, customer: Customer) -> dict[str, Any]:
    context: dict[str, Any] = {
        "customer": customer,
        "may": May.of(desk, customer),
        "groups": [
            (Group(group), FIELDS[group], archive.current(customer, group), group in SEVERAL)
            for group in OPEN
        ],
    }
    try:
        return context | {"due": archive.due(customer, **rules_of(desk, customer).given)}
    except PolicyError as error:
        return context | {"missing": why_not(error)}
