"""密码链接的告知: whoever has a password already learns that somebody gave out a link for another one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.models import Message, Notice
from registry.org import passwords
from registry.org.models import Person

Topic = Notice.Topic
PATH = "/settings/profile/"


def give_link(person: Person, *, by: Person, at: datetime) -> dict[str, Any]:
    """As registry.org.passwords gives it; the person is told in the same transaction."""
    with transaction.atomic():
        about = passwords.give_link(person, by=by, at=at)
        if person.has_usable_password():
            with override("zh-hans"):
                title = _("By %(who)s. If you did not ask for it, speak to them.") % {"who": by}
            body = {
                "case": None,
                "actor": by.pk,
                "people": [person.pk],
                "title": title,
                "path": PATH,
            }
            key = f"{Topic.PASSWORD}:{person.pk}:{at.isoformat()}"
            Message.objects.create(topic=Topic.PASSWORD, key=key, body=body, at=at)
        return about
