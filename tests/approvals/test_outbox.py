"""The outbox: who has a message in hand, what a dead or slow worker leaves, and when mail is sent."""

import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections, transaction

from approvals import mails, outbox
from approvals.models import Case, Message, Notice
from approvals.outbox import LEASE, MAX_TRIES, deliver_batch
from tests.cast import decide, draft, submit

real = pytest.mark.django_db(transaction=True)  # transactions that end, as in the worker
MOMENT = timedelta(microseconds=1)


class Killed(BaseException):
    """The worker's process ends here."""


class Watched(EmailBackend):
    """A mailbox that knows whether a transaction was open while mail was sent."""

    inside: list[bool] = []

    def send_messages(self, messages):
        self.inside.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.fixture
def watched(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Watched"
    monkeypatch.setattr(Watched, "inside", [])
    return Watched.inside


@pytest.fixture
def worker(monkeypatch):
    """`worker(act)`: the only handler of arrived steps does `act(message, the number of its call)`."""
    calls = []

    def only(act):
        def handler(message):
            calls.append(message.pk)
            act(message, len(calls))

        monkeypatch.setattr(outbox, "_handlers", {})
        outbox.handles("arrived")(handler)
        return calls

    return only


def arrived(cast):
    """One message, and the moment of it."""
    submit(cast, draft(cast, "5000"))
    return Message.objects.get(), cast.now


def at(moment):
    return lambda: moment


def again(message):
    message.refresh_from_db()
    return message


@real
def test_no_transaction_is_open_while_a_mail_is_sent(cast, watched):
    cases = [submit(cast, draft(cast, "50")) for _n in range(mails.AT_ONCE + 1)]
    deliver_batch()
    assert mail.outbox[0].subject == "6 项等您办理"
    for case in cases:
        decide(cast, case, cast.wang)
    submit(cast, draft(cast, "5000"))
    body = {"case": cases[0].pk, "actor": cast.zhao.pk, "people": [cast.li.pk]}
    Message.objects.create(topic="suspended", key="suspended:1", body=body, at=cast.now)
    deliver_batch()
    assert watched == [False] * len(mail.outbox) and len(mail.outbox) == 1 + 6 + 1 + 1


@real
def test_others_decide_while_a_mail_is_on_its_way(cast, monkeypatch):
    case = submit(cast, draft(cast, "5000"))
    found = []

    def decision():
        try:
            found.append(decide(cast, case, cast.wang).status)
        finally:
            connections.close_all()

    def slow(*args, **more):
        other = threading.Thread(target=decision)
        other.start()
        other.join(10)

    monkeypatch.setattr(mails, "send_mail", slow)
    deliver_batch(limit=1)
    assert found == ["recorded"] and Case.objects.get(pk=case.pk).status == "recorded"


@real
def test_nothing_is_delivered_inside_a_transaction(cast):
    message, _ = arrived(cast)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_batch()
    assert again(message).tries == 0 and mail.outbox == []


def test_a_message_in_hand_is_nobody_elses_until_its_time_is_over(cast, worker):
    message, now = arrived(cast)
    others = []

    def act(message, call):
        if call == 1:
            others.append(deliver_batch(clock=at(now + LEASE - MOMENT)))
            others.append(deliver_batch(clock=at(now + LEASE)))

    calls = worker(act)
    assert deliver_batch(clock=at(now)) == 1
    assert others == [0, 1] and len(calls) == 2
    assert again(message).sent_at == now + LEASE and message.held_until is None


def test_what_a_dead_worker_had_in_hand_goes_to_another(cast, worker):
    message, now = arrived(cast)

    def act(message, call):
        if call == 1:
            raise Killed

    calls = worker(act)
    with pytest.raises(Killed):
        deliver_batch(clock=at(now))
    assert deliver_batch(clock=at(now + LEASE - MOMENT)) == 0
    assert deliver_batch(clock=at(now + LEASE)) == 1 and len(calls) == 2
    assert again(message).sent_at == now + LEASE


def test_a_message_that_kills_each_worker_is_given_up(cast, worker):
    message, now = arrived(cast)

    def act(message, call):
        raise Killed

    calls = worker(act)
    for hour in range(100):
        try:
            deliver_batch(clock=at(now + timedelta(hours=hour)))
        except Killed:
            continue
    assert len(calls) == MAX_TRIES and again(message).sent_at is None


@pytest.mark.parametrize("fails", [False, True])
def test_a_slow_worker_changes_nothing_of_what_another_sent(cast, worker, fails):
    message, now = arrived(cast)

    def act(message, call):
        if call == 1:
            deliver_batch(clock=at(now + LEASE))
            if fails:
                raise OSError("too late")

    worker(act)
    deliver_batch(clock=at(now))
    assert (again(message).sent_at, message.error) == (now + LEASE, "")
    assert deliver_batch(clock=at(now + timedelta(days=1))) == 0


def test_a_slow_worker_that_fails_takes_nothing_from_the_hand_of_another(cast, worker):
    message, now = arrived(cast)
    late = now + LEASE
    seen = []

    def act(message, call):
        if call == 1:
            with pytest.raises(Killed):
                deliver_batch(clock=at(late))
            raise OSError("too late")
        if call == 2:
            raise Killed  # it has the message in hand, and is not heard of again

    worker(act)
    deliver_batch(limit=1, clock=at(now))
    seen.append((again(message).held_until, message.error))
    assert seen == [(late + LEASE, "")]
    assert deliver_batch(clock=at(late)) == 0


def test_a_job_of_the_worker_ends_before_another_takes_its_message():
    assert timedelta(seconds=settings.Q_CLUSTER["timeout"]) <= LEASE


def test_a_worker_killed_between_mail_and_record_mails_again_and_tells_once(cast, monkeypatch):
    message, now = arrived(cast)

    def killed(*args):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(mails, "_note_mailed", killed)
        with pytest.raises(Killed):
            deliver_batch(clock=at(now))
    assert len(mail.outbox) == 1 and again(message).sent_at is None
    assert deliver_batch(clock=at(now + LEASE)) == 1
    assert [m.to for m in mail.outbox] == [["wang@example.com"]] * 2
    assert Notice.objects.filter(person=cast.wang).count() == 1


def test_a_second_delivery_mails_only_who_has_none_yet(cast, monkeypatch):
    """Two are asked; the address of one is refused, and then accepted."""
    decide(cast, submit(cast, draft(cast, "12000")), cast.wang)
    sent = mails.send_mail

    def refuse(subject, text, sender, to, **more):
        if to == [cast.zhou.email]:
            raise SMTPRecipientsRefused({to[0]: (550, b"unknown")})
        sent(subject, text, sender, to, **more)

    with monkeypatch.context() as strict:
        strict.setattr(mails, "send_mail", refuse)
        deliver_batch(clock=at(cast.now))
    asked = Message.objects.filter(topic="arrived").latest("pk")
    assert asked.sent_at is None and "550" in asked.error
    assert [m.to for m in mail.outbox] == [["qian@example.com"]]
    deliver_batch(clock=at(cast.later(hours=1)))
    assert [m.to for m in mail.outbox] == [["qian@example.com"], ["zhou@example.com"]]
    assert again(asked).sent_at


def test_who_has_left_and_who_has_no_address_get_no_mail(cast, mailoutbox):
    cast.zhou.is_active, cast.qian.email = False, ""
    cast.zhou.save()
    cast.qian.save()
    for topic, people in (("copied", ["zhou", "qian", "ma"]), ("meeting", ["zhou", "qian"])):
        case = submit(cast, draft(cast, "5000"))
        body = {"case": case.pk, "people": [cast.people[p].pk for p in people]}
        Message.objects.create(topic=topic, key=topic, body=body, at=cast.now)
    deliver_batch()
    told = [m.to[0] for m in mailoutbox if m.to != ["wang@example.com"]]
    assert told == ["ma@example.com"] and not Message.objects.filter(sent_at=None).exists()


def test_a_digest_leaves_what_another_worker_has_in_hand(cast, mailoutbox):
    made = [submit(cast, draft(cast, "5000")) for _n in range(8)]
    now = cast.later()
    theirs = Message.objects.get(body__case=made[3].pk)
    Message.objects.filter(pk=theirs.pk).update(tries=1, held_until=now + LEASE)
    deliver_batch(clock=at(now))
    assert [m.subject for m in mailoutbox] == ["7 项等您办理"]
    assert f"/cases/{made[3].pk}/" not in mailoutbox[0].body
    deliver_batch(clock=at(now + LEASE))  # the other worker was dead
    assert len(mailoutbox) == 2 and f"/cases/{made[3].pk}/" in mailoutbox[1].body


def test_while_a_digest_is_on_its_way_nobody_takes_what_it_lists(cast, monkeypatch):
    for _n in range(8):
        submit(cast, draft(cast, "5000"))
    now, meanwhile = cast.later(), []
    monkeypatch.setattr(
        mails, "send_mail", lambda *a, **k: meanwhile.append(deliver_batch(clock=at(now)))
    )
    deliver_batch(clock=at(now))
    assert meanwhile == [0]
    assert not Message.objects.filter(sent_at=None).exists()
