"""黄金客户备案: whom the bureau files with the province, how many in each month; the same as a workbook."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from pages.customers import sheets
from pages.customers.reach import RELATED, reads_all
from pages.desk import Desk, page
from pages.refusals import why_not
from policy import periods
from policy.errors import PolicyError
from policy.filing import BY_AMOUNT, BY_PLACE, Filing
from registry import rulebook
from registry.customers.models import Customer
from registry.grading import filing
from registry.grading.filing import Due
from registry.org.models import Unit
from registry.people.facts import last_of

MONTHS = 12
GROUNDS = {BY_AMOUNT: gettext_lazy("monthly average"), BY_PLACE: gettext_lazy("place")}


@dataclass(frozen=True)
class Look:
    """The customers that are due as at the end of the months that are over, and one of the months."""

    desk: Desk
    bureau: Unit

    @classmethod
    def of(cls, desk: Desk) -> "Look":
        """Raises Http404 for whoever doesn't read of the whole bureau: places go through all of it."""
        if desk.bureau is None or not reads_all(desk):
            raise Http404
        return cls(desk, desk.bureau)

    @cached_property
    def figures(self) -> dict[date, Filing]:
        """Those of each month, by the rules of the day on which it ended. Raises PolicyError."""
        book = rulebook.current(self.bureau)
        found = {}
        for back in range(1, MONTHS + 1):
            month = periods.month(self.desk.on, -back)
            end = last_of(month)
            by_set = rulebook.set_of(self.bureau, book, end)
            found[month] = Filing.on(end, book=book, set=by_set)
        return found

    @cached_property
    def due(self) -> dict[date, list[Due]]:
        return filing.of_months(self.bureau.pk, self.figures)

    @property
    def month(self) -> date:
        """The month that was asked for; else the last that is over."""
        asked = self.desk.request.GET.get("month", "")
        months = list(self.figures)
        return next((month for month in months if f"{month:%Y-%m}" == asked), months[0])

    @property
    def rows(self) -> list[tuple[Due, Customer, str]]:
        """Who is due in the month, with the grounds in words."""
        due = self.due[self.month]
        known = Customer.objects.select_related(*RELATED).in_bulk([one.customer_id for one in due])
        return [(one, known[one.customer_id], _in_words(one)) for one in due]


@require_safe
@page
def show(desk: Desk) -> HttpResponse:
    look, about = Look.of(desk), {}
    try:
        about = _shown(look)
    except PolicyError as error:
        about = {"missing": why_not(error)}
    return desk.render("customers/provincial.html", **about)


@require_safe
@page
def export(desk: Desk) -> HttpResponse:
    """The list of a month as a workbook."""
    look = Look.of(desk)
    try:
        table = [_cells(*row) for row in look.rows]
    except PolicyError as error:
        raise Http404 from error
    return sheets.answer(f"filing-{look.month:%Y-%m}.xlsx", _headings(), table)


def _shown(look: Look) -> dict[str, Any]:
    figures = look.figures[look.month]
    counts = [(month, len(due)) for month, due in look.due.items()]
    return {
        "month": look.month,
        "rows": look.rows,
        "counts": counts,
        "values": [figures.floor, figures.top, figures.over],
    }


def _in_words(due: Due) -> str:
    return pgettext("list", ", ").join(str(GROUNDS[ground]) for ground in due.grounds)


def _headings() -> list[str]:
    return [
        _("Place in the ranking"),
        _("customer id"),
        _("name"),
        _("tier"),
        _("owner unit"),
        _("Monthly average (yuan)"),
        _("Ground"),
    ]


def _cells(due: Due, customer: Customer, grounds: str) -> list:
    tier = str(customer.get_tier_display())
    code, unit = customer.code or "", customer.unit.name
    return [due.place, code, customer.name, tier, unit, due.average_yuan, grounds]
