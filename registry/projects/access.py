"""Who may see which project, and who keeps the bureau's list of key projects."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from registry.customers.access import MARKETING, READING, holds
from registry.org.models import Person, Post
from registry.org.roles import PostRole
from registry.projects.models import Project

# The marketing department lists the key projects, so it says how far each has come.
LIST_KEEPERS = (PostRole.MARKETING_HEAD, PostRole.MARKETING_DEPUTY)


def visible_to(person: Person, held: Iterable[Post]) -> QuerySet[Project]:
    """The projects that the person may see with the posts of the day: the own, those of a unit."""
    reach = Q(a_manager=person) | Q(b_manager=person)
    for post in held:
        if post.role in READING:
            reach |= Q(bureau=post.unit.root_id)
        elif post.role in MARKETING:
            reach |= Q(unit__path__startswith=post.unit.path)
    return Project.objects.filter(reach)


def keeps_list(held: Iterable[Post], bureau_id: int) -> bool:
    """Whether one of these posts keeps the key-project list of the bureau."""
    return holds(held, bureau_id, LIST_KEEPERS)
