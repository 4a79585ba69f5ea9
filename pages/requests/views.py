"""Ask for something: the catalogue, the form with its expected route, and the route alone."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import access, errors
from approvals.drafts import EDITABLE
from approvals.kinds import Kind, all_kinds, kind_of
from approvals.models import Case
from approvals.words import Status
from pages.desk import Desk, page
from pages.refusals import why_not
from pages.requests import autosaving, saving
from pages.requests.route import preview
from policy.errors import PolicyError

MAX_SOUGHT = 60
EARLIER = 6  # so many earlier requests are offered to be copied


@require_safe
@page
def catalogue(desk: Desk) -> HttpResponse:
    kinds = [k for k in all_kinds() if access.may_apply(desk.person, k.applies, desk.on)]
    mine = access.requested_by(desk.person).exclude(status=Status.DRAFT)
    named = mine.filter(kind__in=[kind.name for kind in kinds]).order_by("-saved_at", "-pk")
    return desk.render("requests/catalogue.html", kinds=kinds, earlier=named[:EARLIER])


@page
def new(desk: Desk, name: str) -> HttpResponse:
    return _edit(desk, _kind(desk, name), None, _copied(desk, name))


def _copied(desk: Desk, name: str) -> Case | None:
    """The own earlier request from which a new one begins, if the address names one."""
    text = desk.request.GET.get("copy", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    mine = access.requested_by(desk.person).exclude(status=Status.DRAFT).filter(kind=name)
    return mine.select_related("customer").filter(pk=text).first()


@page
def edit(desk: Desk, pk: int) -> HttpResponse:
    mine = access.visible_to(desk.person, desk.on).filter(applicant=desk.person)
    related = mine.select_related("unit", "bureau", "customer", "process")
    case = get_object_or_404(related, pk=pk)
    if case.status not in EDITABLE:
        return redirect("case", pk)
    return _edit(desk, kind_of(case.kind), case)


@require_POST
@page
def route(desk: Desk, name: str) -> HttpResponse:
    """The route alone, for the script that refreshes it while the form is filled."""
    kind = _kind(desk, name)
    form = _form(desk, kind, data=desk.request.POST)
    return desk.render("requests/_route.html", route=preview(desk, kind, form))


@require_safe
@page
def customers(desk: Desk, name: str) -> HttpResponse:
    """Those of the own units that go by what is typed, for the script that offers them."""
    kind = _kind(desk, name)
    sought = desk.request.GET.get("q", "").replace("\x00", "")[:MAX_SOUGHT]
    offered = _form(desk, kind).offered(sought)
    # A browser offers only what it finds again in what was typed.
    return desk.render("requests/_customers.html", customers=offered, spelled=sought.isascii())


def _kind(desk: Desk, name: str) -> Kind:
    try:
        kind = kind_of(name)
    except KeyError:
        raise Http404 from None
    if not access.may_apply(desk.person, kind.applies, desk.on):
        raise PermissionDenied
    return kind


def _form(desk: Desk, kind: Kind, **given: Any) -> Any:
    return kind.form(applicant=desk.person, applies=kind.applies, on=desk.on, **given)


def _named(desk: Desk, kind: Kind) -> dict[str, Any]:
    """What a new form shows first: the person who asks, and what the link that led there named."""
    given = desk.request.GET
    named = saving.prefilled(_form(desk, kind), given.dict()) if given else {}
    return {"a_manager": desk.person.pk} | named


def _edit(desk: Desk, kind: Kind, case: Case | None, like: Case | None = None) -> HttpResponse:
    """The form: shown, previewed, saved or submitted. `like`: an earlier request to begin with."""
    request, shown = desk.request, case or like
    initial = saving.initial_of(kind, shown) if shown else _named(desk, kind)
    if request.method != "POST":
        return _show(desk, kind, case, _form(desk, kind, initial=initial))
    form = _form(desk, kind, initial=initial, data=request.POST, files=request.FILES)
    if request.POST.get("do") == "route":
        form = _form(desk, kind, initial=initial, data=request.POST)
        _forget_what_is_only_missing(form)
        return _show(desk, kind, case, form)
    if request.POST.get("do") == "autosave":
        return autosaving.answer(desk, kind, case, form)
    if not form.is_valid():
        return _show(desk, kind, case, form, status=422)
    try:
        saved = saving.save(
            kind=kind, case=case, form=form, request=request, by=desk.person, at=desk.now
        )
    except errors.NotThere:
        raise Http404 from None
    except errors.NoPostToApply as refusal:
        form.add_error("unit", str(refusal))
        return _show(desk, kind, case, form, status=422)
    except errors.Refused as refusal:
        if case is not None:
            case.refresh_from_db()
        return _show(desk, kind, case, form, status=409, refusal=str(refusal))
    if request.POST.get("do") != "submit":
        if saved.status in EDITABLE:
            drafted = saved.status == Status.DRAFT
            kept = _("The draft is saved. Only you can see it.") if drafted else _("Saved.")
            messages.success(request, kept)
        return redirect("edit", saved.pk)
    return _submit(desk, kind, saved, form)


def _forget_what_is_only_missing(form: Any) -> None:
    """A preview complains about what is wrong, not about what isn't filled yet."""
    form.is_valid()
    for name, found in list(form.errors.as_data().items()):
        if all(error.code == "required" for error in found):
            del form.errors[name]


def _submit(desk: Desk, kind: Kind, case: Case, form: Any) -> HttpResponse:
    """Send the saved draft on its way; if it is refused, the draft stays and the page says why."""
    try:
        case = saving.send(case=case, by=desk.person, at=desk.now, key=saving.key_of(desk.request))
    except errors.Incomplete as refusal:
        for field, sentence in refusal.problems.items():
            form.add_error(field if field in form.fields else None, sentence)
        return _show(desk, kind, case, form, status=422, kept=True)
    except errors.NobodyToDecide as refusal:
        return _show(desk, kind, case, form, status=422, kept=True, refusal=str(refusal))
    except PolicyError as error:
        sentence = why_not(error)
        return _show(desk, kind, case, form, status=422, kept=True, refusal=sentence)
    except errors.Refused as refusal:
        case.refresh_from_db()
        if case.status not in EDITABLE:
            messages.warning(desk.request, str(refusal))
            return redirect("case", case.pk)
        return _show(desk, kind, case, form, status=409, kept=True, refusal=str(refusal))
    messages.success(desk.request, _("Submitted as %(number)s.") % {"number": case.number})
    return redirect("case", case.pk)


def _show(
    desk: Desk,
    kind: Kind,
    case: Case | None,
    form: Any,
    *,
    status: int = 200,
    refusal: str = "",
    kept: bool = False,
) -> HttpResponse:
    """The page with the form. `kept`: the draft was saved, though it could not be submitted."""
    shown = preview(desk, kind, form)
    attachments = case.attachments.filter(removed_at=None).order_by("pk") if case else []
    return desk.render(
        "requests/edit.html",
        status=status,
        kind=kind,
        case=case,
        form=form,
        sections=[(title, [form[name] for name in names]) for title, names in form.sections],
        route=shown,
        refusal=refusal,
        kept=kept,
        key=uuid4(),
        attachments=attachments,
        returned=bool(case and case.status == Status.RETURNED),
        lost_files=bool(desk.request.FILES) and not kept,
        address=reverse("edit", args=[case.pk]) if case else reverse("new", args=[kind.name]),
        route_address=reverse("route", args=[kind.name]),
        customers_address=reverse("customers-offered", args=[kind.name]),
    )
