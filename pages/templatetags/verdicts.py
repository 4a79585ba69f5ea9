"""What the file of a paper says, as lines."""

from django import template

from documents import telling
from documents.verifying import Answer

register = template.Library()
register.filter("verdict_line", telling.verdict_line)


@register.filter
def seal_lines(answer: Answer) -> list[str]:
    """Whose seal it is, when it was put there, what it is worth."""
    return list(telling.seal_lines(answer))
