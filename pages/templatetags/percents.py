"""Percentages as people write them."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def percent(value: Decimal | None) -> str:
    """8.50 as "8.5%", 20 as "20%"; nothing for nothing."""
    return "" if value is None else f"{Decimal(value).normalize():f}%"
