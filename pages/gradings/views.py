"""定级: runs of a bureau, what one found, and what the centre makes of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.customers.reach import kept_bureau
from pages.desk import Desk, page
from pages.gradings import work
from pages.gradings.forms import DropForm, ScopeForm, StartForm
from pages.refusals import why_not
from policy.errors import PolicyError
from policy.ruling import Ruling
from registry.customers import access
from registry.customers.words import Scope
from registry.errors import RegistryError
from registry.grading import choosing, runs
from registry.grading.models import GradingResult, GradingRun

PAGE = 25
POLL_SECONDS = 2
State = GradingRun.State
VIEWS = {
    "changed": (gettext_lazy("Changed"), Q(changed=True)),
    "moves": (gettext_lazy("To be transferred"), Q(moves=True)),
    "faults": (gettext_lazy("Not graded"), Q(fault__isnull=False)),
    "all": (gettext_lazy("All customers"), Q()),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def everything(desk: Desk) -> HttpResponse:
    """The runs of the bureau, the latest first, and the form that begins one."""
    bureau = kept_bureau(desk)
    form, refusal, status = StartForm(desk.on), "", 200
    if desk.request.method == "POST":
        form = StartForm(desk.on, desk.request.POST)
        status = 422
        if form.is_valid():
            try:
                run = runs.start(bureau=bureau, by=desk.person, at=desk.now, **form.cleaned_data)
            except PolicyError as error:
                refusal = why_not(error)
            except RegistryError as error:
                refusal = str(error)
            else:
                return redirect("work", work.begin(desk, run).pk)
    rows = GradingRun.objects.filter(bureau=bureau).select_related("started_by", "settled_by")
    return desk.render(
        "gradings/list.html",
        status=status,
        bureau=bureau,
        form=form,
        refusal=refusal,
        open=rows.filter(state__in=GradingRun.OPEN).first(),
        found=Paginator(rows.order_by("-pk"), PAGE).get_page(desk.request.GET.get("page")),
    )


@require_safe
@page
def show(desk: Desk, run_id: int) -> HttpResponse:
    return _show(desk, _run(desk, run_id))


@require_safe
@page
def result(desk: Desk, run_id: int, result_id: int) -> HttpResponse:
    """One customer of a run: as it was, as it is to be, and why, line by line."""
    return _result(desk, _row(desk, run_id, result_id), ScopeForm())


@require_POST
@page
def choose_scope(desk: Desk, run_id: int, result_id: int) -> HttpResponse:
    row = _row(desk, run_id, result_id)
    form = ScopeForm(desk.request.POST)
    if not form.is_valid():
        return _result(desk, row, form, status=422)
    try:
        choosing.choose_scope(row, by=desk.person, at=desk.now, **form.cleaned_data)
    except PolicyError as error:
        said = why_not(error)
        return _result(desk, row, form, status=422, refusal=said)
    except RegistryError as refusal:
        return _result(desk, row, form, status=409, refusal=str(refusal))
    messages.success(desk.request, _("The scope is chosen."))
    return redirect("grading-result", run_id, result_id)


@require_POST
@page
def confirm(desk: Desk, run_id: int) -> HttpResponse:
    """The centre agrees: what was found is written down."""
    run = _run(desk, run_id)
    try:
        run = runs.confirm(run, by=desk.person, at=desk.now)
    except RegistryError as refusal:
        return _show(desk, run, status=409, refusal=str(refusal))
    return redirect("work", work.begin(desk, run).pk)


@require_POST
@page
def drop(desk: Desk, run_id: int) -> HttpResponse:
    run = _run(desk, run_id)
    form = DropForm(desk.request.POST)
    if not form.is_valid():
        return _show(desk, run, status=422, drops=form)
    try:
        runs.drop(run, by=desk.person, at=desk.now, **form.cleaned_data)
    except RegistryError as refusal:
        return _show(desk, run, status=409, refusal=str(refusal), drops=form)
    messages.success(desk.request, _("The grading is dropped; nothing was written."))
    return redirect("gradings")


def _run(desk: Desk, run_id: int) -> GradingRun:
    bureau = kept_bureau(desk)
    rows = GradingRun.objects.select_related("bureau", "started_by", "settled_by", "bureau_revenue")
    return get_object_or_404(rows, pk=run_id, bureau=bureau)


def _row(desk: Desk, run_id: int, result_id: int) -> GradingResult:
    run = _run(desk, run_id)
    rows = GradingResult.objects.select_related("customer__unit", "scope_by")
    row = get_object_or_404(rows, pk=result_id, run=run)
    row.run = run
    return row


def _show(
    desk: Desk,
    run: GradingRun,
    *,
    status: int = 200,
    refusal: str = "",
    drops: DropForm | None = None,
) -> HttpResponse:
    view = desk.request.GET.get("view", "")
    view = view if view in VIEWS else "changed"
    rows = _found(run)
    counts = run.results.aggregate(
        **{name: Count("pk", filter=which) for name, (_label, which) in VIEWS.items() if which},
        all=Count("pk"),
    )
    heads = access.holds(desk.posts, run.bureau_id, access.CENTRE_HEADS)
    pages = Paginator(rows.filter(VIEWS[view][1]), PAGE)
    pages.count = counts[view]  # it is counted already
    answer = desk.render(
        "gradings/show.html",
        status=status,
        run=run,
        view=view,
        query=f"view={view}",
        views=[(name, label, counts[name]) for name, (label, _which) in VIEWS.items()],
        found=pages.get_page(desk.request.GET.get("page")),
        heads=heads,
        may_confirm=heads and run.started_by_id != desk.person.pk,
        refusal=refusal,
        drops=drops or DropForm(),
    )
    if run.state in (State.COUNTING, State.WRITING) and status == 200:
        answer.headers["Refresh"] = str(POLL_SECONDS)
    return answer


def _found(run: GradingRun) -> QuerySet[GradingResult]:
    rows = run.results.select_related("customer__unit")
    rows = rows.defer("ruling", "scope_ruling", "unit_ruling")
    return rows.order_by("-spend_yuan", "pk")


def _result(
    desk: Desk, row: GradingResult, form: ScopeForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    rulings: dict[str, Any] = {
        name: Ruling.from_json(said) if said else None
        for name in ("ruling", "scope_ruling", "unit_ruling")
        for said in [getattr(row, name)]
    }
    return desk.render(
        "gradings/result.html",
        status=status,
        run=row.run,
        row=row,
        customer=row.customer,
        scopes=Scope.choices,
        form=form,
        refusal=refusal,
        fault=row.fault and row.fault["zh" if (get_language() or "zh").startswith("zh") else "en"],
        **rulings,
    )
