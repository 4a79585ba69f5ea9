"""离职交接: what a leaver leaves behind, who takes it over, and the one button that does it."""

from dataclasses import fields
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals import handover
from approvals.errors import Refused
from pages.desk import Desk, page
from pages.people.forms import HandOverForm
from pages.people.views import kept_person
from pages.requests.saving import key_of
from registry.errors import NotForOneself, RegistryError
from registry.org.models import Person

SHOWN = 50  # of each list; all of it is handed over


@require_http_methods(["GET", "HEAD", "POST"])
@page
def hand_over(desk: Desk, person_id: int) -> HttpResponse:
    """The preview, again with what was chosen, and the hand-over itself."""
    person, bureaus = kept_person(desk, person_id)
    if desk.request.method != "POST":
        return _show(desk, person, HandOverForm(desk, person, bureaus))
    form = HandOverForm(desk, person, bureaus, desk.request.POST)
    if not form.is_valid():
        return _show(desk, person, form, status=422)
    said = form.cleaned_data
    if desk.request.POST.get("do") != "confirm":
        return _show(desk, person, form, said["successor"], chosen=True)
    try:
        handover.hand_over(
            person=person, by=desk.person, at=desk.now, key=key_of(desk.request), **said
        )
    except RegistryError as refusal:
        return _show(desk, person, form, said["successor"], status=422, refusal=str(refusal))
    except Refused as refusal:
        return _show(desk, person, form, said["successor"], status=409, refusal=str(refusal))
    messages.success(desk.request, _("%(who)s is handed over.") % {"who": person})
    return redirect("person", person.pk)


def _show(
    desk: Desk,
    person: Person,
    form: HandOverForm,
    successor: Person | None = None,
    *,
    status: int = 200,
    refusal: str = "",
    chosen: bool = False,
) -> HttpResponse:
    """`chosen`: the page shows what the chosen successor gets, so that it can be confirmed."""
    found = handover.preview(person, successor, at=desk.now)
    oneself = person.pk == desk.person.pk
    return desk.render(
        "people/handover.html",
        status=status,
        person=person,
        form=form,
        successor=successor,
        found=found,
        first=f":{SHOWN}",
        more={one.name: len(getattr(found, one.name)[SHOWN:]) for one in fields(found)},
        refusal=str(NotForOneself()) if oneself else refusal,
        oneself=oneself,
        chosen=chosen,
        key=uuid4(),
    )
