"""客户经理登记: who is in the register, appointments, moves, ends, changes to file."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import reorganise
from approvals.errors import Refused
from pages.desk import Desk, page
from pages.managers import probation
from pages.managers.forms import AppointForm, LeaveForm, MoveForm, TermsForm
from registry.errors import NotForOneself, RegistryError
from registry.org.substitutions import bureaus_kept
from registry.people import access, filing, managers, pay
from registry.people.models import AccountManager, Change, RankHeld
from workflows.probation import moving

PAGE = 25
MAX_SEARCH = 60
VIEWS = {"": Q(ended_on=None), "left": Q(ended_on__isnull=False)}


@require_safe
@page
def listed(desk: Desk) -> HttpResponse:
    """The register by unit; ?q= looks for a name, ?view=left shows who has left."""
    said = desk.request.GET
    view = said.get("view", "") if said.get("view") in VIEWS else ""
    sought = said.get("q", "").replace("\x00", "").strip()[:MAX_SEARCH]
    last = RankHeld.objects.filter(manager=OuterRef("pk"), since__lte=desk.on)
    rows = access.registered(desk.person, desk.posts).filter(VIEWS[view])
    if sought:
        rows = rows.filter(Q(person__name__icontains=sought) | Q(unit__name__icontains=sought))
    rows = rows.annotate(
        rank=Subquery(last.order_by("-since", "-pk").values("rank")[:1]),
        to_file=Count("changes", filter=Q(changes__filed_on=None)),
    )
    found = Paginator(rows.order_by("unit__path", "person__name", "pk"), PAGE)
    return desk.render(
        "managers/list.html",
        found=found.get_page(said.get("page")),
        ranks=dict(RankHeld.Rank.choices),
        view=view,
        sought=sought,
        query=urlencode({"view": view, "q": sought}) if view or sought else "",
        appoints=bool(bureaus_kept(desk.person, desk.on)),
    )


@require_safe
@page
def show(desk: Desk, manager_id: int) -> HttpResponse:
    return _show(desk, manager_of(desk, manager_id))


@page
def appoint(desk: Desk) -> HttpResponse:
    """GET shows the form, POST appoints; the probation begins with it."""
    bureaus = bureaus_kept(desk.person, desk.on)
    if not bureaus:
        raise Http404
    if desk.request.method != "POST":
        form = AppointForm(desk, bureaus)
        return desk.render("managers/appoint.html", form=form)
    form = AppointForm(desk, bureaus, desk.request.POST)
    refusal = ""
    if form.is_valid():
        try:
            made = managers.appoint(**form.cleaned_data, by=desk.person, at=desk.now)
        except RegistryError as error:
            refusal = str(error)
        else:
            reorganise.after_change({made.person_id}, desk.now)
            case, why_not = probation.begin(made, desk)
            if why_not:
                waits = _("The training period can’t begin yet: %(why)s")
                messages.warning(desk.request, waits % {"why": why_not})
            done = _("%(who)s is registered.") % {"who": made}
            if case is not None:
                done = _("%(who)s is registered, and the training period has begun.") % {
                    "who": made
                }
            messages.success(desk.request, done)
            return redirect("manager", made.pk)
    return desk.render("managers/appoint.html", status=422, form=form, refusal=refusal)


@require_POST
@page
def move(desk: Desk, manager_id: int) -> HttpResponse:
    """Another unit or duty from a day on; a training period goes along."""
    manager = kept_manager(desk, manager_id)
    form = MoveForm(desk, manager, desk.request.POST)
    return _change(
        desk,
        manager,
        {"move": form},
        lambda said: moving.move(manager.pk, **said, by=desk.person, at=desk.now),
        _("The change is registered."),
    )


@require_POST
@page
def leave(desk: Desk, manager_id: int) -> HttpResponse:
    """The end of the appointment; then the hand-over."""
    manager = kept_manager(desk, manager_id)
    form = LeaveForm(desk, desk.request.POST)
    answer = _change(
        desk,
        manager,
        {"leave": form},
        lambda said: managers.leave(manager.pk, **said, by=desk.person, at=desk.now),
        _("The end is registered. Hand over what the person leaves behind."),
    )
    return redirect("person-handover", manager.person_id) if answer.status_code == 302 else answer


@require_POST
@page
def terms(desk: Desk, manager_id: int) -> HttpResponse:
    """By what the person is paid; for human resources alone."""
    manager = kept_manager(desk, manager_id)
    if not access.settles(manager.bureau_id, desk.posts):
        raise Http404
    form = TermsForm(desk, desk.request.POST)
    return _change(
        desk,
        manager,
        {"terms": form},
        lambda said: pay.set_terms(manager.pk, **said, by=desk.person, at=desk.now),
        _("The terms of pay are entered."),
    )


@require_POST
@page
def file(desk: Desk, change_id: int) -> HttpResponse:
    """The change is filed with the centre."""
    seen = access.registered(desk.person, desk.posts)
    change = get_object_or_404(Change.objects.filter(manager__in=seen.values("pk")), pk=change_id)
    manager = kept_manager(desk, change.manager_id)
    try:
        filing.file(change.pk, on=desk.on, by=desk.person)
    except RegistryError as refusal:
        return _show(desk, manager, refusal=str(refusal), status=409)
    messages.success(desk.request, _("The change is filed."))
    return redirect("manager", manager.pk)


def manager_of(desk: Desk, manager_id: int) -> AccountManager:
    """A row of the register that the reader may see; otherwise there is none."""
    rows = access.registered(desk.person, desk.posts)
    return get_object_or_404(rows, pk=manager_id)


def kept_manager(desk: Desk, manager_id: int) -> AccountManager:
    """A row that is the reader's to change."""
    manager = manager_of(desk, manager_id)
    if not access.keeps(manager, desk.posts):
        raise Http404
    return manager


def _change(
    desk: Desk,
    manager: AccountManager,
    forms: dict[str, Any],
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Carry it out; a refusal stands on the page."""
    form = next(iter(forms.values()))
    if manager.person_id == desk.person.pk:
        return _show(desk, manager, refusal=str(NotForOneself()), status=422)
    if not form.is_valid():
        return _show(desk, manager, forms=forms, status=422)
    try:
        act(form.cleaned_data)
    except (RegistryError, Refused) as refusal:
        return _show(desk, manager, forms=forms, refusal=str(refusal), status=409)
    reorganise.after_change({manager.person_id}, desk.now)
    messages.success(desk.request, done)
    return redirect("manager", manager.pk)


def _show(
    desk: Desk,
    manager: AccountManager,
    *,
    forms: dict[str, Any] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    keeps = access.keeps(manager, desk.posts) and manager.person_id != desk.person.pk
    settles = access.settles(manager.bureau_id, desk.posts)
    reads = access.readable(desk.person, desk.posts).filter(pk=manager.pk).exists()
    own = manager.person_id == desk.person.pk
    empty = {"move": MoveForm(desk, manager), "leave": LeaveForm(desk), "terms": TermsForm(desk)}
    cards = manager.scorecards.order_by("-month") if reads else manager.scorecards.none()
    paid = pay.terms_of(manager, desk.on) if settles or own else None
    for what, shown in (("scores", reads), ("pay", paid is not None)):
        if shown:
            access.trace_today([manager.pk], desk.person, what, month=None, at=desk.now, on=desk.on)
    return desk.render(
        "managers/show.html",
        status=status,
        manager=manager,
        ranks=list(manager.ranks.order_by("-since", "-pk")),
        changes=list(manager.changes.select_related("filed_by").order_by("-changed_on", "-pk")),
        cards=list(cards[:12]),
        terms=paid,
        readings=list(manager.readings.select_related("by").order_by("-at")[:20])
        if own or settles
        else [],
        forms=empty | (forms or {}),
        keeps=keeps and manager.ended_on is None,
        settles=settles and not own and manager.ended_on is None,
        refusal=refusal,
    )
