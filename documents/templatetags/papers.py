"""How a label stands on a paper: Chinese, with English beneath it where the paper has both."""

from typing import Any

from django import template
from django.utils.html import format_html

from documents.labels import ENGLISH

register = template.Library()


@register.simple_tag(takes_context=True)
def label(context: Any, chinese: str, english: str = "") -> str:
    """The label; `english` is what the sheet says, for labels that are not the layout's own."""
    english = english or ENGLISH.get(chinese, "")
    if not english or not context["sheet"].english:
        return chinese
    return format_html('{}<span class="en">{}</span>', chinese, english)
