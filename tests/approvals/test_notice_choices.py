"""Each is told as they chose: by mail at once, once a day or not, in their language, in a chat."""

from datetime import timedelta

import pytest

from approvals import channels, notice_choices, outbox
from approvals.digests import send_digests
from approvals.models import Message, Notice, NoticeChoice
from tests.cast import decide, draft, submit

CHOSEN = {
    "mail": "each",
    "language": "zh-hans",
    "channel": "",
    "channel_key": "",
    "muted": [],
    "opens_next": True,
}


def deliver():
    while outbox.deliver_batch():
        pass


@pytest.fixture
def robot(monkeypatch):
    """What robots were given, as (address, title); `robot.works` says whether they take it."""

    class Robot:
        works = True

        def __init__(self):
            self.told = []

        def send(self, choice, notice):
            if self.works:
                self.told.append((channels.address_of(choice), notice.title))
            return self.works

    found = Robot()
    monkeypatch.setattr(channels, "send", found.send)
    return found


def test_a_mail_has_its_text_and_its_html(cast, mailoutbox):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    html = mailoutbox[0].alternatives[0]
    assert html.mimetype == "text/html" and case.title in mailoutbox[0].body
    assert "打开事项" in html.content and "请登录系统办理" in html.content


def test_who_chose_english_is_mailed_in_english(cast, mailoutbox):
    notice_choices.choose(cast.wang, **CHOSEN | {"language": "en"})
    case = submit(cast, draft(cast, "5000"))
    deliver()
    assert mailoutbox[0].subject == f"For you to decide: {case.title}"
    assert "Open the case" in mailoutbox[0].alternatives[0].content


def test_what_is_in_a_title_is_no_html(cast, mailoutbox):
    submit(cast, draft(cast, "5000", title="<b>春茶</b>"))
    deliver()
    assert "<b>春茶</b>" not in mailoutbox[0].alternatives[0].content


@pytest.mark.parametrize("mail", ["digest", "none"])
def test_who_wants_no_single_mails_gets_none_and_still_has_the_notice(cast, mailoutbox, mail):
    notice_choices.choose(cast.wang, **CHOSEN | {"mail": mail})
    submit(cast, draft(cast, "5000"))
    deliver()
    assert not mailoutbox and Notice.objects.filter(person=cast.wang).count() == 1
    assert not Message.objects.filter(sent_at=None).exists()


def test_a_digest_comes_once_with_all_that_happened(cast, mailoutbox):
    notice_choices.choose(cast.wang, **CHOSEN | {"mail": "digest"})
    for title in ("春茶", "月饼"):
        submit(cast, draft(cast, "5000", title=title))
    deliver()
    morning = cast.later(hours=1)
    assert send_digests(morning) == 1 and send_digests(morning) == 0
    body = mailoutbox[0].body
    assert mailoutbox[0].subject == "2 条新通知" and "2 项等您办理" in body
    assert "春茶" in body and "月饼" in body
    assert send_digests(morning + timedelta(days=1)) == 0


def test_what_is_muted_is_not_mailed_and_what_asks_for_a_verdict_cannot_be(cast, mailoutbox):
    notice_choices.choose(cast.li, **CHOSEN | {"muted": ["closed", "arrived"]})
    assert NoticeChoice.objects.get().muted == ["closed"]
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang)
    deliver()
    assert cast.li.email not in [to for mail in mailoutbox for to in mail.to]
    assert Notice.objects.filter(person=cast.li, topic="closed").exists()


def test_a_robot_is_told_once_however_often_the_message_comes(cast, robot):
    notice_choices.choose(cast.wang, **CHOSEN | {"channel": "wecom", "channel_key": "abc-12345"})
    case = submit(cast, draft(cast, "5000"))
    deliver()
    Message.objects.update(sent_at=None)
    deliver()
    assert robot.told == [("wecombot://abc-12345", case.title)]


def test_a_robot_that_does_not_answer_is_tried_again(cast, robot):
    notice_choices.choose(cast.wang, **CHOSEN | {"channel": "feishu", "channel_key": "abc-12345"})
    submit(cast, draft(cast, "5000"))
    robot.works = False
    deliver()
    assert "ChannelFailed" in Message.objects.get(topic="arrived").error
    robot.works = True
    Message.objects.update(tries=0)
    deliver()
    assert len(robot.told) == 1


@pytest.mark.parametrize(
    ("channel", "key"),
    [
        ("wecom", ""),
        ("wecom", "abc/../../x?y=1"),
        ("feishu", "https://example.com/hook/abcdefgh"),
        ("dingtalk", "a@b@cdefghijk"),
        ("dingtalk", "密钥密钥密钥密钥密钥"),
    ],
)
def test_only_a_key_is_taken_so_that_nobody_sends_elsewhere(cast, channel, key):
    with pytest.raises(notice_choices.NotAKey):
        notice_choices.choose(cast.wang, **CHOSEN | {"channel": channel, "channel_key": key})


@pytest.mark.parametrize(
    ("channel", "key"),
    [("wecom", "693a91f6-7xxx"), ("dingtalk", "SECabcdef12@9abcdef0"), ("feishu", "9abcdef0-12")],
)
def test_apprise_knows_where_each_robot_is(cast, channel, key):
    import apprise

    choice = notice_choices.choose(cast.wang, **CHOSEN | {"channel": channel, "channel_key": key})
    assert apprise.Apprise().add(channels.address_of(choice))


def test_the_page_keeps_what_is_chosen_and_says_what_is_wrong(cast, browse):
    wang = browse(cast.wang)
    assert "通知设置" in wang.get("/settings/notices/").content.decode()
    sent = {"mail": "digest", "language": "en", "channel": "wecom", "channel_key": "x"}
    answer = wang.post("/settings/notices/", sent)
    assert answer.status_code == 422 and "这不是该机器人的密钥" in answer.content.decode()
    assert wang.post("/settings/notices/", sent | {"channel_key": "abcdefgh1"}).status_code == 302
    kept = NoticeChoice.objects.get()
    assert (kept.mail, kept.language, kept.opens_next) == ("digest", "en", False)
