"""汇总: one mail a day for those who want no more, with what came since the last one and what waits."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from approvals.inbox import count_waiting
from approvals.mails import send
from approvals.models import Notice, NoticeChoice

LISTED = 50
BATCH = 200


def send_digests(at: datetime) -> int:
    """How many people were sent a digest; who has nothing new gets none. A second run sends nothing twice."""
    before = at - timedelta(hours=12)
    due = NoticeChoice.objects.filter(mail=NoticeChoice.Mail.DIGEST, person__is_active=True)
    due = due.exclude(person__email="").filter(Q(digested_at=None) | Q(digested_at__lt=before))
    sent = 0
    for choice in due.select_related("person").order_by("pk")[:BATCH]:
        sent += _digest(choice, at)
        NoticeChoice.objects.filter(pk=choice.pk).update(digested_at=at)
    return sent


def _digest(choice: NoticeChoice, at: datetime) -> int:
    since = choice.digested_at or at - timedelta(days=1)
    told = Notice.objects.filter(person=choice.person, at__gt=since, at__lte=at)
    rows = list(told.exclude(topic__in=choice.muted).order_by("-at", "-pk")[:LISTED])
    if not rows:
        return 0
    with override(choice.language):
        n, waits = len(rows), count_waiting(choice.person)
        subject = ngettext("%(n)s thing happened", "%(n)s things happened", n) % {"n": n}
        note = ngettext("%(n)s step waits for you", "%(n)s steps wait for you", waits)
        items = [
            (
                _("%(what)s: %(title)s") % {"what": row.get_topic_display(), "title": row.title},
                f"{settings.SITE_URL}{row.path or f'/cases/{row.case_id}/'}",
            )
            for row in rows
        ]
        send(choice.person, subject, note=note % {"n": waits}, items=items)
    return 1
