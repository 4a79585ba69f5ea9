"""How people want to be told: by which mails, in which language, in which chat, and of what not."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from approvals import errors
from approvals.models import Notice, NoticeChoice
from registry.org.models import Person

Topic, Channel, Mail = Notice.Topic, NoticeChoice.Channel, NoticeChoice.Mail
# What tells only of others' doings can be kept out of mails and chats; the notice stays.
CAN_BE_MUTED = (
    Topic.CLOSED,
    Topic.COPIED,
    Topic.COMMENTED,
    Topic.WITHDRAWN,
    Topic.RECALLED,
    Topic.SUSPENDED,
    Topic.RESUMED,
    Topic.DUE_SOON,
    Topic.TENDER,
    Topic.PROTECTION_ENDS,
    Topic.OBJECTION_ANSWERED,
)
_KEYS = {
    Channel.WECOM: re.compile(r"[a-zA-Z0-9_-]{8,100}", re.ASCII),
    Channel.DINGTALK: re.compile(r"([a-zA-Z0-9]{8,100}@)?[a-zA-Z0-9]{8,100}", re.ASCII),
    Channel.FEISHU: re.compile(r"[a-zA-Z0-9_-]{8,100}", re.ASCII),
}


class NotAKey(errors.Refused):
    """This is not the key of such a robot: copy the part behind “key=”, “access_token=” or “hook/”. For
    DingTalk with a signature write secret@token.
    """


def choice_of(person: Person) -> NoticeChoice:
    """The person's choices; the defaults, not stored, if they made none."""
    found = NoticeChoice.objects.filter(person=person).first()
    return found or NoticeChoice(person=person, language=settings.LANGUAGE_CODE)


def choices_of(people: Iterable[Person]) -> dict[int, NoticeChoice]:
    """Those of the people who made choices, by person. One query."""
    rows = NoticeChoice.objects.filter(person__in=[person.pk for person in people])
    return {row.person_id: row for row in rows}


def choose(person: Person, **chosen: Any) -> NoticeChoice:
    """Keep what the person chose. Raises NotAKey."""
    channel, key = chosen["channel"], chosen["channel_key"].strip()
    if channel and not _KEYS[channel].fullmatch(key):
        raise NotAKey
    chosen["channel_key"] = key if channel else ""
    chosen["muted"] = [topic for topic in chosen["muted"] if topic in CAN_BE_MUTED]
    if chosen["mail"] == Mail.DIGEST and choice_of(person).mail != Mail.DIGEST:
        chosen["digested_at"] = None  # what came by single mails since an earlier digest is known
    row, _new = NoticeChoice.objects.update_or_create(person=person, defaults=chosen)
    return row
