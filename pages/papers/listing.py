"""文书: the papers that the reader may read; found, and many of them downloaded together."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import works
from documents import bundles, finding, kinds
from documents.finding import Wanted
from pages.desk import Desk, page
from pages.requests.saving import key_of
from registry.org.models import Unit

YEARS = 6
MAX_ID = 2**63 - 1


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    """A page of what is wanted, with the filters as they were set."""
    wanted = wanted_in(desk.request.GET)
    after = _after(desk.request.GET.get("after", ""))
    readable = finding.readable_by(desk.person, desk.on, desk.posts)
    found = finding.page(finding.search(readable, wanted), after)
    return desk.render(
        "papers/list.html",
        found=found,
        wanted=wanted,
        first=after is None,
        following=_link(wanted, found.after),
        kinds=kinds.all_kinds(),
        units=Unit.objects.filter(bureau=desk.bureau).order_by("path") if desk.bureau else [],
        years=range(desk.on.year, desk.on.year - YEARS, -1),
        most=bundles.MOST,
        key=uuid4(),
    )


@require_POST
@page
def gather(desk: Desk) -> HttpResponse:
    """The ticked papers, or all that were found, as one file: asked for here, made by a worker."""
    sent = desk.request.POST
    form = sent.get("form", "")
    ids = _ids(desk, sent)
    if form not in (bundles.ZIP, bundles.PDF) or not ids or desk.bureau is None:
        messages.warning(desk.request, _("Tick the papers first."))
        return redirect(f"{desk.request.path.removesuffix('bundle/')}?{_query(wanted_in(sent))}")
    work = works.ask(
        kind="papers",
        owner=desk.person,
        bureau=desk.bureau,
        at=desk.now,
        key=key_of(desk.request) or uuid4(),
        papers=ids,
        form=form,
    )
    return redirect("work", work.pk)


def wanted_in(sent: QueryDict) -> Wanted:
    """What a page of ours sends; what can't be a filter of ours is none."""
    return Wanted(
        text=sent.get("q", "").strip()[:60],
        kind=sent.get("kind", "")[:30],
        unit=_number(sent.get("unit", "")),
        year=_number(sent.get("year", ""), most=9_999),
    )


def _ids(desk: Desk, sent: QueryDict) -> list[int]:
    """The papers that are asked for, as many as one file may hold."""
    readable = finding.readable_by(desk.person, desk.on, desk.posts)
    if "all" in sent:
        found = finding.search(readable, wanted_in(sent))
        return list(found.values_list("pk", flat=True)[: bundles.MOST])
    ticked = [pk for pk in map(_number, sent.getlist("paper")) if pk]
    return finding.chosen(readable, ticked[: bundles.MOST])


def _number(text: str, most: int = MAX_ID) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if 0 < number <= most else None


def _after(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    at, _comma, pk = text.rpartition(",")
    try:
        moment, number = parse_datetime(at), _number(pk)
    except ValueError:
        raise Http404 from None
    if moment is None or moment.tzinfo is None or number is None or not 1900 < moment.year < 9_000:
        raise Http404
    return moment, number


def _link(wanted: Wanted, after: tuple[datetime, int] | None) -> str:
    if after is None:
        return ""
    return f"?{_query(wanted, after=f'{after[0].isoformat()},{after[1]}')}"


def _query(wanted: Wanted, **more: Any) -> str:
    said = {"q": wanted.text, "kind": wanted.kind, "unit": wanted.unit, "year": wanted.year} | more
    return urlencode({name: value for name, value in said.items() if value})
