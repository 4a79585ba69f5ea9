"""催办 and 抄送: tell others of a case without moving it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from approvals import access, actions, errors
from approvals.timeline import waiting_on
from approvals.words import Status
from pages.cases.forms import Note, Readers, colleagues, sent
from pages.cases.operations import Page, case_of, operate
from pages.desk import Desk, page
from pages.requests.saving import key_of
from pages.templatetags.qianpi import people
from policy import conduct

_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
@page
def urge(desk: Desk, pk: int) -> HttpResponse:
    case = case_of(desk, pk)
    if case.applicant_id != desk.person.pk:
        raise Http404
    asked = [row.person for row in waiting_on(case) if row.person_id != desk.person.pk]
    hours = case.ruling.value_of(conduct.URGE_EVERY)
    does = _("%(people)s get a notice and a mail.") % {"people": people(list(dict.fromkeys(asked)))}
    if hours is not None:
        n = int(hours)
        rule = ngettext(
            "A step can be urged once an hour.", "A step can be urged once in %(n)s hours.", n
        ) % {"n": n}
        does = _("%(told)s %(rule)s") % {"told": does, "rule": rule}
    told = Page(
        title=_("Urge those who are asked?"),
        does=does,
        button=_("Urge"),
        done=_("Urged: they are told."),
    )
    possible = bool(asked) and case.status == Status.RUNNING
    form = Note(sent(desk))
    return operate(desk, case, told, form, actions.urge, possible=possible)


@_methods
@page
def copy(desk: Desk, pk: int) -> HttpResponse:
    case = case_of(desk, pk)
    if not access.may_copy(desk.person, case, desk.on):
        raise Http404
    told = Page(
        title=_("Send a copy to colleagues"),
        does=_(
            "The case stands in their box “Sent to me”. They can read it and its files; nothing is asked of"
            " them. Whoever has a copy already keeps it."
        ),
        button=_("Send the copies"),
        done=_("Sent: it stands in their boxes."),
    )
    form = Readers(colleagues(desk, case), [case.applicant_id], sent(desk))
    return operate(desk, case, told, form, actions.copy_to)


@require_POST
@page
def comment(desk: Desk, pk: int) -> HttpResponse:
    """A question or a remark; who reads the case may write it."""
    case = case_of(desk, pk)
    text = desk.request.POST.get("comment", "").replace("\r\n", "\n")
    try:
        actions.comment(
            case_id=case.pk, actor=desk.person, text=text, at=desk.now, key=key_of(desk.request)
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.Refused as refusal:
        shown = {"case": case, "refusal": str(refusal), "typed": text[:1_000]}
        return desk.render("cases/refused.html", status=422, **shown)
    messages.success(desk.request, _("The comment is in the record, and those concerned are told."))
    return redirect(reverse("case", args=[pk]) + "#comments")
