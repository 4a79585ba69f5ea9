"""Tell people in the chat of their office: a robot of WeCom, DingTalk or Feishu gets what the notice says.

As with mails, a message of the robot leads to a page and decides nothing.
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.models import Message, Notice, NoticeChoice
from approvals.notices import OF_NO_CASE, TOLD_AS_IT_IS, WHILE_OPEN
from approvals.outbox import handles

SCHEMES = {
    NoticeChoice.Channel.WECOM: "wecombot",
    NoticeChoice.Channel.DINGTALK: "dingtalk",
    NoticeChoice.Channel.FEISHU: "feishu",
}


class ChannelFailed(Exception):
    """The robot of a chat did not take what was to be told."""


@handles("arrived", "closed", "withdrawn", *OF_NO_CASE, *WHILE_OPEN, *TOLD_AS_IT_IS)
def tell_in_chats(message: Message) -> None:
    """What was just noted for people who have a robot; each is told once, however often it is tried."""
    told = {f"{message.key}:{pk}" for pk in message.body.get("chatted", [])}
    noted = Notice.objects.filter(case=message.body["case"], at=message.at)
    failed = 0
    for notice in noted.select_related("person__notice_choice").order_by("pk"):
        choice = getattr(notice.person, "notice_choice", None)
        ours = notice.key == f"{message.key}:{notice.person_id}" and notice.key not in told
        if not ours or choice is None or not choice.channel or notice.topic in choice.muted:
            continue
        if notice.person_id == message.body.get("actor") or not notice.person.is_active:
            continue
        if send(choice, notice):
            _note(message, notice.person_id)
        else:
            failed += 1
    if failed:
        raise ChannelFailed(f"{failed} of {message.key}")


def send(choice: NoticeChoice, notice: Notice) -> bool:
    """Whether the robot took it."""
    import apprise  # slow to load, and most installations never need it

    robot = apprise.Apprise()
    robot.add(address_of(choice))
    with override(choice.language):
        title = f"{notice.get_topic_display()}{_(': ')}{notice.title}"
        link = f"{settings.SITE_URL}{notice.path or f'/cases/{notice.case_id}/'}"
        return bool(robot.notify(title=title, body="\n".join(filter(None, [notice.note, link]))))


def address_of(choice: NoticeChoice) -> str:
    """Where apprise sends it: the scheme is ours, the key was checked when it was chosen."""
    return f"{SCHEMES[NoticeChoice.Channel(choice.channel)]}://{choice.channel_key}"


def _note(message: Message, person_id: int) -> None:
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        row.body["chatted"] = [*row.body.get("chatted", []), person_id]
        row.save(update_fields=["body"])
