"""月度考核: the cards of a month, what each came to point by point, the closing of the month, the PDF."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents import errors
from documents.rendering import process
from pages.desk import Desk, page
from pages.managers import objections, papers
from pages.papers import limits
from pages.papers.views import pdf_of
from pages.refusals import why_not
from policy import scorecards
from policy.errors import PolicyError
from policy.figures import Words
from policy.periods import month as first_of
from registry.errors import RegistryError
from registry.org.models import Unit
from registry.people import access, cards, facts
from registry.people.cards import Reckoned
from registry.people.objections import waiting
from registry.people.scoring import Scorecard
from registry.people.words import item

PAGE = 25
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


def month_said(desk: Desk, said: str) -> date:
    """The month that the reader means, not one to come; without one, the last that is over."""
    match = _MONTH.fullmatch(said)
    if match:
        meant = date(int(match[1]), int(match[2]), 1)
        if meant <= desk.on:
            return meant
    return first_of(desk.on, -1)


def bureau_of(desk: Desk) -> Unit:
    """The reader's bureau; for whoever has none the page isn't there."""
    if desk.bureau is None:
        raise Http404
    return desk.bureau


@require_safe
@page
def listed(desk: Desk) -> HttpResponse:
    """The cards of a month that the reader may read, or enters something for."""
    bureau, month = bureau_of(desk), month_said(desk, desk.request.GET.get("month", ""))
    with transaction.atomic():
        everyone = cards.of_month(bureau, month)
        read = set(access.readable(desk.person, desk.posts).values_list("pk", flat=True))
        counts = access.counts(bureau, desk.posts)
        mine = [card for card in everyone if counts or card.manager_id in read]
        found = Paginator(mine, PAGE).get_page(desk.request.GET.get("page"))
        reckoned = _reckoned(bureau, everyone)
    rows = [
        {
            "card": card,
            "reads": card.manager_id in read,
            "one": reckoned.get(card.pk),
            "own": card.manager.person_id == desk.person.pk,
            "enters": _enters(desk, card),
        }
        for card in found
    ]
    own = next((c for c in everyone if c.manager.person_id == desk.person.pk), None)
    end, settles = facts.last_of(month), access.settles(bureau, desk.posts)
    told = [row["card"].manager_id for row in rows if row["reads"]]
    access.trace_today(told, desk.person, "scores", month=month, at=desk.now, on=desk.on)
    return desk.render(
        "managers/scores.html",
        found=found,
        rows=rows,
        month=month,
        before=first_of(month, -1),
        after=first_of(month, 1) if first_of(month, 1) <= desk.on else None,
        query=f"month={month:%Y-%m}",
        peers=own is not None and access.peers(own.manager, end).exists(),
        settles=settles,
        objections=list(waiting(bureau)[:PAGE]) if settles else [],
        over=desk.on > end,
        still_open=sum(card.state == Scorecard.State.OPEN for card in mine),
    )


@require_POST
@page
def close(desk: Desk) -> HttpResponse:
    """Close what is complete of a month; for human resources."""
    bureau = bureau_of(desk)
    if not access.settles(bureau, desk.posts):
        raise Http404
    month = month_said(desk, desk.request.POST.get("month", ""))
    try:
        left = cards.close(bureau, month, by=desk.person, at=desk.now, on=desk.on)
    except (RegistryError, PolicyError) as refusal:
        messages.error(desk.request, why_not(refusal))
    else:
        done = _("The month is closed.")
        if left:
            done = _("Closed, but for %(n)s cards that are not complete.") % {"n": len(left)}
        messages.success(desk.request, done)
    response = redirect("scores")
    response["Location"] += f"?month={month:%Y-%m}"
    return response


@require_safe
@page
def show(desk: Desk, card_id: int) -> HttpResponse:
    """A card: each point with its reason, its figure, and what was entered."""
    return shown(desk, card_of(desk, card_id))


def shown(desk: Desk, card: Scorecard, *, status: int = 200, **changes: Any) -> HttpResponse:
    """The page of a card; who is not the person leaves a trace."""
    access.trace(card.manager, desk.person, "scorecard", month=card.month, at=desk.now)
    own = card.manager.person_id == desk.person.pk
    closed = card.state == Scorecard.State.CLOSED
    one = _reckoned(card.manager.bureau, cards_beside(card)).get(card.pk)
    lines = card.lines if closed else (one.lines if one else None) or []
    settles = access.settles(card.manager.bureau_id, desk.posts) and not own
    about = {
        "card": card,
        "one": one,
        "closed": closed,
        "lines": [_line(line, hidden=own and not closed) for line in lines],
        "score": card.score if closed else (one.score if one and not own else None),
        "closings": list(card.closings.select_related("by").order_by("-seq")),
        "entries": _entries(card),
        "enters": _enters(desk, card),
        "settles": settles,
        "own": own,
    }
    about |= objections.about(desk, card, settles)
    return desk.render("managers/card.html", status=status, **(about | changes))


def _line(line: dict[str, Any], *, hidden: bool) -> dict[str, Any]:
    """A line in words. Ratings of colleagues are hidden from the person until the month is closed:
    watching the average move would tell who gave what.
    """
    told = line | {
        "label": item(line["item"]),
        "says": Words(**line["says"]),
        "points": papers.plain(line["points"]),
    }
    if hidden and line["item"] in scorecards.RANKED:
        told |= {"points": "—", "says": Words("月度结账后公布", "Shown once the month is closed")}
    return told


@require_safe
@page
def pdf(desk: Desk, card_id: int) -> HttpResponse:
    """The card as a paper, once its month is closed."""
    card = card_of(desk, card_id)
    if card.state != Scorecard.State.CLOSED:
        raise Http404
    if limits.too_often(desk.request, f"card:{desk.person.pk}", limits.FILES_A_MINUTE):
        return desk.render("papers/unable.html", status=429, often=True)
    access.trace(card.manager, desk.person, "paper", month=card.month, at=desk.now)
    try:
        with limits.a_file_at_a_time() as free:
            if not free:
                return desk.render("papers/unable.html", status=429, often=True)
            html, css = papers.page_of(card)
            drawn = process.draw(html, css)
    except errors.DocumentError as refusal:
        return desk.render("papers/unable.html", status=503, refusal=str(refusal))
    return pdf_of(f"{card.manager} {card.month:%Y-%m}", drawn.pdf)


def card_of(desk: Desk, card_id: int) -> Scorecard:
    """A card that the reader may read; for anybody else there is none."""
    seen = access.readable(desk.person, desk.posts)
    about = ("manager__person", "manager__unit", "manager__bureau", "closed_by")
    rows = Scorecard.objects.filter(manager__in=seen.values("pk")).select_related(*about)
    return get_object_or_404(rows, pk=card_id)


def cards_beside(card: Scorecard) -> list[Scorecard]:
    """The cards of the same month, unit and duty: among them it is ranked."""
    about = ("manager__person", "manager__unit", "manager__bureau")
    same = {
        "month": card.month,
        "manager__unit": card.manager.unit_id,
        "manager__duty": card.manager.duty,
    }
    return list(Scorecard.objects.filter(**same).select_related(*about).order_by("pk"))


def _reckoned(bureau: Unit, everyone: list[Scorecard]) -> dict[int, Reckoned]:
    """What the cards come to as of now; nothing where the rulebook has no scorecard."""
    try:
        return {one.known.card.pk: one for one in cards.reckon(bureau, everyone)}
    except PolicyError:
        return {}


def _enters(desk: Desk, card: Scorecard) -> bool:
    """Whether the reader has something to enter on the card."""
    if card.state == Scorecard.State.CLOSED or card.manager.person_id == desk.person.pk:
        return False
    manager = card.manager
    return (
        access.counts(manager.bureau_id, desk.posts)
        or access.settles(manager.bureau_id, desk.posts)
        or access.rates(manager, desk.person, desk.posts)
    )


def _entries(card: Scorecard) -> list[dict[str, Any]]:
    """What was entered, the latest first; of the peers' ratings neither who nor what."""
    rows = card.entries.exclude(fact__startswith=facts.PEER).select_related("by").order_by("-pk")
    return [{"row": row, "label": papers.fact(row.fact)} for row in rows[:60]]
