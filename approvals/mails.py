"""Tell people by mail what waits for them. A mail leads to a page; it never decides.

Whoever would get many mails at once, after a busy hour or an outage, gets one that lists the cases.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from approvals.models import Assignment, Case, Message, Notice
from approvals.notices import still_asked, title_if_open, topic_of
from approvals.outbox import MAX_TRIES, handles
from approvals.words import Status
from registry.org.models import Person

AT_ONCE = 5  # so many mails of arrived steps a person gets singly
BATCH = 100


@handles("arrived")
def mail_those_who_are_asked(message: Message) -> None:
    """A mail to each person whose step is still open; nothing if the case has moved on meanwhile."""
    rows = [r for r in still_asked(message) if r.person_id not in message.body.get("mailed", [])]
    others = list(_others(message)) if rows else []
    for row in rows:
        also = [m for m in others if row.person_id in m.body["people"]]
        if len(also) < AT_ONCE or not _digest(row, also):
            _tell(row.person, topic_of(row), row.title, row.case_id)


@handles("due_soon")
@handles("overdue")
@handles("stalled")
def mail_of_the_deadline(message: Message) -> None:
    """A mail to each person named, while the step is open."""
    if title := title_if_open(message):
        for person in Person.objects.filter(pk__in=message.body["people"], is_active=True):
            _tell(person, Notice.Topic(message.topic), title, message.body["case"])


@handles("closed")
def mail_the_applicant(message: Message) -> None:
    """A mail to the applicant that the case has ended, and how."""
    case = Case.objects.select_related("applicant").get(pk=message.body["case"])
    with override(settings.LANGUAGE_CODE):
        how = {"title": case.title, "status": Status(case.status).label}
        _mail(case.applicant, _("%(title)s: %(status)s") % how, case.pk)


def _others(message: Message) -> list[Message]:
    """The messages of arrived steps that wait with this one, at most a batch."""
    waiting = Message.objects.filter(topic="arrived", sent_at=None, tries__lt=MAX_TRIES)
    return list(waiting.exclude(pk=message.pk).order_by("pk")[:BATCH])


def _digest(row: Assignment, also: list[Message]) -> bool:
    """One mail for this row and those of other messages, which know then that they were mailed.

    False if too few of them are still open, and not in another worker's hands.
    """
    skip = connection.features.has_select_for_update_skip_locked
    held = Message.objects.filter(pk__in=[m.pk for m in also], sent_at=None)
    held = held.select_for_update(skip_locked=skip).order_by("pk")
    mine = [m for m in held if row.person_id not in m.body.get("mailed", [])]
    rows = Assignment.objects.filter(
        task__in=[m.body["task"] for m in mine],
        person=row.person_id,
        state=Assignment.State.OPEN,
    ).order_by("pk")
    cases = {r.case_id: r.title for r in (row, *rows)}
    if len(cases) <= AT_ONCE:
        return False
    for message in mine:
        message.body["mailed"] = [*message.body.get("mailed", []), row.person_id]
    Message.objects.bulk_update(mine, ["body"])
    with override(settings.LANGUAGE_CODE):
        n = len(cases)
        subject = ngettext("%(n)s step waits for you", "%(n)s steps wait for you", n) % {"n": n}
        lines = [f"{title}\n{settings.SITE_URL}/cases/{pk}/" for pk, title in cases.items()]
        _send(row.person, subject, "\n\n".join([subject, *lines]))
    return True


def _tell(person: Person, topic: Notice.Topic, title: str, case_id: int) -> None:
    with override(settings.LANGUAGE_CODE):
        what = {"what": topic.label, "title": title}
        _mail(person, _("%(what)s: %(title)s") % what, case_id)


def _mail(person: Person, subject: str, case_id: int) -> None:
    link = f"{settings.SITE_URL}/cases/{case_id}/"
    text = _("%(subject)s\n\nOpen the case: %(link)s")
    _send(person, subject, text % {"subject": " ".join(subject.split()), "link": link})


def _send(person: Person, subject: str, text: str) -> None:
    if person.email:
        send_mail(" ".join(subject.split()), text, None, [person.email])
