"""A worker that dies at any statement of a delivery: another one completes it, and tells once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from approvals import mails
from approvals.models import Message, Notice
from approvals.outbox import LEASE, deliver_batch
from tests.cast import Cast, draft, submit
from tests.crash.harness import Breaker

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


class Killed(BaseException):
    """The worker's process ends here; nothing in the product catches it."""


def killed() -> None:
    raise Killed


def dies_at(statement: int, when: str, now) -> bool:
    """Deliver with a worker that dies there; whether it came so far."""
    with connection.execute_wrapper(Breaker(statement, when, killed)):
        try:
            deliver_batch(clock=lambda: now)
        except Killed:
            return True
    return False


def begin_anew(bodies: dict[int, dict]) -> None:
    """Nothing was delivered yet."""
    mail.outbox.clear()
    Notice.objects.all().delete()
    for pk, body in bodies.items():
        fresh = {"body": body, "tries": 0, "sent_at": None, "held_until": None, "error": ""}
        Message.objects.filter(pk=pk).update(**fresh)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [1, mails.AT_ONCE + 1])
def test_a_worker_that_dies_loses_no_mail_and_doubles_no_notice(cast: Cast, number, when) -> None:
    cases = [submit(cast, draft(cast, "5000")) for _n in range(number)]
    bodies = dict(Message.objects.values_list("pk", "body"))
    now, statement = cast.later(), 0
    while True:
        statement += 1
        begin_anew(bodies)
        if not dies_at(statement, when, now):
            break
        while deliver_batch(clock=lambda: now + LEASE + timedelta(hours=1)):
            pass
        text = "\n".join(m.body for m in mail.outbox) + "\n"
        times = [text.count(f"/cases/{case.pk}/\n") for case in cases]
        assert min(times) >= 1 and max(times) <= 2, (statement, times)
        assert Notice.objects.filter(person=cast.wang).count() == number, statement
        assert not Message.objects.filter(sent_at=None).exists(), statement
    assert statement > 8
