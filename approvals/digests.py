"""汇总: one mail a day for those who want no more, with what came since the last one and what waits."""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from approvals.inbox import CAP, count_waiting
from approvals.mails import send
from approvals.models import Message, Notice, NoticeChoice
from registry.org.models import Person

LISTED = 50
BATCH = 200


def send_digests(at: datetime) -> int:
    """How many people were sent a digest; who has nothing new gets none. A second run sends nothing twice.

    An address that is refused keeps nobody else from theirs. Raises the last of such errors in the end.
    """
    sent, until, last, refused = 0, _told_until(at), 0, None
    while choices := list(_due(at).filter(pk__gt=last)[:BATCH]):
        for choice in choices:
            last = choice.pk
            try:
                sent += _digest(choice, until)
            except (SMTPException, ValueError) as error:
                refused = error
            else:
                NoticeChoice.objects.filter(pk=choice.pk).update(digested_at=until)
    if refused:
        raise refused
    return sent


def _due(at: datetime) -> QuerySet[NoticeChoice]:
    """Those whose last digest is half a day old, in the order of their ids."""
    before = at - timedelta(hours=12)
    due = NoticeChoice.objects.filter(mail=NoticeChoice.Mail.DIGEST, person__is_active=True)
    due = due.exclude(person__email="").filter(Q(digested_at=None) | Q(digested_at__lt=before))
    return due.select_related("person").order_by("pk")


def _told_until(at: datetime) -> datetime:
    """Until when all that happened is noted: a message that nobody took yet is told the next day."""
    untold = Message.objects.filter(sent_at=None, tries=0).aggregate(first=Min("at"))["first"]
    return at if untold is None else min(at, untold - timedelta(microseconds=1))


def _digest(choice: NoticeChoice, until: datetime) -> int:
    since = choice.digested_at or until - timedelta(days=1)
    told = Notice.objects.filter(person=choice.person, at__gt=since, at__lte=until)
    told = told.exclude(topic__in=choice.muted)
    rows, n = list(told.order_by("-at", "-pk")[:LISTED]), told.count()
    if not rows:
        return 0
    with override(choice.language):
        subject = ngettext("%(n)s thing happened", "%(n)s things happened", n) % {"n": n}
        items = [
            (
                _("%(what)s: %(title)s") % {"what": row.get_topic_display(), "title": row.title},
                f"{settings.SITE_URL}{row.path or f'/cases/{row.case_id}/'}",
            )
            for row in rows
        ]
        if rest := n - len(rows):
            more = ngettext("%(n)s more notice", "%(n)s more notices", rest) % {"n": rest}
            items.append((more, f"{settings.SITE_URL}/notices/"))
        send(choice.person, subject, note=_waits(choice.person), items=items)
    return 1


def _waits(person: Person) -> str:
    n = count_waiting(person)
    if n >= CAP:
        return _("More than 99 steps wait for you")
    return ngettext("%(n)s step waits for you", "%(n)s steps wait for you", n) % {"n": n}
