"""How customers and their months are written on a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.people import words

register = template.Library()


@register.filter
def of(values: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping has under a key; None where it has nothing."""
    return values.get(key)


@register.filter
def month(value: date) -> str:
    """2026年3月."""
    chinese = (get_language() or "zh-hans").startswith("zh")
    return date_format(value, "Y年n月" if chinese else "F Y")


@register.filter
def month_number(value: date) -> str:
    """12月, below a bar."""
    chinese = (get_language() or "zh-hans").startswith("zh")
    return f"{value.month}月" if chinese else date_format(value, "M")


@register.filter
def plain_number(value: float) -> str:
    """A number as a drawing takes it, in every language."""
    return f"{value:g}"


@register.filter
def caused(row: Any) -> str:
    """What a change came from, in words."""
    kind = row.origin.partition(":")[0]
    said = {
        "case": _("by a case"),
        "grading-run": _("by a grading"),
        "special-listing": _("by the province’s listing"),
        "person": _("handed over by who left"),
    }.get(kind, "")
    reason = _("by an import") if row.reason == "import" else row.reason
    return " · ".join(text for text in (said, reason) if text) or "—"


@register.simple_tag
def fact_name(code: str) -> Any:
    """What is entered for a scorecard, in words."""
    return words.fact(code)


@register.simple_tag
def reading_name(code: str) -> Any:
    """What somebody read of scores and pay, in words."""
    return words.read(code)
