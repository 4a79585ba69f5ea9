"""The navigation of the reader, for the frame of every page."""

from typing import Any

from django import template

from pages import navigation as places
from pages.desk import Desk
from registry.org.substitutions import KEEPERS

register = template.Library()


@register.simple_tag
def navigation(desk: Desk, name: str) -> list[tuple[Any, list[places.Shown]]]:
    """The groups of places that are there for the reader; `name` is that of the page's address."""
    return places.shown(desk, name or "")


@register.simple_tag
def keeps_people(desk: Desk) -> bool:
    """Whether the reader keeps people and posts."""
    return places.posted(KEEPERS)(desk)
