"""Keep a draft while it is written: the script asks, the answer says where it is and what was taken."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import errors
from approvals.kinds import Kind
from approvals.models import Case
from approvals.words import Status
from pages.desk import Desk
from pages.requests import saving
from pages.templatetags.qianpi import moment, people


def answer(desk: Desk, kind: Kind, case: Case | None, form: Any) -> HttpResponse:
    """What the script shows: that it is saved, with the files; or, without an address, why it isn't.

    A case that was returned is saved by its writer alone: each saving of it is told in its story.
    """
    if case is not None and case.status != Status.DRAFT:
        return JsonResponse({"note": ""})
    if not form.is_valid():
        problems = {name: [str(e) for e in found] for name, found in form.errors.items()}
        fields = people([form[name].label for name in problems if name in form.fields])
        note = _("Not saved yet; to be filled or corrected: %(fields)s") % {"fields": fields}
        return JsonResponse({"note": note, "problems": problems})
    try:
        saved = saving.save(
            kind=kind, case=case, form=form, request=desk.request, by=desk.person, at=desk.now
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        return JsonResponse({"note": str(refusal)})
    files = saved.attachments.filter(removed_at=None).order_by("pk")
    attached = render_to_string("requests/_attached.html", {"attachments": files}, desk.request)
    told = {"address": reverse("edit", args=[saved.pk]), "seen": saved.data_version}
    note = _("Saved by itself %(at)s") % {"at": moment(saved.saved_at)}
    return JsonResponse(told | {"note": note, "files": attached})
