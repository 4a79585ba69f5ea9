"""Loads the demo bureau: its files through the importers, its year through the actions."""

from datetime import date, datetime, time
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from approvals import measuring
from approvals.models import Message
from config.demo import copies, crowds, ledgers, managing, phrases, probating, projects
from config.demo.business import happenings
from config.demo.cast import PASSWORD
from config.demo.clock import Clock
from config.demo.contesting import contests
from config.demo.contracting import contracts
from config.demo.deciding import decisions
from config.demo.developing import developments
from config.demo.discounting import counting_apart, grants
from config.demo.stories import stories
from config.demo.telling import Told, tell
from policy.calendar import SHANGHAI
from registry.imports import loading
from registry.org.models import Person, Unit

SAMPLES = Path(__file__).parent / "samples"
SUBJECTS = ("units", "people", "posts", "customers")
JOINED = datetime.combine(date(2024, 1, 2), time(9), tzinfo=SHANGHAI)


class NotEmpty(Exception):
    """The database holds units or people already: the demo bureau is loaded only into an empty one."""

    def __str__(self) -> str:
        return str(self.__doc__)


def load(*, today: date, scale: int = 1) -> None:
    """The demo bureau as it is on the morning of `today`: its year all or nothing, copies by the batch.

    scale   multiplies the history: 1000 makes some 230 000 cases and 10 000 customers
    raises  NotEmpty
    """
    with transaction.atomic():
        _enter(today)
    copies.multiply(scale)  # one transaction of millions of rows would slow down as it grows
    with transaction.atomic():
        crowds.multiply(scale, today)
        measuring.catch_up(datetime.combine(today, time(9), tzinfo=SHANGHAI))
        Message.objects.filter(sent_at=None).update(sent_at=F("at"))  # old news: nobody is mailed


def _enter(today: date) -> None:
    """The bureau and its year, as its people would have entered them."""
    if Unit.objects.exists() or Person.objects.exists():
        raise NotEmpty
    for subject in SUBJECTS:
        loading.load(subject, (SAMPLES / f"{subject}.csv").read_bytes(), at=JOINED)
    # One hash for all: a hash of its own for each takes as long as all the rest.
    Person.objects.update(password=make_password(PASSWORD), is_demo=True, date_joined=JOINED)
    phrases.share()
    counting_apart(today, JOINED)
    ledgers.enter(today)
    also: list[Told] = [
        managing.Registering(today),
        *happenings(today),
        *developments(today),
        *grants(today),
        *contracts(today),
        *contests(today),
        *probating.trainings(today),
        *decisions(today),
    ]
    tell(list(stories()), Clock(today), also=also)
    projects.book(today)
