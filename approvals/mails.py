"""Tell people by mail what waits for them. A mail leads to a page; it never decides.

Whoever would get many mails at once, after a busy hour or an outage, gets one that lists the cases.
No transaction is open while a mail is sent. Who was mailed is noted on the message afterwards, so
that a second delivery mails the others alone; a worker that dies in between mails somebody twice.
"""

from collections.abc import Callable, Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from approvals.models import Assignment, Case, Message, Notice, NoticeChoice
from approvals.notice_choices import choices_of
from approvals.notices import (
    OF_NO_CASE,
    PERSONAL,
    TOLD_AS_IT_IS,
    WHILE_OPEN,
    still_asked,
    title_if_open,
    told_to,
    topic_of,
    waits,
)
from approvals.outbox import MAX_TRIES, handles, held_with
from approvals.words import Status
from registry.org.models import Person

AT_ONCE = 5  # so many mails of arrived steps a person gets singly
BATCH = 100


@handles("arrived")
def mail_those_who_are_asked(message: Message) -> None:
    """A mail to each person whose step is still open; nothing if the case has moved on meanwhile."""
    rows = {r.person_id: r for r in still_asked(message) if _lacks(message, r.person)}
    others = _others(message) if rows else []

    def tell(person: Person) -> None:
        row = rows[person.pk]
        also = [m for m in others if person.pk in m.body["people"]]
        if len(also) < AT_ONCE or not _digest(message, row, also):
            _tell(person, topic_of(row), row.title, row.case_id)

    _mail_each(message, [row.person for row in rows.values()], tell)


@handles(*WHILE_OPEN)
def mail_while_the_step_is_open(message: Message) -> None:
    """A mail to each person named, while the step is open."""
    if title := title_if_open(message):
        _mail_people(message, title)


@handles(*TOLD_AS_IT_IS)
def mail_people(message: Message) -> None:
    """A mail to each person named, wherever the case stands."""
    _mail_people(message, Case.objects.get(pk=message.body["case"]).title)


@handles(*OF_NO_CASE, *PERSONAL)
def mail_of_no_case(message: Message) -> None:
    """A mail to each person named, under the title that the message brings."""
    if waits(message):
        _mail_people(message, message.body["title"])


@handles("closed")
def mail_the_applicant(message: Message) -> None:
    """A mail to the applicant that the case has ended, and how."""
    case = Case.objects.select_related("applicant").get(pk=message.body["case"])

    def tell(person: Person) -> None:
        how = {"title": case.title, "status": Status(case.status).label}
        _mail(person, _("%(title)s: %(status)s") % how, case.pk)

    _mail_each(message, [case.applicant], tell)


def _mail_people(message: Message, title: str) -> None:
    """Those named, but for the one who did it himself; with the note, if there is one."""
    topic, note = Notice.Topic(message.topic), message.body.get("note", "")
    people = Person.objects.filter(pk__in=message.body["people"]).order_by("pk")
    told = told_to(message, title)

    def tell(person: Person) -> None:
        shown, path = told(person)
        _tell(person, topic, shown, message.body["case"], note, path)

    _mail_each(message, people.exclude(pk=message.body.get("actor")), tell)


def _mail_each(message: Message, people: Iterable[Person], tell: Callable[[Person], None]) -> None:
    """Each who wasn't mailed of it yet. An address that is refused keeps nobody else from theirs."""
    refused: Exception | None = None
    people = list(people)
    choices = choices_of(people)
    for person in people:
        choice = choices.get(person.pk)
        if _lacks(message, person) and _at_once(choice, message.topic):
            try:
                with override(choice.language if choice else settings.LANGUAGE_CODE):
                    tell(person)
            except (SMTPException, ValueError) as error:
                refused = error
            else:
                _note_mailed([message], person)
    if refused:
        raise refused


def _at_once(choice: NoticeChoice | None, topic: str) -> bool:
    """Whether a mail of that topic goes out when it happens: who chose otherwise reads it elsewhere."""
    if choice is None:
        return True
    return choice.mail == NoticeChoice.Mail.EACH and topic not in choice.muted


def _lacks(message: Message, person: Person) -> bool:
    """Whether the person can have a mail of the message and has none yet."""
    mailed = person.pk in message.body.get("mailed", [])
    return person.is_active and bool(person.email) and not mailed


def _note_mailed(messages: Iterable[Message], person: Person) -> None:
    """Each of the messages knows from now on that the person was mailed of it."""
    named = Message.objects.filter(pk__in=[m.pk for m in messages]).order_by("pk")
    with transaction.atomic():
        for message in named.select_for_update():
            message.body["mailed"] = [*message.body.get("mailed", []), person.pk]
            message.save(update_fields=["body"])


def _others(message: Message) -> list[Message]:
    """The messages of arrived steps that wait with this one, at most a batch."""
    waiting = Message.objects.filter(topic="arrived", sent_at=None, tries__lt=MAX_TRIES)
    return list(waiting.exclude(pk=message.pk).order_by("pk")[:BATCH])


def _digest(message: Message, row: Assignment, also: list[Message]) -> bool:
    """One mail for this row and those of other messages, which know then that they were mailed.

    False if too few of them are still open, and not in another worker's hands.
    """
    with held_with(message, also) as held:
        ours = [m for m in held if _lacks(m, row.person)]
        rows = Assignment.objects.filter(
            task__in=[m.body["task"] for m in ours],
            person=row.person_id,
            state=Assignment.State.OPEN,
        ).order_by("pk")
        cases = {r.case_id: r.title for r in (row, *rows)}
        n = len(cases)
        if n <= AT_ONCE:
            return False
        subject = ngettext("%(n)s step waits for you", "%(n)s steps wait for you", n) % {"n": n}
        items = [(title, f"{settings.SITE_URL}/cases/{pk}/") for pk, title in cases.items()]
        send(row.person, subject, items=items)
        _note_mailed(ours, row.person)
    return True


def _tell(
    person: Person,
    topic: Notice.Topic,
    title: str,
    case_id: int | None,
    note: str = "",
    path: str = "",
) -> None:
    what = {"what": topic.label, "title": title}
    _mail(person, _("%(what)s: %(title)s") % what, case_id, note, path)


def _mail(
    person: Person, subject: str, case_id: int | None, note: str = "", path: str = ""
) -> None:
    """path: the page to which it leads, if that is not the case's."""
    link = f"{settings.SITE_URL}{path or f'/cases/{case_id}/'}"
    send(person, subject, note=note, link=link, elsewhere=bool(path))


def send(
    person: Person,
    subject: str,
    *,
    note: str = "",
    link: str = "",
    elsewhere: bool = False,
    items: list[tuple[str, str]] | None = None,
) -> None:
    """A mail as text and as HTML. `items`: titles with their addresses, for a mail about several cases.

    elsewhere  whether the link leads to another page than that of a case
    """
    subject = " ".join(subject.split())
    opens = _("To the inbox") if items else _("Open the page") if elsewhere else _("Open the case")
    lines = [f"{title}\n{address}" for title, address in items or []]
    text = "\n\n".join(filter(None, [subject, note, *lines]))
    if link:
        text = f"{text}\n\n{opens}{_(': ')}{link}"
    shown = {"subject": subject, "note": note, "items": items, "site": settings.SITE_URL}
    shown["opens"] = opens
    shown["link"] = f"{settings.SITE_URL}/inbox/" if items else link
    html = render_to_string("mail/notice.html", shown)
    send_mail(subject, text, None, [person.email], html_message=html)
