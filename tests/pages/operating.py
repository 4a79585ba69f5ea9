"""For the table of addresses: a row in each table of the operators' window."""

from axes.models import AccessAttempt
from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django_q.models import Schedule, Task

from config.window.tables import TABLES, Table
from tests.cast import Cast


def name_of(table: Table) -> str:
    """How the names of its addresses begin."""
    return f"window:{table.model.replace('.', '_').lower()}"


class Operating:
    """A job, one that failed, and a log-in that did; the rest is there with any case."""

    def __init__(self, cast: Cast) -> None:
        Schedule.objects.create(name="deliver", func="config.jobs.deliver", minutes=1)
        Task.objects.create(
            id="f" * 32,
            name="works",
            func="config.jobs.do_works",
            result="OSError: no space is left",
            started=cast.now,
            stopped=cast.now,
            success=False,
        )
        AccessAttempt.objects.create(
            username="li",
            ip_address="10.0.0.7",
            failures_since_start=3,
            post_data="password=sesame",
        )

    @staticmethod
    def row(table: Table) -> Model:
        return apps.get_model(table.model)._default_manager.latest("pk")

    def address(self, url: str, about: str) -> str | None:
        for table in TABLES:
            if url == f"{name_of(table)}_change":
                return reverse(url, args=[self.row(table).pk])
        return None
