"""The tenders of a bureau: what is asked for, the reader's own bid, and what came of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals import access
from approvals.models import Case
from pages.bidding.forms import BidForm
from pages.desk import Desk, page
from registry.bidding import tenders
from registry.bidding.models import Bid, Tender
from registry.errors import RegistryError
from registry.org.models import Unit

PAGE = 25


@require_safe
@page
def listed(desk: Desk) -> HttpResponse:
    rows = tenders.in_bureaus(_bureaus(desk))
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    return desk.render("bidding/list.html", found=found)


@require_safe
@page
def show(desk: Desk, tender_id: int) -> HttpResponse:
    tender = tender_of(desk, tender_id)
    return desk.render("bidding/show.html", tender=tender, **about(desk, tender))


@page
def bid(desk: Desk, tender_id: int) -> HttpResponse:
    """GET shows the form, POST seals the bid."""
    tender = tender_of(desk, tender_id)
    units = tenders.bids_for(desk.person, tender, desk.on)
    if not units:
        raise Http404
    given: dict[str, Any] = {"tender": tender, "units": units, "on": desk.on}
    if desk.request.method != "POST":
        if not takes_bids(desk, tender):
            return redirect("tender", tender.pk)
        first = {"a_manager": desk.person.pk, "share": tender.least_share}
        return _show_form(desk, tender, BidForm(initial=first, **given))
    form = BidForm(desk.request.POST, desk.request.FILES, **given)
    if not form.is_valid():
        return _show_form(desk, tender, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        made = tenders.bid(
            tender.pk,
            unit=form.cleaned_data["unit"],
            by=desk.person,
            content=form.content,
            file_name=upload.name if upload else "",
            file=_read(upload),
            at=desk.now,
        )
    except RegistryError as refusal:
        return _show_form(desk, tender, form, status=409, refusal=str(refusal))
    messages.success(
        desk.request,
        _("Your bid is sealed. Its hash is %(digest)s.") % {"digest": made.digest[:16]},
    )
    return redirect("tender", tender.pk)


@require_safe
@page
def file(desk: Desk, tender_id: int, bid_id: int) -> HttpResponse:
    """The document of a bid that is open; always as a download."""
    tender = tender_of(desk, tender_id)
    units = tenders.bids_for(desk.person, tender, desk.on)
    one = get_object_or_404(_readable(desk, tender, units), pk=bid_id)
    if not one.file:
        raise Http404
    answer = HttpResponse(bytes(one.file), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, one.file_name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def tender_of(desk: Desk, tender_id: int) -> Tender:
    """A tender of the reader's bureau; everybody who works there may read what is announced."""
    return get_object_or_404(tenders.in_bureaus(_bureaus(desk)), pk=tender_id)


def takes_bids(desk: Desk, tender: Tender) -> bool:
    return tender.state == Tender.State.OPEN and desk.now < tender.closes_at


def about(desk: Desk, tender: Tender) -> dict[str, Any]:
    """What the page of a tender shows to this reader."""
    units = tenders.bids_for(desk.person, tender, desk.on)
    own = Bid.objects.filter(tender=tender, unit__in=units, replaced_at=None)
    holders = list(tender.holders.select_related("key__person").order_by("pk"))
    mine = next((h for h in holders if h.key.person_id == desk.person.pk), None)
    return {
        "takes": takes_bids(desk, tender),
        "may_bid": bool(units),
        "own": list(own.select_related("unit", "by").order_by("pk")),
        "holders": holders,
        "to_open": bool(mine and mine.opened_at is None and tender.state == Tender.State.CLOSED),
        "bids": list(_readable(desk, tender, units)),
        "case": case_of(desk, tender),
    }


def case_of(desk: Desk, tender: Tender) -> Case | None:
    """The case of a tender, if the reader may read it."""
    pk = int(tender.origin.removeprefix("case:"))
    return access.visible_to(desk.person, desk.on, desk.posts).filter(pk=pk).first()


def _readable(desk: Desk, tender: Tender, units: list[Unit]) -> QuerySet[Bid]:
    """The open bids that the reader may read: who bids only the own ones, others with the case."""
    opened = tenders.valid_bids(tender).filter(opened__isnull=False)
    if units:
        return opened.filter(unit__in=units)
    return opened if case_of(desk, tender) else opened.none()


def _bureaus(desk: Desk) -> list[int]:
    return sorted({post.unit.root_id for post in desk.posts})


def _read(upload: Any) -> bytes:
    if upload is None:
        return b""
    upload.file.seek(0)
    content: bytes = upload.file.read()
    return content


def _show_form(
    desk: Desk, tender: Tender, form: BidForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    return desk.render("bidding/bid.html", status=status, tender=tender, form=form, refusal=refusal)
