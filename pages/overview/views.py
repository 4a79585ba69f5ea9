"""总览: figures, a chart of the months, tables with bars; the same as a workbook."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals import overview
from approvals.words import OPEN, Status
from pages.customers.sheets import CONTENT_TYPE
from pages.desk import Desk, page
from pages.overview import registers  # noqa: F401  its tables register themselves
from pages.overview.panels import Look, all_tables
from pages.overview.reach import Reach, SiftForm
from pages.overview.tables import Column, Table, average, built, days, share

HEIGHT, SLOT = 120, 50
FORMS = {"money": "#,##0.00", "share": "0.0%", "days": "0.0", "day": "yyyy-mm-dd"}


@dataclass(frozen=True)
class Bar:
    """A bar of the chart of the months."""

    x: float
    y: float
    height: float
    month: date
    cases: int


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    """The overview of the bureau, or of the units that the reader leads."""
    return _shown(desk, *_look(desk))


def _shown(desk: Desk, look: Look, form: SiftForm) -> HttpResponse:
    months = by_month(look)
    status = 200 if not form.errors else 422
    return desk.render(
        "overview/show.html",
        status=status,
        look=look,
        form=form,
        query=desk.request.GET.urlencode(),
        figures=_figures(look),
        months=months,
        bars=_bars(months),
        wide=max(len(months.rows), 6) * SLOT,
        tables=all_tables(look),
        counted_at=overview.counted_at(),
    )


@require_safe
@page
def export(desk: Desk) -> HttpResponse:
    """Every table of the overview as a sheet of one workbook; never of other days than were asked for."""
    look, form = _look(desk)
    if form.errors:
        return _shown(desk, look, form)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    bold = book.add_format({"bold": True})
    forms = {name: book.add_format({"num_format": shape}) for name, shape in FORMS.items()}
    for table in [by_month(look), *all_tables(look)]:
        sheet = book.add_worksheet(str(table.title)[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, 18)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, str(column.label), bold)
        for line, row in enumerate(table.rows, start=1):
            for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                _write(sheet, line, place, cell, forms.get(column.form))
    book.close()
    answer = HttpResponse(target.getvalue(), content_type=CONTENT_TYPE)
    name = f"overview-{look.scope.since}-{look.scope.until}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _write(sheet: Any, line: int, place: int, cell: Any, shape: Any) -> None:
    if isinstance(cell, datetime):
        sheet.write_string(line, place, f"{timezone.localtime(cell):%Y-%m-%d %H:%M}")
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, datetime.combine(cell, datetime.min.time()), shape)
    elif isinstance(cell, (int, Decimal)):
        sheet.write_number(line, place, float(cell), shape)
    elif cell is not None:
        sheet.write_string(line, place, str(cell))


def _look(desk: Desk) -> tuple[Look, SiftForm]:
    reach = Reach.of(desk)
    form = SiftForm(reach, desk.request.GET, desk.on)
    return Look(desk, reach, form.scope(reach)), form


def by_month(look: Look) -> Table:
    """How many cases ended in each month, and how long they took."""
    columns = (
        Column(_("Month"), "month"),
        Column(_("Cases ended"), "number"),
        Column(_("Average days"), "days"),
        Column(_("of which working days"), "days"),
        Column(_("Amount"), "money"),
    )
    return built(
        Table("months", _("Month by month"), columns),
        overview.by_month(look.scope),
        lambda row: [
            row["month"],
            row["n"],
            days(row["spent"], row["n"]),
            average(row["working"], row["n"]),
            row["amount"],
        ],
    )


def _bars(months: Table) -> list[Bar]:
    most = max((row[1] for row in months.rows), default=0)
    bars = []
    for place, row in enumerate(months.rows):
        height = round(HEIGHT * row[1] / most, 1)
        bars.append(Bar(place * SLOT + 8, 16 + HEIGHT - height, height, row[0], row[1]))
    return bars


def _figures(look: Look) -> list[tuple[str, Any, str]]:
    """The figures at the top: what they are, the value, how it is written."""
    running = overview.under_way(look.scope)
    ended = next(iter(overview.folded(look.cases)), {"n": 0, "back": 0, "spent": 0, "amount": 0})
    steps, late = (sum(row[name] for row in look.steps) for name in ("n", "overdue"))
    in_time = share(steps - late, steps)
    return [
        (_("Cases ended"), ended["n"], "number"),
        (_("Average days"), days(ended["spent"], ended["n"]), "days"),
        (_("Steps in time"), in_time, "share"),
        (_("Returned at least once"), share(ended["back"], ended["n"]), "share"),
        (_("Amount"), ended["amount"], "money"),
        (_("Under way now"), sum(running.get(status, 0) for status in OPEN), "number"),
        (_("of which returned"), running.get(Status.RETURNED, 0), "number"),
        (_("of which suspended"), running.get(Status.SUSPENDED, 0), "number"),
    ]
