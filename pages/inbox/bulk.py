"""Decide the ticked rows of the inbox together, and tell of each what became of it."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from approvals import bulk, errors
from approvals.bulk import Chosen, Result
from documents import fonts
from documents.errors import UnprintableText
from pages.cases.decide import MAX_SHOWN, said
from pages.desk import Desk, page
from pages.requests.saving import key_of

_ITEM = re.compile(r"([0-9]{1,18})[.]([0-9]{1,9})")
_NOBODYS = Chosen(0, 0)
# What can be mended on the spot: such steps stay ticked, to be sent once more.
_MENDED_HERE = (
    errors.NoSuchVerdict,
    errors.SayWhy,
    errors.TooLong,
    errors.HiddenControl,
    errors.Unprintable,
    errors.KeyUsed,
    errors.Busy,
    UnprintableText,
)


@dataclass(frozen=True)
class Told:
    """One ticked step on the page of the results."""

    result: Result
    verdict: str

    @property
    def sentence(self) -> str:
        case = self.result.case
        return said(case, self.verdict) if case else str(self.result.refusal)

    @property
    def again(self) -> bool:
        return isinstance(self.result.refusal, _MENDED_HERE)


@page
def decide(desk: Desk) -> HttpResponse:
    """POST decides; whoever comes back here after logging in again finds the inbox."""
    request = desk.request
    if request.method != "POST":
        return redirect("inbox")
    verdict = request.POST.get("verdict", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    chosen = _chosen(request)
    if not chosen:
        return _show(desk, [], text, error=_("Tick the steps first."))
    try:
        results = _results(desk, chosen, verdict, text)
    except bulk.TooMany as refusal:
        return _show(desk, [], text, error=str(refusal))
    return _show(desk, [Told(result, verdict) for result in results], text)


def _results(desk: Desk, chosen: list[Chosen], verdict: str, text: str) -> list[Result]:
    try:
        fonts.check(text)
        return bulk.decide_each(
            chosen=chosen,
            actor=desk.person,
            verdict=verdict,
            text=text,
            at=desk.now,
            key=key_of(desk.request),
        )
    except (UnprintableText, errors.NoSuchVerdict) as refusal:
        return bulk.refuse_each(chosen=chosen, actor=desk.person, refusal=refusal)


def _chosen(request: HttpRequest) -> list[Chosen]:
    """The ticked rows, each as "number.version"; what says neither is a row of nobody's."""
    found = [_ITEM.fullmatch(text) for text in request.POST.getlist("row")]
    return [Chosen(int(item[1]), int(item[2])) if item else _NOBODYS for item in found]


def _show(desk: Desk, told: list[Told], text: str, **given: Any) -> HttpResponse:
    """Each step with its result; what was typed stays, where something is left to do with it."""
    done = sum(one.result.case is not None for one in told)
    again = any(one.again for one in told)
    status = 200 if done else 422 if again or not told else 409
    return desk.render(
        "inbox/bulk.html",
        status=status,
        told=told,
        done=done,
        left=len(told) - done,
        again=again,
        text=text[:MAX_SHOWN],
        key=uuid4(),
        **given,
    )
