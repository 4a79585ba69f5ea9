"""How a figure of the rulebook is written on a page."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pages.rules import uses
from policy.answers import in_words
from policy.units import UNITS, bands_in, days_in, fraction

register = template.Library()
PLAIN = ("weight", "choice")


@register.filter
def figure(item: Any, chapter: str = "") -> str:
    """The value of a version, a value or a duty, with its unit, in words."""
    value = getattr(item, "threshold", None)
    return written(item.value if value is None else value, item.unit, chapter)


@register.simple_tag
def figure_of(parameter: Any, version: Any) -> str:
    """The value of one version of a figure, in words."""
    if version is None or version.value is None:
        return _("repealed") if version is not None else "—"
    return written(version.value, parameter.unit, parameter.chapter)


@register.simple_tag
def answer_of(ruling: Any) -> str:
    """The answer of a ruling, in words."""
    return written(ruling.value, ruling.unit, ruling.chapter)


@register.simple_tag
def chapter_uses(name: str) -> uses.Uses:
    """Who goes by a chapter."""
    return uses.of_chapter(name)


def written(value: Any, unit: str, chapter: str = "") -> str:
    """A figure as people read it: ￥30,000.00, 3 working days, 80%, yes."""
    language = get_language() or "zh-hans"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if unit == "CNY":
        return f"￥{value:,.2f}"
    if unit == "share":
        return _share(value)
    if UNITS[unit].columns is not None:
        rows = [f"≥ {_number(start)}{_(': ')}{_number(end)}" for start, end in bands_in(str(value))]
        return _("; ").join(rows)
    if unit == "dates":
        days = days_in(str(value))
        if len(days) > 3:
            return ngettext("%(n)s day", "%(n)s days", len(days)) % {"n": len(days)}
        return _(", ").join(day.isoformat() for day in days) or _("none")
    if isinstance(value, Decimal):
        name = "" if unit in PLAIN else UNITS[unit].label[language]
        return f"{_number(value)} {name}".strip()
    said = in_words(chapter, value)
    return said[language] if said else str(value)


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _share(value: Any) -> str:
    share = fraction(value) * 100
    percent = Decimal(share.numerator) / share.denominator
    return f"{_number(percent)}%" if percent == round(percent, 2) else str(value)
