"""导入导出: people, posts and units from Excel, looked at row by row first; the same as a workbook."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals import reorganise
from pages.customers.sheets import answer
from pages.desk import Desk, page
from pages.people.views import kept_bureaus
from pages.revenue.forms import FileForm
from registry.errors import RegistryError
from registry.imports import columns, uploads
from registry.imports.errors import BadFile
from registry.imports.models import Upload
from registry.org import people
from registry.org.models import Person, Post, Unit

SHOWN = 20
TITLES = {
    "people": gettext_lazy("People"),
    "posts": gettext_lazy("Posts"),
    "units": gettext_lazy("Units"),
}
COLUMNS = {"people": columns.PEOPLE, "posts": columns.HOLDERS, "units": columns.UNITS}
NOT_HERE = ("bureau", "policy_set")


@dataclass(frozen=True)
class Kept:
    """The subject of a file and the bureau that the reader keeps."""

    subject: str
    bureau: Unit

    @classmethod
    def of(cls, desk: Desk, subject: str) -> "Kept":
        """Raises Http404 for whoever keeps no bureau, and for other subjects."""
        bureaus = kept_bureaus(desk)
        if subject not in COLUMNS:
            raise Http404
        return cls(subject, Unit.objects.filter(pk__in=bureaus).order_by("path")[0])

    @property
    def columns(self) -> list[columns.Column]:
        return [column for column in COLUMNS[self.subject] if column.name not in NOT_HERE]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def bring(desk: Desk, subject: str) -> HttpResponse:
    """Choose a file; what it says is shown before anything is written."""
    kept = Kept.of(desk, subject)
    if desk.request.method != "POST":
        return _bring(desk, kept, FileForm())
    form = FileForm(desk.request.POST, desk.request.FILES)
    if not form.is_valid():
        return _bring(desk, kept, form, status=422)
    file = form.cleaned_data["file"]
    try:
        upload = uploads.bring(subject, file.name, file.read(), by=desk.person, at=desk.now)
    except BadFile as refusal:
        form.add_error("file", str(refusal))
        return _bring(desk, kept, form, status=422)
    return redirect("files-upload", subject, upload.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def upload(desk: Desk, subject: str, upload_id: int) -> HttpResponse:
    """What the file would do, row by row; and, once it has no fault, the button that does it."""
    kept = Kept.of(desk, subject)
    mine = Upload.objects.filter(subject=kept.subject, brought_by=desk.person)
    brought = get_object_or_404(mine, pk=upload_id)
    if brought.loaded_at is not None:  # the button was pressed twice, or the page is an old one
        messages.warning(desk.request, str(uploads.loaded_before(brought)))
        return redirect("files", subject)
    if desk.request.method != "POST":
        return _preview(desk, kept, brought)
    try:
        counts = uploads.load(brought, bureau=kept.bureau, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return _preview(desk, kept, brought, status=409, refusal=str(refusal))
    reorganise.sweep(desk.now)
    said = _("Loaded: %(new)s new, %(changed)s changed, %(unchanged)s as before.")
    names = {"new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged}
    messages.success(desk.request, said % names)
    return redirect("files", subject)


@require_POST
@page
def forget(desk: Desk, subject: str, upload_id: int) -> HttpResponse:
    """A file that was brought is let go."""
    kept = Kept.of(desk, subject)
    get_object_or_404(_mine(desk, kept), pk=upload_id).delete()
    return redirect("files", subject)


@require_safe
@page
def template(desk: Desk, subject: str) -> HttpResponse:
    """An empty workbook with the headings that are understood."""
    kept = Kept.of(desk, subject)
    return answer(f"{subject}.xlsx", [column.others[0] for column in kept.columns], [])


@require_safe
@page
def export(desk: Desk, subject: str) -> HttpResponse:
    """What the bureau has, under the headings that an import understands."""
    kept = Kept.of(desk, subject)
    rows = {"people": _people, "posts": _posts, "units": _units}[subject](desk, kept.bureau)
    names = [column.name for column in kept.columns]
    table = [[row.get(name) for name in names] for row in rows]
    headings = [column.others[0] for column in kept.columns]
    return answer(f"{subject}-{desk.on.isoformat()}.xlsx", headings, table)


def _people(desk: Desk, bureau: Unit) -> list[dict[str, Any]]:
    rows = people.kept_in({bureau.pk}, desk.on).order_by("username")
    return [
        {
            "username": person.username,
            "name": person.name,
            "number": person.number or "",
            "email": person.email,
            "phone": person.phone,
            "active": "是" if person.is_active else "否",
        }
        for person in rows
    ]


def _posts(desk: Desk, bureau: Unit) -> list[dict[str, Any]]:
    goes_on = Q(until=None) | Q(until__gte=desk.on)
    rows = Post.objects.filter(goes_on, unit__bureau=bureau).select_related("person", "unit")
    return [
        {
            "person": post.person.username,
            "unit": post.unit.code,
            "role": columns.POSTS[post.role][0],  # type: ignore[index]
            "since": post.since,
            "until": post.until,
        }
        for post in rows.order_by("unit__path", "since", "pk")
    ]


def _units(desk: Desk, bureau: Unit) -> list[dict[str, Any]]:
    below = Unit.objects.filter(bureau=bureau).exclude(pk=bureau.pk).select_related("parent")
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": columns.UNIT_KINDS[unit.kind][0],  # type: ignore[index]
            "parent": unit.parent.code if unit.parent else "",
            "mark": unit.mark,
            "division": unit.division,
        }
        for unit in below.order_by("path")
    ]


def _mine(desk: Desk, kept: Kept) -> Any:
    return Upload.objects.filter(subject=kept.subject, brought_by=desk.person, loaded_at=None)


def _bring(desk: Desk, kept: Kept, form: FileForm, *, status: int = 200) -> HttpResponse:
    loaded = Upload.objects.filter(subject=kept.subject, loaded_at__isnull=False)
    ours = loaded.filter(brought_by__in=_colleagues(kept.bureau))
    return desk.render(
        "administration/files.html",
        status=status,
        kept=kept,
        title=TITLES[kept.subject],
        titles=TITLES,
        form=form,
        left=list(_mine(desk, kept).order_by("-pk").defer("content")[:SHOWN]),
        loaded=list(ours.select_related("brought_by").order_by("-pk").defer("content")[:SHOWN]),
    )


def _colleagues(bureau: Unit) -> Any:
    return Person.objects.filter(posts__unit__bureau=bureau).values("pk")


def _preview(
    desk: Desk, kept: Kept, brought: Upload, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    try:
        shown = uploads.preview(brought, bureau=kept.bureau, at=desk.now)
    except BadFile as bad:
        shown, refusal = None, str(bad)
    return desk.render(
        "administration/preview.html",
        status=status,
        kept=kept,
        title=TITLES[kept.subject],
        upload=brought,
        shown=shown,
        refusal=refusal,
        most=uploads.SHOWN,
    )
