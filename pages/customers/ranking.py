"""大客户分类排序表: who comes first in each unit, what they bring, the same as a workbook."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.customers import sheets
from pages.customers.reach import exports, looks_at_customers
from pages.desk import Desk, page
from policy import periods
from registry.grading import ranking
from registry.grading.models import GradingResult, GradingRun
from registry.org.models import Unit
from registry.revenue import spending

PAGE = 50


@dataclass(frozen=True)
class Look:
    """The ranking as the reader may see it, of all units or of the one that was asked for."""

    desk: Desk
    run: GradingRun | None

    @classmethod
    def of(cls, desk: Desk) -> "Look":
        """Raises Http404 for whoever sees no unit's customers."""
        if desk.bureau is None or not looks_at_customers(desk):
            raise Http404
        return cls(desk, ranking.latest(desk.bureau.pk))

    @cached_property
    def everything(self) -> QuerySet[GradingResult]:
        return (
            ranking.ranked(self.run, self.desk.posts) if self.run else GradingResult.objects.none()
        )

    @cached_property
    def units(self) -> list[Unit]:
        """The units that have any focus customers."""
        there = self.everything.order_by().values("customer__unit")
        return list(Unit.objects.filter(pk__in=there).order_by("path"))

    @cached_property
    def unit(self) -> Unit | None:
        asked = self.desk.request.GET.get("unit", "")
        return next((unit for unit in self.units if str(unit.pk) == asked), None)

    @property
    def rows(self) -> QuerySet[GradingResult]:
        return self.everything.filter(customer__unit=self.unit) if self.unit else self.everything

    @property
    def query(self) -> str:
        return urlencode({"unit": self.unit.pk}) if self.unit else ""

    @property
    def last_month(self) -> date:
        """The last month that is over."""
        last: date = periods.month(self.desk.on, -1)
        return last

    def revenue(self, found: list[GradingResult]) -> list[tuple]:
        """Each row with what its customer brought in the last month, and in that year so far."""
        ids, last = [row.customer_id for row in found], self.last_month
        month = spending.of_customers(ids, last, last)
        year = spending.of_customers(ids, last.replace(month=1), last)
        return [(row, month[row.customer_id].total, year[row.customer_id].total) for row in found]


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    """The table, fifty customers a page."""
    look = Look.of(desk)
    found = Paginator(look.rows, PAGE).get_page(desk.request.GET.get("page"))
    return desk.render(
        "customers/ranking.html",
        look=look,
        found=found,
        rows=look.revenue(list(found)),
        query=look.query,
        exports=exports(desk),
    )


@require_safe
@page
def export(desk: Desk) -> HttpResponse:
    """The same as a workbook, for those who may carry the list away."""
    look = Look.of(desk)
    if not exports(desk) or look.run is None:
        raise Http404
    table = [_cells(*row) for row in look.revenue(list(look.rows))]
    return sheets.answer(f"ranking-{look.run.quarter_end}.xlsx", _headings(), table)


def _headings() -> list[str]:
    return [
        _("owner unit"),
        _("Place in the ranking"),
        _("customer id"),
        _("name"),
        _("tier"),
        _("scope"),
        _("level"),
        _("Spend in the period of the grading (yuan)"),
        _("Revenue of the last month (yuan)"),
        _("Revenue of the year so far (yuan)"),
        _("A manager"),
        _("B manager"),
    ]


def _cells(row: GradingResult, month: object, year: object) -> list:
    customer = row.customer
    return [
        customer.unit.name,
        row.place,  # type: ignore[attr-defined]
        customer.code or "",
        customer.name,
        str(row.get_tier_display()),
        str(row.get_scope_display()),
        row.crm_level,
        row.spend_yuan,
        month,
        year,
        customer.a_manager.name if customer.a_manager else "",
        customer.b_manager.name if customer.b_manager else "",
    ]
