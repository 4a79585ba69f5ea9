"""Two workers that deliver the same batch: each message is mailed and told once."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core import mail

from approvals import mails
from approvals.models import Message, Notice
from approvals.outbox import deliver_batch
from tests.cast import Cast, draft, submit
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def deliver() -> int:
    """All that waits, as the worker's job does it."""
    done = 0
    while batch := deliver_batch(limit=10):
        done += batch
    return done


def two_workers(number: int):
    """A scene in which so many cases wait for Wang when two workers come."""

    def scene(cast: Cast) -> Scene:
        deliver()
        cases = [submit(cast, draft(cast, "5000")) for _n in range(number)]
        before = len(mail.outbox)

        def judge(outcomes: list[Outcome]) -> Iterator[str]:
            text = "\n".join(m.body for m in mail.outbox[before:]) + "\n"
            times = Counter(text.count(f"/cases/{case.pk}/\n") for case in cases)
            if times != {1: number}:
                yield f"mails a case, and of how many cases: {dict(times)}"
            if sum(o.value or 0 for o in outcomes) != number:
                yield f"{[o.value for o in outcomes]} of {number} messages were dealt with"
            if Notice.objects.filter(case__in=cases).count() != number:
                yield "not one notice a case"
            told = Message.objects.filter(body__case__in=[case.pk for case in cases])
            if set(told.values_list("tries", "error", "held_until")) != {(1, "", None)}:
                yield "a message was tried twice, or is still in hand"
            if told.filter(sent_at=None).exists():
                yield "a message waits for ever"

        return Scene([deliver, deliver], judge, point="approvals_message")

    return scene


@pytest.mark.parametrize("number", [3, mails.AT_ONCE + 4])
def test_two_workers_mail_and_tell_each_step_once(rounds: Rounds, number) -> None:
    assert rounds.hold(two_workers(number)) == []


@pytest.mark.parametrize("number", [3, mails.AT_ONCE + 4])
def test_without_locks_two_workers_clash_over_a_message(rounds: Rounds, number) -> None:
    assert rounds.without(two_workers(number))
