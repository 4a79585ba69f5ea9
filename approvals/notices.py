"""Tell people by mail what waits for them. A mail leads to a page; it never decides."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.models import Assignment, Case, Message
from approvals.outbox import handles
from approvals.words import Status
from registry.org.models import Person


@handles("arrived")
def tell_those_who_are_asked(message: Message) -> None:
    """A mail to each person whose step is still open; nothing if the case has moved on meanwhile."""
    body: dict[str, Any] = message.body
    rows = Assignment.objects.filter(
        case=body["case"], node=body["node"], person__in=body["people"], state=Assignment.State.OPEN
    )
    for row in rows.select_related("person"):
        with override(settings.LANGUAGE_CODE):
            _mail(row.person, _("For you to decide: %(title)s") % {"title": row.title}, row.case_id)


@handles("closed")
def tell_the_applicant(message: Message) -> None:
    """A mail to the applicant that the case has ended, and how."""
    case = Case.objects.select_related("applicant").get(pk=message.body["case"])
    with override(settings.LANGUAGE_CODE):
        how = {"title": case.title, "status": Status(case.status).label}
        _mail(case.applicant, _("%(title)s: %(status)s") % how, case.pk)


def _mail(person: Person, subject: str, case_id: int) -> None:
    if not person.email:
        return
    subject = " ".join(subject.split())
    link = f"{settings.SITE_URL}/cases/{case_id}/"
    text = _("%(subject)s\n\nOpen the case: %(link)s") % {"subject": subject, "link": link}
    send_mail(subject, text, None, [person.email])
