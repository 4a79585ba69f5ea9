"""Each is told as they chose: by mail at once, once a day or not, in their language, in a chat."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest

from approvals import channels, digests, notice_choices, outbox
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


def test_an_address_that_is_refused_keeps_nobody_else_from_their_digest(
    cast, mailoutbox, monkeypatch
):
    for person in (cast.wang, cast.li):
        notice_choices.choose(person, **CHOSEN | {"mail": "digest"})
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang)
    deliver()
    sending = digests.send

    def send(person, *args, **kwargs):
        if person == cast.wang:
            raise SMTPRecipientsRefused({person.email: (550, b"no such user")})
        sending(person, *args, **kwargs)

    submit(cast, draft(cast, "5000"))
    deliver()
    monkeypatch.setattr(digests, "send", send)
    with pytest.raises(SMTPRecipientsRefused):
        send_digests(cast.later(hours=1))
    assert [mail.to for mail in mailoutbox] == [[cast.li.email]]
    monkeypatch.undo()
    assert send_digests(cast.later(hours=1)) == 1, "who was refused is tried again, the others not"


def test_everybody_gets_their_digest_however_many_they_are(cast, mailoutbox, monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 1)
    for person in (cast.wang, cast.li):
        notice_choices.choose(person, **CHOSEN | {"mail": "digest"})
    case = submit(cast, draft(cast, "5000"))
    submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang)
    deliver()
    assert send_digests(cast.later(hours=1)) == 2 and len(mailoutbox) == 2


def test_what_is_noted_late_stands_in_the_next_digest(cast, mailoutbox):
    notice_choices.choose(cast.wang, **CHOSEN | {"mail": "digest"})
    submit(cast, draft(cast, "5000", title="早的"))
    deliver()
    submit(cast, draft(cast, "5000", title="晚的"))
    assert send_digests(cast.later(hours=1)) == 1, "before the outbox got to the second one"
    deliver()
    assert send_digests(cast.later(days=1)) == 1
    assert ["早的" in mail.body for mail in mailoutbox] == [True, False]
    assert ["晚的" in mail.body for mail in mailoutbox] == [False, True]


def test_a_long_digest_says_how_much_it_leaves_out(cast, mailoutbox, monkeypatch):
    monkeypatch.setattr(digests, "LISTED", 1)
    notice_choices.choose(cast.wang, **CHOSEN | {"mail": "digest"})
    for title in ("春茶", "月饼", "贺卡"):
        submit(cast, draft(cast, "5000", title=title))
    deliver()
    send_digests(cast.later(hours=1))
    assert mailoutbox[0].subject == "3 条新通知" and "另有 2 条" in mailoutbox[0].body


def test_who_comes_back_to_digests_is_not_told_again_what_came_singly(cast, mailoutbox):
    notice_choices.choose(cast.wang, **CHOSEN | {"mail": "digest"})
    submit(cast, draft(cast, "5000", title="第一"))
    deliver()
    send_digests(cast.later(hours=1))
    notice_choices.choose(cast.wang, **CHOSEN)
    cast.later(days=3)
    submit(cast, draft(cast, "5000", title="第二"))
    deliver()
    cast.later(days=3)
    notice_choices.choose(cast.wang, **CHOSEN | {"mail": "digest"})
    submit(cast, draft(cast, "5000", title="第三"))
    deliver()
    send_digests(cast.later(hours=1))
    assert "第三" in mailoutbox[-1].body and "第二" not in mailoutbox[-1].body
