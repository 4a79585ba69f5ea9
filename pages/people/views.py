"""人员: the people of a bureau and their posts, for those who keep them."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import reorganise
from pages.desk import Desk, page
from pages.people.forms import AppointForm, RelieveForm
from registry.errors import RegistryError
from registry.org import people, posts
from registry.org.models import Person, Post
from registry.org.substitutions import bureaus_kept

PAGE = 25
MAX_SEARCH = 60
STATES = {"": {}, "active": {"is_active": True}, "left": {"is_active": False}}


def kept_bureaus(desk: Desk) -> set[int]:
    """The bureaus whose people are kept here; for anybody else the page isn't there."""
    if not (bureaus := bureaus_kept(desk.person, desk.on)):
        raise Http404
    return bureaus


def kept_person(desk: Desk, person_id: int) -> tuple[Person, set[int]]:
    """The person of that id, if the reader keeps them, and the bureaus that the reader keeps."""
    bureaus = kept_bureaus(desk)
    found = people.kept_in(bureaus, desk.on).filter(pk=person_id).first()
    if found is None:
        raise Http404
    return found, bureaus


@require_safe
@page
def everybody(desk: Desk) -> HttpResponse:
    """The list, by name; ?q= looks for a name, an account or a staff number."""
    rows = people.kept_in(kept_bureaus(desk), desk.on)
    said = desk.request.GET
    sought = said.get("q", "").replace("\x00", "").strip()[:MAX_SEARCH]
    state = said.get("state", "") if said.get("state") in STATES else ""
    if sought:
        named = Q(name__icontains=sought) | Q(username__icontains=sought)
        rows = rows.filter(named | Q(number__icontains=sought))
    held = Post.objects.filter(Q(until=None) | Q(until__gte=desk.on)).select_related("unit")
    rows = rows.filter(**STATES[state]).order_by("name", "pk")
    rows = rows.prefetch_related(Prefetch("posts", held.order_by("since", "pk"), "held"))
    return desk.render(
        "people/list.html",
        found=Paginator(rows, PAGE).get_page(said.get("page")),
        sought=sought,
        state=state,
        query=urlencode({"state": state, "q": sought}),
    )


@require_safe
@page
def show(desk: Desk, person_id: int) -> HttpResponse:
    return _show(desk, person_id)


@require_POST
@page
def appoint(desk: Desk, person_id: int) -> HttpResponse:
    """Give a post; what waits in that unit for somebody who left goes over at once."""
    person, bureaus = kept_person(desk, person_id)
    form = AppointForm(desk, bureaus, desk.request.POST)
    if not form.is_valid():
        return _show(desk, person_id, form=form, status=422)
    said = form.cleaned_data
    return _change(
        desk,
        person_id,
        lambda: people.appoint(person=person, by=desk.person, at=desk.now, **said),
        _("The post is given."),
        affected=[person.pk, *posts.ever_in(said["unit"].pk)],
        form=form,
    )


@require_POST
@page
def relieve(desk: Desk, person_id: int) -> HttpResponse:
    """End one of the person's posts after the day that is sent."""
    person, _bureaus = kept_person(desk, person_id)
    form = RelieveForm(person, desk.request.POST)
    if not form.is_valid():
        if "post" in form.errors:
            raise Http404
        return _show(
            desk, person_id, refusal=" ".join(map(str, form.errors["last_day"])), status=422
        )
    post, last_day = form.cleaned_data["post"], form.cleaned_data["last_day"]
    return _change(
        desk,
        person_id,
        lambda: people.relieve(post_id=post.pk, last_day=last_day, by=desk.person, at=desk.now),
        _("The post ends with that day."),
        affected=[person.pk],
    )


@require_POST
@page
def deactivate(desk: Desk, person_id: int) -> HttpResponse:
    person, _bureaus = kept_person(desk, person_id)
    return _change(
        desk,
        person_id,
        lambda: people.deactivate(person=person, by=desk.person, at=desk.now),
        _("The account is closed. What waited for the person has gone to others."),
        affected=[person.pk],
    )


@require_POST
@page
def reactivate(desk: Desk, person_id: int) -> HttpResponse:
    person, _bureaus = kept_person(desk, person_id)
    near = [pk for post in person.posts.all() for pk in posts.ever_in(post.unit_id)]
    return _change(
        desk,
        person_id,
        lambda: people.reactivate(person=person, by=desk.person, at=desk.now),
        _("The account is open again."),
        affected=[person.pk, *near],
    )


def _change(
    desk: Desk,
    person_id: int,
    act: Callable[[], object],
    done: str,
    *,
    affected: Iterable[int],
    form: AppointForm | None = None,
) -> HttpResponse:
    """Carry it out and let what waits move at once; a refusal stands on the page."""
    try:
        act()
    except RegistryError as refusal:
        return _show(desk, person_id, form=form, refusal=str(refusal), status=422)
    reorganise.after_change(set(affected), desk.now)
    messages.success(desk.request, done)
    return redirect("person", person_id)


def refused(desk: Desk, person_id: int, refusal: RegistryError) -> HttpResponse:
    """The page of the person with what was refused on it."""
    return _show(desk, person_id, refusal=str(refusal), status=422)


def _show(
    desk: Desk,
    person_id: int,
    *,
    form: AppointForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    person, bureaus = kept_person(desk, person_id)
    held = list(person.posts.select_related("unit", "ended_by").order_by("-since", "-pk"))
    over = [post for post in held if post.until and post.until < desk.on]
    return desk.render(
        "people/show.html",
        status=status,
        person=person,
        posts=[post for post in held if post not in over],
        over=over,
        form=form or AppointForm(desk, bureaus),
        refusal=refusal,
        oneself=person.pk == desk.person.pk,
    )
