"""What people are told, in the product and by mail: each event once, and only while it concerns them."""

from datetime import timedelta

import pytest
from django.core import mail

from approvals import channels, deadlines, mails, notices, outbox
from approvals.locking import locked
from approvals.models import Message, Notice
from approvals.move import Move
from approvals.outbox import deliver_batch
from tests.approvals.test_deadlines import DUE, REMINDED
from tests.cast import at_discussion, decide, draft, resubmit, row, submit, withdraw


def told(person):
    """The topics of a person's notices, oldest first."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("topic", flat=True))


def deliver():
    while deliver_batch():
        pass


def again():
    """The outbox hands everything over a second time."""
    Message.objects.update(sent_at=None)
    deliver()


def test_who_is_asked_and_whose_request_ends_are_told_once(cast):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    assert told(cast.wang) == ["arrived"] and told(cast.li) == []
    decide(cast, case, cast.wang)
    deliver()
    again()
    assert told(cast.wang) == ["arrived"] and told(cast.li) == ["closed"]
    notice = Notice.objects.get(person=cast.li)
    assert (notice.case_id, notice.title, notice.at) == (case.pk, case.title, cast.now)


def test_a_return_is_told_as_a_return(cast, mailoutbox):
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang, "returned", "写明客户")
    deliver()
    assert told(cast.li) == ["returned"]
    assert [m.subject for m in mailoutbox] == [f"您的申请被退回：{case.title}"]


def test_a_withdrawal_is_told_to_those_who_were_asked_then(cast):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    withdraw(cast, case)
    deliver()
    assert told(cast.wang) == ["arrived", "withdrawn"] and told(cast.li) == []


def test_the_withdrawal_of_a_returned_case_is_told_to_nobody(cast):
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang, "returned", "写明客户")
    withdraw(cast, case)
    deliver()
    assert not Notice.objects.filter(topic="withdrawn").exists()


def test_nobody_is_told_of_a_step_that_has_moved_on(cast, mailoutbox):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    deliver()
    assert told(cast.wang) == []
    assert sorted(m.to[0] for m in mailoutbox) == ["qian@example.com", "zhou@example.com"]


def test_the_same_step_in_the_next_round_is_another_event(cast):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    decide(cast, case, cast.wang, "returned", "写明客户")
    case.refresh_from_db()
    resubmit(cast, case)
    deliver()
    again()
    assert told(cast.wang) == ["arrived", "arrived"]


def test_the_chair_who_votes_too_is_told_once(cast, mailoutbox):
    at_discussion(cast)
    deliver()
    assert told(cast.director) == ["arrived"]
    assert [m.to for m in mailoutbox].count(["director@example.com"]) == 1


def test_a_reminder_an_escalation_and_who_is_asked_then_are_told(cast, mailoutbox):
    submit(cast, draft(cast, "5000"))
    deliver()
    for at in (REMINDED, DUE):
        deadlines.sweep(at)
        deliver()
    again()
    assert told(cast.wang) == ["arrived", "due_soon", "overdue"]
    assert told(cast.deputy) == ["arrived"] and told(cast.li) == []
    subjects = [m.subject for m in mailoutbox if m.to == ["wang@example.com"]]
    assert any(s.startswith("即将到期") for s in subjects)
    assert any(s.startswith("已超期") for s in subjects)


def test_no_reminder_is_mailed_of_a_step_that_was_decided_meanwhile(cast, mailoutbox):
    case = submit(cast, draft(cast, "5000"))
    deadlines.sweep(REMINDED)
    decide(cast, case, cast.wang, at=REMINDED)
    deliver()
    assert told(cast.wang) == []
    assert [m.to for m in mailoutbox] == [["li@example.com"]]


def test_a_mail_server_that_is_away_delays_the_mail_and_not_the_notice(cast, monkeypatch):
    submit(cast, draft(cast, "5000"))

    def away(*args, **more):
        raise OSError("mail server away")

    with monkeypatch.context() as broken:
        broken.setattr(mails, "send_mail", away)
        deliver_batch(limit=1)
    message = Message.objects.get(topic="arrived")
    assert message.sent_at is None and "mail server away" in message.error
    assert told(cast.wang) == ["arrived"] and mail.outbox == []
    deliver()
    assert told(cast.wang) == ["arrived"] and len(mail.outbox) == 1


def test_a_failed_message_is_tried_again_later_each_time_and_ten_times_at_most(cast, monkeypatch):
    submit(cast, draft(cast, "5000"))
    monkeypatch.setattr(outbox, "_handlers", {})
    tried = []

    def fail(message):
        tried.append(message.pk)
        raise OSError("away")

    outbox.handles("arrived")(fail)
    event = Message.objects.get().at
    for minute in range(0, 60):
        deliver_batch(clock=lambda m=minute: event + timedelta(minutes=m))
    assert len(tried) == 6  # at once, and after 2, 4, 8, 16 and 32 minutes
    for hour in range(1, 100):
        deliver_batch(clock=lambda h=hour: event + timedelta(hours=h))
    assert len(tried) == outbox.MAX_TRIES


@pytest.mark.parametrize(
    "cases, expected", [(mails.AT_ONCE, mails.AT_ONCE), (mails.AT_ONCE + 1, 1)]
)
def test_who_would_get_many_mails_gets_one(cast, mailoutbox, cases, expected):
    made = [submit(cast, draft(cast, "5000")) for _n in range(cases)]
    deliver()
    assert len(mailoutbox) == expected and len(told(cast.wang)) == cases
    text = "\n".join(m.body for m in mailoutbox)
    assert all(f"/cases/{case.pk}/" in text for case in made)


def test_a_digest_names_only_what_still_waits(cast, mailoutbox):
    made = [submit(cast, draft(cast, "5000")) for _n in range(8)]
    decide(cast, made[-1], cast.wang)
    deliver()
    digest = next(m for m in mailoutbox if m.to == ["wang@example.com"])
    assert digest.subject == "7 项等您办理"
    assert f"/cases/{made[-1].pk}/" not in digest.body
    assert [m.to for m in mailoutbox].count(["wang@example.com"]) == 1


def test_a_digest_of_one_takes_no_mail_from_another(cast, mailoutbox):
    """Six plans wait for Zhou and Qian both: each gets one mail of their own."""
    for _n in range(6):
        decide(cast, submit(cast, draft(cast, "12000")), cast.wang)
    deliver()
    assert sorted(m.to[0] for m in mailoutbox) == ["qian@example.com", "zhou@example.com"]


def test_a_digest_that_was_not_sent_is_sent_later_and_complete(cast, monkeypatch):
    for _n in range(6):
        submit(cast, draft(cast, "5000"))
    sent = mails.send_mail
    with monkeypatch.context() as broken:
        broken.setattr(mails, "send_mail", lambda *a, **k: (_ for _ in ()).throw(OSError("away")))
        deliver_batch(limit=1)
    assert mails.send_mail is sent and mail.outbox == []
    deliver()
    assert len(mail.outbox) == 1 and mail.outbox[0].subject == "6 项等您办理"


def tell(cast, case, topic, people, *, by=None, **body):
    """An event of the case, as an action writes it."""
    with locked(case.pk) as held:
        move = Move(held, by or cast.zhao, cast.later())
        move.tell(topic, Message.objects.count(), people=[p.pk for p in people], **body)
        move.write()


@pytest.mark.parametrize("topic", notices.TOLD_AS_IT_IS)
def test_the_people_of_an_event_are_told_wherever_the_case_stands(cast, mailoutbox, topic):
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang)
    deliver()
    mailoutbox.clear()
    tell(cast, case, topic, [cast.ma, cast.qian], note="客户要求暂停\n等候通知")
    deliver()
    again()
    assert told(cast.ma) == told(cast.qian) == [topic] and told(cast.zhao) == []
    assert [m.to for m in mailoutbox] == [["qian@example.com"], ["ma@example.com"]]
    label = Notice.Topic(topic).label
    assert {m.subject for m in mailoutbox} == {f"{label}：{case.title}"}
    assert "客户要求暂停\n等候通知" in mailoutbox[0].body
    assert f"/cases/{case.pk}/" in mailoutbox[0].body


def test_an_event_without_a_note_has_its_subject_and_link_alone(cast, mailoutbox):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    tell(cast, case, "copied", [cast.ma])
    deliver()
    paragraphs = mailoutbox[-1].body.split("\n\n")
    assert len(paragraphs) == 2 and paragraphs[0] == mailoutbox[-1].subject


def test_who_did_it_himself_gets_no_mail_of_it(cast, mailoutbox):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    mailoutbox.clear()
    tell(cast, case, "recalled", [cast.ma, cast.wang], by=cast.ma)
    deliver()
    assert [m.to for m in mailoutbox] == [["wang@example.com"]]


@pytest.mark.parametrize("decided", [False, True])
def test_who_is_urged_is_told_while_the_step_is_open(cast, mailoutbox, decided):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    mailoutbox.clear()
    asked = row(case, cast.wang)
    tell(cast, case, "urged", [cast.wang], by=cast.li, task=asked.task_id, note="客户在等")
    if decided:
        decide(cast, case, cast.wang)
    deliver()
    assert told(cast.wang) == (["arrived"] if decided else ["arrived", "urged"])
    assert [m.to[0] for m in mailoutbox if "客户在等" in m.body] == (
        [] if decided else ["wang@example.com"]
    )


def test_every_topic_is_told_in_the_product_a_withdrawal_by_no_mail_the_personal_in_no_chat():
    apart = {Notice.Topic.RETURNED}  # it is told as the step that arrives at the applicant
    for topic in set(Notice.Topic) - apart:
        told_by = {handler.__module__ for handler in outbox._handlers[topic]}
        mailed = topic != Notice.Topic.WITHDRAWN
        besides = {mails.__name__} if mailed else set()
        besides |= set() if topic in notices.PERSONAL else {channels.__name__}
        assert told_by == {notices.__name__} | besides


def test_what_came_after_the_page_stays_unread(cast):
    for _n in range(3):
        submit(cast, draft(cast, "5000"))
    deliver()
    mine = list(Notice.objects.filter(person=cast.wang).order_by("pk"))
    assert notices.mark_read(cast.wang, up_to=mine[1].pk, at=cast.now) == 2
    assert notices.mark_read(cast.wang, up_to=mine[1].pk, at=cast.later()) == 0
    assert [n.read_at is None for n in Notice.objects.order_by("pk")] == [False, False, True]


def test_nobody_marks_the_notices_of_another(cast):
    case = submit(cast, draft(cast, "5000"))
    deliver()
    assert row(case, cast.wang)
    assert notices.mark_read(cast.li, up_to=10**9, at=cast.now) == 0
    assert Notice.objects.get().read_at is None
