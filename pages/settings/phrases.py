"""The phrases for opinions: the list, one more, one less, and what the decision panel offers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals import phrases
from approvals.errors import NotThere, Refused
from approvals.models import Phrase
from pages.desk import Desk, page
from pages.requests.saving import number_of
from registry.org import substitutions


@require_http_methods(["GET", "HEAD", "POST"])
@page
def show(desk: Desk) -> HttpResponse:
    """The own phrases and the shared ones; what is sent is added."""
    if desk.request.method != "POST":
        return _list(desk)
    text, shared = desk.request.POST.get("text", ""), "shared" in desk.request.POST
    try:
        bureau = desk.bureau if shared else None
        if shared and bureau is None:
            raise phrases.NotYourBureaus
        phrases.add(text=text, actor=desk.person, bureau=bureau, on=desk.on)
    except Refused as refusal:
        return _list(desk, status=422, text=text[:1_000], shared=shared, refusal=str(refusal))
    messages.success(desk.request, _("The phrase is added."))
    return redirect("phrases")


@require_POST
@page
def remove(desk: Desk) -> HttpResponse:
    """Delete one of those that the person keeps."""
    try:
        phrase_id = number_of(desk.request, "phrase")
        phrases.remove(phrase_id=phrase_id, actor=desk.person, on=desk.on)
    except NotThere:
        raise Http404 from None
    messages.success(desk.request, _("The phrase is deleted."))
    return redirect("phrases")


@require_safe
@page
def offered(desk: Desk) -> HttpResponse:
    """The phrases as buttons, for the script of the decision panel."""
    return desk.render("settings/_offered.html", phrases=_offered_to(desk))


def _list(desk: Desk, *, status: int = 200, **typed: object) -> HttpResponse:
    found = _offered_to(desk)
    kept = substitutions.bureaus_kept(desk.person, desk.on)
    return desk.render(
        "settings/phrases.html",
        status=status,
        own=[phrase for phrase in found if phrase.person_id],
        shared_ones=[phrase for phrase in found if phrase.bureau_id],
        keeps=desk.bureau is not None and desk.bureau.pk in kept,
        kept=kept,
        limit=phrases.MAX_LENGTH,
        **typed,
    )


def _offered_to(desk: Desk) -> list[Phrase]:
    bureaus = {post.unit.root_id for post in desk.posts}
    return list(phrases.offered_to(desk.person, bureaus))
