"""The list of customers as a workbook: every cell is text, a day or a number, none is a formula."""

import io
from collections.abc import Mapping
from datetime import date

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policy import periods
from policy.figures import Words
from registry.customers.models import Customer
from registry.revenue import spending

MONTHS = 12
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST, _AT_ONCE = 100_000, 5_000


def of_customers(
    rows: QuerySet[Customer], industries: Mapping[str, Words], on: date
) -> HttpResponse:
    """A workbook with a row for each customer; a query for each five thousand of them."""
    customers = list(rows[:_MOST])
    last = periods.month(on, -1)
    first = periods.month(last, 1 - MONTHS)
    spent: dict[int, spending.Spend] = {}
    for start in range(0, len(customers), _AT_ONCE):
        ids = [customer.pk for customer in customers[start : start + _AT_ONCE]]
        spent |= spending.of_customers(ids, first, last)
    table = [_row(customer, industries, spent[customer.pk].total) for customer in customers]
    return answer(f"customers-{on.isoformat()}.xlsx", _headings(), table)


def answer(name: str, headings: list[str], table: list[list]) -> HttpResponse:
    """A workbook with one sheet, to be kept by the browser."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, {**options, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 16)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for place, cells in enumerate(table, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell)
            elif cell is not None:
                sheet.write(place, column, cell)
    book.close()
    response = HttpResponse(target.getvalue(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _headings() -> list[str]:
    return [
        _("customer id"),
        _("name"),
        _("short name"),
        _("licence code"),
        _("tier"),
        _("scope"),
        _("level"),
        _("industry"),
        _("usage"),
        _("cultivation"),
        _("influence"),
        _("owner unit"),
        _("A manager"),
        _("B manager"),
        _("seat of the signing office"),
        _("entered on"),
        _("Revenue of the last 12 months (yuan)"),
    ]


def _row(customer: Customer, industries: Mapping[str, Words], spent: object) -> list:
    known = industries.get(customer.industry)
    return [
        customer.code or "",
        customer.name,
        customer.short_name,
        customer.licence_code,
        str(customer.get_tier_display()),
        str(customer.get_scope_display()),
        customer.crm_level,
        known[get_language() or "zh-hans"] if known else customer.industry,
        str(customer.get_usage_display()),
        str(customer.get_cultivation_display()),
        str(customer.get_influence_display()),
        customer.unit.name,
        customer.a_manager.name if customer.a_manager else "",
        customer.b_manager.name if customer.b_manager else "",
        customer.territory,
        customer.entered_on,
        spent,
    ]
