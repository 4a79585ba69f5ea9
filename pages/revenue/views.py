"""收入: files of the ledger looked at and loaded, what is owed, the bureau’s own revenue."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.customers.reach import booked_bureau, looks_at_customers, visible
from pages.customers.sheets import answer
from pages.desk import Desk, page
from pages.revenue.forms import FileForm, YearForm
from registry.errors import RegistryError
from registry.imports import uploads
from registry.imports.columns import REVENUE
from registry.imports.errors import BadFile
from registry.imports.models import Upload
from registry.org.models import Unit
from registry.revenue import arrears, bureau
from registry.revenue.models import Revenue

PAGE = 25
SHOWN = 20
SUBJECT = "revenue"


@require_safe
@page
def owed(desk: Desk) -> HttpResponse:
    """What customers owe, the longest due first."""
    if not looks_at_customers(desk):
        raise Http404
    customers = visible(desk).order_by().values("pk")
    rows = arrears.owed(desk.on, Revenue.objects.filter(customer__in=customers))
    rows = rows.select_related("customer", "unit", "manager")
    found = Paginator(rows, PAGE).get_page(desk.request.GET.get("page"))
    return desk.render(
        "revenue/arrears.html",
        found=found,
        owed=arrears.aged(found, desk.on),
        total=arrears.total(rows),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def bring(desk: Desk) -> HttpResponse:
    """Choose a file; what it says is shown before anything is written."""
    booked = booked_bureau(desk)
    if desk.request.method != "POST":
        return _bring(desk, booked, FileForm())
    form = FileForm(desk.request.POST, desk.request.FILES)
    if not form.is_valid():
        return _bring(desk, booked, form, status=422)
    file = form.cleaned_data["file"]
    try:
        upload = uploads.bring(SUBJECT, file.name, file.read(), by=desk.person, at=desk.now)
    except BadFile as refusal:
        form.add_error("file", str(refusal))
        return _bring(desk, booked, form, status=422)
    return redirect("revenue-upload", upload.pk)


@require_safe
@page
def template(desk: Desk) -> HttpResponse:
    """An empty workbook with the headings that are understood."""
    booked_bureau(desk)
    headings = [column.others[0] for column in REVENUE if column.name != "bureau"]
    return answer("revenue.xlsx", headings, [])


@require_http_methods(["GET", "HEAD", "POST"])
@page
def upload(desk: Desk, upload_id: int) -> HttpResponse:
    """What the file would do, row by row; and, once it has no fault, the button that does it."""
    booked = booked_bureau(desk)
    mine = Upload.objects.filter(subject=SUBJECT, brought_by=desk.person, loaded_at=None)
    kept = get_object_or_404(mine, pk=upload_id)
    if desk.request.method != "POST":
        return _preview(desk, booked, kept)
    try:
        counts = uploads.load(kept, bureau=booked, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return _preview(desk, booked, kept, status=409, refusal=str(refusal))
    messages.success(desk.request, _("%(n)s entries are in the ledger.") % {"n": counts.new})
    return redirect("revenue-import")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def whole(desk: Desk) -> HttpResponse:
    """What the whole bureau took, year by year, and the form for a year."""
    booked = booked_bureau(desk)
    if desk.request.method != "POST":
        return _whole(desk, booked, YearForm(desk.on))
    form = YearForm(desk.on, desk.request.POST)
    if not form.is_valid():
        return _whole(desk, booked, form, status=422)
    try:
        bureau.enter(bureau=booked, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _whole(desk, booked, form, status=422, refusal=str(refusal))
    messages.success(desk.request, _("The revenue of the year is entered."))
    return redirect("revenue-bureau")


@require_POST
@page
def forget(desk: Desk, upload_id: int) -> HttpResponse:
    """A file that was brought is let go."""
    booked_bureau(desk)
    mine = Upload.objects.filter(subject=SUBJECT, brought_by=desk.person, loaded_at=None)
    get_object_or_404(mine, pk=upload_id).delete()
    return redirect("revenue-import")


def _bring(desk: Desk, booked: Unit, form: FileForm, *, status: int = 200) -> HttpResponse:
    loaded = Upload.objects.filter(subject=SUBJECT, loaded_at__isnull=False)
    return desk.render(
        "revenue/import.html",
        status=status,
        form=form,
        columns=[column for column in REVENUE if column.name != "bureau"],
        loaded=list(loaded.select_related("brought_by").order_by("-pk").defer("content")[:SHOWN]),
    )


def _preview(
    desk: Desk, booked: Unit, kept: Upload, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    try:
        shown = uploads.preview(kept, bureau=booked, at=desk.now)
    except BadFile as bad:
        shown, refusal = None, str(bad)
    return desk.render(
        "revenue/preview.html",
        status=status,
        upload=kept,
        shown=shown,
        refusal=refusal,
        most=uploads.SHOWN,
    )


def _whole(
    desk: Desk, booked: Unit, form: YearForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    return desk.render(
        "revenue/bureau.html",
        status=status,
        bureau=booked,
        form=form,
        found=Paginator(bureau.entered(booked), PAGE).get_page(desk.request.GET.get("page")),
        refusal=refusal,
    )
