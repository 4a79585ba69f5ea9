"""What the worker does and when; the only module that knows the queue behind it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from time import monotonic

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from approvals import (
    clocks,
    deadlines,
    digests,
    invariants,
    measuring,
    outbox,
    reorganise,
    works,
)
from workflows.discount import clock as discounts
from workflows.expiry import clock as protections
from workflows.probation import beginning as probations

log = logging.getLogger("qianpi.jobs")


@dataclass(frozen=True, kw_only=True)
class Job:
    """One function of this module and its time: every so many minutes, or daily at an hour."""

    name: str
    function: Callable[[], int]
    every_minutes: int | None = None
    daily_at: time | None = None

    @property
    def path(self) -> str:
        """The dotted path under which the worker finds the function."""
        return f"{self.function.__module__}.{self.function.__name__}"

    def first_run(self, now: datetime) -> datetime:
        """The next moment that this job is due, seen from `now`."""
        if self.daily_at is None:
            return now
        local = timezone.localtime(now)
        due = local.replace(hour=self.daily_at.hour, minute=self.daily_at.minute, second=0)
        return due if due > local else due + timedelta(days=1)


def deliver() -> int:
    """How many messages of the outbox were delivered; goes on until it is empty or a minute is over.

    The next run goes on then: a mail server that is slow must not keep the other jobs waiting.
    """
    delivered, end = 0, monotonic() + 60
    while monotonic() < end and (batch := outbox.deliver_batch(limit=10)):
        delivered += batch
    return delivered


def strike_clocks() -> int:
    """How many cases went on by themselves, as the time of their step is over."""
    struck, at = 0, timezone.now()
    while cases := clocks.sweep(at):
        struck += cases
    return struck


def sweep_deadlines() -> int:
    """How many cases were reminded of or escalated; goes on until a sweep finds none."""
    swept, at = 0, timezone.now()
    while cases := deadlines.sweep(at):
        swept += cases
    return swept


def do_works() -> int:
    """How many pieces of long work were gone on with."""
    return works.go_on()


@works.wake
def do_works_soon() -> None:
    """Somebody waits: a worker begins at once, not with its next round."""
    async_task("config.jobs.do_works")


def sweep_protections() -> int:
    """How many protected periods were reminded of, or are over."""
    return protections.sweep(timezone.now())


def alert_of_discounts() -> int:
    """How many discounts were alerted of that end soon."""
    return discounts.sweep(timezone.now())


def begin_probations() -> int:
    """How many training periods began, as somebody was appointed."""
    return probations.sweep(timezone.now())


def sweep_organisation() -> int:
    """How many cases went to other people, because posts and substitutions changed."""
    return reorganise.sweep(timezone.now())


def count_days() -> int:
    """How many days were counted for the overview; a minute at the most, the next run goes on."""
    end = monotonic() + 60
    return measuring.catch_up(timezone.now(), until=lambda: monotonic() > end)


def check_invariants() -> int:
    """How many broken invariants were found; each is an error in the log."""
    broken = list(invariants.check_all())
    for one in broken:
        log.error("An invariant is broken: %s", one)
    return len(broken)


def send_digests() -> int:
    """How many people were sent their mail of the day."""
    return digests.send_digests(timezone.now())


def clear_sessions() -> int:
    """Nothing to count: the sessions that have ended are deleted."""
    call_command("clearsessions")
    return 0


SCHEDULES = (
    Job(name="deliver", function=deliver, every_minutes=1),
    Job(name="clocks", function=strike_clocks, every_minutes=1),
    Job(name="deadlines", function=sweep_deadlines, every_minutes=5),
    Job(name="works", function=do_works, every_minutes=1),
    Job(name="protections", function=sweep_protections, every_minutes=5),
    Job(name="discounts", function=alert_of_discounts, every_minutes=60),
    Job(name="probations", function=begin_probations, every_minutes=5),
    Job(name="organisation", function=sweep_organisation, every_minutes=5),
    Job(name="count", function=count_days, every_minutes=10),
    Job(name="invariants", function=check_invariants, daily_at=time(2, 30)),
    Job(name="digests", function=send_digests, daily_at=time(8, 0)),
    Job(name="sessions", function=clear_sessions, daily_at=time(3, 10)),
)


def sync(*, now: datetime | None = None) -> None:
    """The queue's schedules are those of SCHEDULES: new ones are added, others removed."""
    moment = now or timezone.now()
    with transaction.atomic():
        Schedule.objects.exclude(name__in=[job.name for job in SCHEDULES]).delete()
        for job in SCHEDULES:
            daily = job.daily_at is not None
            row, _ = Schedule.objects.get_or_create(
                name=job.name, defaults={"func": job.path, "next_run": job.first_run(moment)}
            )
            row.func = job.path
            row.schedule_type = Schedule.DAILY if daily else Schedule.MINUTES
            row.minutes = None if daily else job.every_minutes
            row.repeats = -1
            if row.next_run is None:
                row.next_run = job.first_run(moment)
            row.save()
