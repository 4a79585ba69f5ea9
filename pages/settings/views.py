"""Who stands in for whom: the list, a new substitution, the end of one."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals import reorganise
from pages.desk import Desk, page
from pages.settings.forms import SubstitutionForm
from registry import errors
from registry.errors import RegistryError
from registry.org import substitutions

SHOWN = 50  # of those that are over, the newest; older ones stay in the database

FIELD_OF = {  # what is to be changed, that it can be arranged
    errors.BeginsInThePast: "since",
    errors.AwayAlready: "since",
    errors.EndsBeforeItBegins: "until",
    errors.InTheirOwnPlace: "substitute",
    errors.NotActive: "substitute",
    errors.NoCommonBureau: "substitute",
    errors.StandsInACircle: "substitute",
    errors.NoLimit: "up_to_yuan",
}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def substitutes(desk: Desk) -> HttpResponse:
    """The list with the form above it; what is sent is arranged, and what waits goes over at once."""
    if desk.request.method != "POST":
        return _show(desk, SubstitutionForm(desk))
    form = SubstitutionForm(desk, desk.request.POST)
    if not form.is_valid():
        return _show(desk, form, status=422)
    said = form.cleaned_data
    said["person"] = said.get("person") or desk.person
    try:
        link = substitutions.set_up(**said, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        form.add_error(FIELD_OF.get(type(refusal)), str(refusal))
        return _show(desk, form, status=422)
    reorganise.after_change([link.person_id], desk.now)
    names = {"substitute": link.substitute, "who": link.person}
    messages.success(desk.request, _("%(substitute)s stands in for %(who)s.") % names)
    return redirect("substitutions")


@require_POST
@page
def end(desk: Desk) -> HttpResponse:
    """End one of those that the person reads; what waits goes back at once."""
    number = desk.request.POST.get("substitution", "")
    mine = substitutions.kept_by(desk.person, desk.on)
    link = mine.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if link is None:
        raise Http404
    try:
        substitutions.end(substitution_id=link.pk, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        messages.warning(desk.request, str(refusal))
        return redirect("substitutions")
    reorganise.after_change([link.person_id, link.substitute_id], desk.now)
    messages.success(desk.request, _("The substitution is over."))
    return redirect("substitutions")


def _show(desk: Desk, form: SubstitutionForm, *, status: int = 200) -> HttpResponse:
    bureaus = substitutions.bureaus_kept(desk.person, desk.on)
    kept = substitutions.kept_by(desk.person, desk.on)
    goes_on = Q(ended_at=None, until__gte=desk.on)
    alive = list(kept.filter(goes_on))  # all: each can still be ended
    links = [*alive, *kept.exclude(goes_on)[:SHOWN]]
    return desk.render(
        "settings/substitutions.html",
        status=status,
        form=form,
        links=links,
        alive=alive,
        # A keeper reads those of the own bureau only, and may end whatever is read there.
        may_end=[link for link in alive if bureaus or link.person_id == desk.person.pk],
    )
