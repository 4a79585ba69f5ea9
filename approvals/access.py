"""Who may read what: by part, by post and unit, and by what was granted on one object."""

from datetime import date

from django.db.models import Q, QuerySet
from guardian.shortcuts import get_objects_for_user

from approvals.models import Assignment, Attachment, Case, Party
from approvals.words import Status
from registry.org import posts
from registry.org.models import Person
from registry.org.roles import PostRole

# Heads read the cases of their unit and those below it; the posts that steer the bureau read all of it.
UNIT_AND_BELOW = (
    PostRole.COUNTY_HEAD,
    PostRole.BRANCH_HEAD,
    PostRole.PROFESSIONAL_HEAD,
    PostRole.UNIT_DEPUTY,
)
WHOLE_BUREAU = (
    PostRole.CENTRE_DIRECTOR,
    PostRole.CENTRE_DEPUTY,
    PostRole.INFO_SUPERVISOR,
    PostRole.MARKETING_HEAD,
    PostRole.MARKETING_DEPUTY,
    PostRole.BUREAU_LEADER,
    PostRole.AUDITOR,
)


def visible_to(person: Person, on: date) -> QuerySet[Case]:
    """The cases that the person may read on that day. A draft is its applicant's alone."""
    if not person.is_active:
        return Case.objects.none()
    reach = Q(pk__in=Party.objects.filter(person=person).values("case"))
    reach |= Q(pk__in=Assignment.objects.filter(person=person).values("case"))
    reach |= Q(pk__in=Assignment.objects.filter(acting_for=person).values("case"))
    reach |= Q(pk__in=granted_to(person).values("pk"))
    for post in posts.held_by(person, on):
        if post.role in WHOLE_BUREAU:
            reach |= Q(bureau=post.unit.bureau_id)
        elif post.role in UNIT_AND_BELOW:
            reach |= Q(unit__path__startswith=post.unit.path)
    return Case.objects.filter(Q(applicant=person) | (~Q(status=Status.DRAFT) & reach))


def requested_by(person: Person) -> QuerySet[Case]:
    """The person's own cases, drafts among them."""
    return Case.objects.filter(applicant=person)


def granted_to(person: Person) -> QuerySet[Case]:
    """The cases that somebody opened to the person, one by one."""
    return get_objects_for_user(
        person, "approvals.view_case", Case, accept_global_perms=False, with_superuser=False
    )


def may_apply(person: Person, roles: tuple[str, ...], on: date) -> bool:
    """Whether the person holds one of the posts from which a kind of case is requested."""
    return bool(posts.units_where(person, roles, on))


def attachments_for(person: Person, on: date) -> QuerySet[Attachment]:
    """The attachments of the cases that the person may read."""
    return Attachment.objects.filter(case__in=visible_to(person, on))
