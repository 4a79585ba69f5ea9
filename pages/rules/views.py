"""规则: the chapters, one chapter in words, and a rule tried with values."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from pages.desk import Desk, page
from pages.rules import asking
from pages.rules.lines import contents_of, holding
from pages.rules.reach import Reading, day_asked
from policy.chapters import CHAPTERS
from policy.errors import PolicyError
from registry import amendments

MAX_SEARCH = 60


@require_safe
@page
def chapters(desk: Desk) -> HttpResponse:
    """Every chapter with what is assumed or open in it; ?q= finds single figures."""
    reading = Reading.of(desk)
    sought = desk.request.GET.get("q", "").replace("\x00", "").strip()[:MAX_SEARCH]
    found = [contents_of(reading, name, desk.on) for name in reading.book.chapters(reading.set)]
    waiting = []
    if reading.bureau is not None:
        waiting = list(amendments.of_bureau(reading.bureau).filter(settled_at=None))
    return desk.render(
        "rules/list.html",
        reading=reading,
        policy_set=reading.book.policy_set(reading.set),
        chapters=found,
        sought=sought,
        found=holding(found, sought) if sought else [],
        open=[(chapter, line) for chapter in found for line in chapter.open],
        waiting=waiting,
        coming=reading.coming(desk.on),
    )


@require_safe
@page
def chapter(desk: Desk, chapter: str) -> HttpResponse:
    """One chapter on a day; with ?ask= the rule answers the values that are sent."""
    on = day_asked(desk)
    reading = Reading.of(desk, chapter, on)
    try:
        contents = contents_of(reading, chapter, on)
    except PolicyError:
        raise Http404 from None
    form, answer, status = None, None, 200
    if known := CHAPTERS.get(chapter):
        sent = desk.request.GET if "ask" in desk.request.GET else None
        form = asking.AskForm(known, reading, on, sent)
        if sent is not None:
            if form.is_valid():
                answer = asking.asked(form, reading)
            status = 200 if answer and not answer.refusal else 422
    return desk.render(
        "rules/chapter.html",
        status=status,
        reading=reading,
        chapter=contents,
        on=on,
        ahead=on > desk.on,
        form=form,
        answer=answer,
        sources=_sources(contents),
    )


def _sources(contents: object) -> list[object]:
    """The documents that the chapter's figures of today come from, each once."""
    found = {}
    for line in getattr(contents, "lines", ()):
        if line.now is not None and not line.assumed:
            found[line.now.citation.source] = line.now.citation.title
    return list(found.values())
