"""How long work is told: its title, how far it is, what came of it."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from approvals.models import Work
from approvals.works import doing_of

register = template.Library()


@register.simple_tag
def work_title(work: Work) -> Any:
    doing = doing_of(work)
    return doing.title if doing else work.kind


@register.simple_tag
def work_far(work: Work) -> str:
    """How much of how much."""
    if work.total is None:
        return _("%(done)s done") % {"done": work.done} if work.done else ""
    return _("%(done)s of %(total)s") % {"done": work.done, "total": work.total}


@register.simple_tag
def work_told(work: Work) -> str:
    doing = doing_of(work)
    return doing.told(work) if doing else ""


@register.simple_tag
def work_url(work: Work) -> str:
    doing = doing_of(work)
    return doing.url(work) if doing else ""
