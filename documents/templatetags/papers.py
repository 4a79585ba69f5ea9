"""How a label stands on a paper: Chinese, with English beneath it where the paper has both."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from documents.labels import ENGLISH
from documents.rendering.titles import lines_of

register = template.Library()


@register.simple_tag(takes_context=True)
def label(context: Any, chinese: str, english: str = "", most: int = 0) -> str:
    """The label; `english` is what the sheet says, for labels that are not the layout's own.

    most  how many characters its cell has on a line: longer ones are broken into even lines
    """
    lines = lines_of(chinese, most) if most else [chinese]
    said = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
    english = english or ENGLISH.get(chinese, "")
    if not english or not context["sheet"].english:
        return said
    return format_html('{}<span class="en">{}</span>', said, english)
