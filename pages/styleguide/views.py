"""Every part of the interface on one page, by the templates that the product uses. Demo only."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from approvals.errors import SayWhy
from approvals.kinds import all_kinds
from approvals.words import Status, Verdict
from pages.cases.panel import panel_of
from pages.desk import Desk, page
from pages.inbox.groups import by_due
from pages.styleguide.samples import Sample

THEMES = ("light", "dark")
COLOURS = ("accent", "good", "warn", "bad", "info", "ink", "ink-2", "ink-3")
SIZES = ("xs", "sm", "base", "md", "lg", "xl", "fig")


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    kind = all_kinds()[0]
    sample = Sample(kind, desk)
    story = sample.story()
    theme = desk.request.GET.get("theme", "")
    return desk.render(
        "styleguide/show.html",
        theme=theme if theme in THEMES else "",
        themes=THEMES,
        colours=COLOURS,
        sizes=SIZES,
        statuses=list(Status),
        verdicts=list(Verdict),
        groups=by_due(sample.inbox(), desk),
        whole=True,
        story=story,
        case=sample.case,
        panels=_panels(sample),
        route=sample.route(),
        form=_wrong(kind, desk),
    )


def _panels(sample: Sample) -> list[Any]:
    """A panel of each step, so that every verdict is shown; the last one with an error."""
    me, found, story = sample.desk.person, [], sample.story()
    for number, node in enumerate(sample.steps):
        found.append(panel_of(story, sample.row(node, me, 2, pk=number + 1)))
    chair = sample.row(sample.discussion, me, 2, pk=90, capacity=sample.discussion.chair)
    found.append(panel_of(story, chair))
    wrong = {"chosen": Verdict.RETURNED, "error": str(SayWhy()), "error_at": "text"}
    found.append(panel_of(story, sample.row(sample.steps[0], me, 2, pk=91), **wrong))
    return found


def _wrong(kind: Any, desk: Desk) -> Any:
    """The form of a kind, filled in badly."""
    data = {"title": "春茶", "value_yuan": "3.2万", "ends_on": "2026-02-30", "key": str(uuid4())}
    form = kind.form(data, applicant=desk.person, applies=kind.applies, on=desk.on)
    form.is_valid()
    return form
