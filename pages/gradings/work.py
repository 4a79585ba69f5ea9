"""Counting and writing of a grading as long work: piece by piece, left and found again."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import works
from approvals.models import Work
from approvals.works import Piece
from pages.desk import Desk
from registry.grading import runs
from registry.grading.models import GradingRun

KIND = "grading"


def _told(work: Work) -> str:
    return _("All customers are done.")


def _url(work: Work) -> str:
    return reverse("grading", args=[work.asked["run"]])


@works.does(KIND, gettext_lazy("Grading of customers"), told=_told, url=_url)
def go_on(work: Work) -> Iterator[Piece]:
    """Go on with the run that the work names, until it waits for somebody or is done."""
    run = GradingRun.objects.get(pk=work.asked["run"])
    more = True
    while more:
        more = runs.go_on(run)
        run.refresh_from_db()
        yield Piece(run.done, run.total, result=None if more else {"state": run.state})


def begin(desk: Desk, run: GradingRun) -> Work:
    """The work that counts or writes the run, as it is now; asked for once."""
    return works.ask(
        kind=KIND,
        owner=desk.person,
        bureau=run.bureau,
        at=desk.now,
        key=_key(run),
        run=run.pk,
    )


def _key(run: GradingRun) -> UUID:
    return uuid5(NAMESPACE_URL, f"qianpi-grading:{run.pk}:{run.state}")
