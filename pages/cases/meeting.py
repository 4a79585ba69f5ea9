"""The page of a meeting: its chair or secretary convenes it, puts it off, admits members, records it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from approvals import actions, errors
from approvals.actions.meeting import Held, under_way
from approvals.models import Case
from approvals.move import Move
from pages.cases.meeting_forms import AdjournForm, AdmitForm, ConveneForm, RecordForms
from pages.cases.operations import case_of
from pages.desk import Desk, page
from pages.requests.saving import key_of, number_of

AT_FIELD: dict[type[errors.Refused], str] = {
    errors.MeetsInThePast: "meets_at",
    errors.NoPlace: "place",
    errors.AskedAlready: "person",
    errors.NotAMember: "person",
}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def meeting(desk: Desk, pk: int) -> HttpResponse:
    """All that can be done with the meeting; ?do says which of it is sent."""
    case = case_of(desk, pk)
    case.move = Move(case, desk.person, desk.now)
    try:
        held = under_way(case.move)
    except errors.Refused as refusal:
        return _not_now(desk, case, refusal)
    if not held.in_hand:
        raise Http404
    forms = _forms(desk, held)
    act = _ACTS.get(desk.request.POST.get("do", ""))
    if act is None:
        return _show(desk, held, forms)
    try:
        return act(desk, held, forms)
    except errors.NotThere:
        raise Http404 from None
    except errors.NotAtDiscussion as refusal:
        return _not_now(desk, case, refusal)


def _not_now(desk: Desk, case: Case, refusal: errors.Refused) -> HttpResponse:
    if desk.request.method != "POST":
        return redirect("case", case.pk)
    return desk.render("cases/refused.html", status=409, case=case, refusal=str(refusal))


def _forms(desk: Desk, held: Held) -> dict[str, Any]:
    """The forms of the page; the one that is sent is bound."""
    do, row = desk.request.POST.get("do"), held.row
    sent = {do: desk.request.POST} if do else {}
    known = {"meets_at": row.meets_at, "place": row.place, "online": row.online}
    return {
        "convene": ConveneForm(
            sent.get("convene"),
            now=desk.now,
            prefix="convene",
            initial=known if row.meets_at else None,
        ),
        "adjourn": AdjournForm(sent.get("adjourn"), now=desk.now, prefix="adjourn"),
        "admit": AdmitForm(sent.get("admit"), meeting=held, prefix="admit"),
        "record": RecordForms(sent.get("record"), meeting=held, recorder=desk.person),
    }


def _convene(desk: Desk, held: Held, forms: dict[str, Any]) -> HttpResponse:
    done = _("The meeting is convened; the members are told when and where.")
    return _send(desk, held, forms, "convene", actions.convene, done)


def _adjourn(desk: Desk, held: Held, forms: dict[str, Any]) -> HttpResponse:
    done = _("The meeting is put off; the members are told why and to when.")
    return _send(desk, held, forms, "adjourn", actions.adjourn, done)


def _admit(desk: Desk, held: Held, forms: dict[str, Any]) -> HttpResponse:
    done = _("The new member is asked, and counts towards the quorum.")
    return _send(desk, held, forms, "admit", actions.admit, done)


def _record(desk: Desk, held: Held, forms: dict[str, Any]) -> HttpResponse:
    """All lines at once; a line that is refused keeps all of them from being recorded."""
    record = forms["record"]
    if not record.is_valid():
        return _show(desk, held, forms, status=422)
    told = record.attended
    try:
        case = actions.record_meeting(
            attended=told, seen=number_of(desk.request, "seen"), **_by(desk, held)
        )
    except (errors.NotAtDiscussion, errors.NotThere):
        raise
    except errors.Refused as refusal:
        return _show(desk, held, forms, status=409, refusal=str(refusal))
    votes = sum(bool(one.verdict) for one in told)
    done = ngettext(
        "The meeting is recorded, with %(n)s vote.",
        "The meeting is recorded, with %(n)s votes.",
        votes,
    )
    messages.success(desk.request, done % {"n": votes})
    return redirect("case", case.pk)


_ACTS = {"convene": _convene, "adjourn": _adjourn, "admit": _admit, "record": _record}


def _send(
    desk: Desk,
    held: Held,
    forms: dict[str, Any],
    do: str,
    act: Callable[..., Case],
    done: str,
) -> HttpResponse:
    """Carry out what one form asks; a refusal stands at its field."""
    form = forms[do]
    if form.is_valid():
        try:
            case = act(**form.cleaned_data, **_by(desk, held))
        except (errors.NotAtDiscussion, errors.NotThere):
            raise
        except errors.Refused as refusal:
            field = AT_FIELD.get(type(refusal))
            if field not in form.fields:
                return _show(desk, held, forms, status=409, refusal=str(refusal))
            form.add_error(field, str(refusal))
        else:
            messages.success(desk.request, done)
            return redirect("meeting" if do == "admit" else "case", case.pk)
    return _show(desk, held, forms, status=422)


def _by(desk: Desk, held: Held) -> dict[str, Any]:
    case = held.move.case
    return {
        "case_id": case.pk,
        "actor": desk.person,
        "at": desk.now,
        "key": key_of(desk.request),
    }


def _show(
    desk: Desk, held: Held, forms: dict[str, Any], *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    row = held.row
    return desk.render(
        "cases/meeting.html",
        status=status,
        case=held.move.case,
        row=row,
        begun=row.meets_at is not None and row.meets_at <= desk.now,
        forms=forms,
        sent=desk.request.POST.get("do", ""),
        refusal=refusal,
        key=uuid4(),
    )
