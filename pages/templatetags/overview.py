"""How a cell of the overview is written."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template

from pages.templatetags import customers, qianpi

register = template.Library()
RIGHT = ("number", "money", "days", "share")


@register.filter
def cell(value: Any, form: str) -> str:
    """A cell by its form: 1,234, ￥1,234.00, 3.5, 42%, a day, a month."""
    if value is None:
        return "—"
    if form == "money":
        return qianpi.yuan(Decimal(value))
    if form == "share":
        return f"{float(value) * 100:.0f}%"
    if form == "days":
        return f"{value:,.1f}"
    if form == "number":
        return f"{value:,}"
    if form == "month":
        return customers.month(value)
    if form in ("day", "moment"):
        return qianpi.day(value) if not isinstance(value, datetime) else qianpi.moment(value)
    return str(value)


@register.filter
def is_right(form: str) -> bool:
    """Whether cells of that form are set to the right."""
    return form in RIGHT
