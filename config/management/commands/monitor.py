"""`manage.py monitor`: what stands still, bureau by bureau; the same lists as on the monitor page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F
from django.utils import timezone

from approvals import monitor
from approvals.monitor import Late, Listed
from documents import alarms
from registry.org.models import Unit

EVERYTHING = 1_000


class Command(BaseCommand):
    help = (
        "List the cases that nobody may decide, that are overdue, suspended, or lost from their flow, "
        "and the papers that can't be made. Status 1 if somebody must see to them: nobody may decide, lost, "
        "not made."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at, stuck, papers = timezone.now(), 0, 0
        for bureau in Unit.objects.filter(bureau=F("pk")).order_by("path"):
            found = monitor.watched(bureau, at, EVERYTHING)
            self._list(bureau, "nobody can decide", found.stalled)
            self._list(bureau, "lost from its flow", found.lost)
            self._list(bureau, "overdue", found.overdue)
            self._list(bureau, "suspended", found.suspended)
            unmade = alarms.unmade(bureau.pk)
            for paper in unmade[:EVERYTHING]:
                self.stdout.write(f"{bureau}: paper not made: {paper.number} ({paper.error})")
            stuck += found.stalled.count + found.lost.count
            papers += unmade.count()
        if stuck:
            raise CommandError(f"{stuck} cases can't go on by themselves.", returncode=1)
        if papers:
            raise CommandError(f"{papers} papers can't be made.", returncode=1)
        self.stdout.write("Every open step has somebody who can decide it.")

    def _list(self, bureau: Unit, what: str, found: Listed) -> None:
        for row in found.rows:
            case = row.case if isinstance(row, Late) else row
            self.stdout.write(f"{bureau}: {what}: {case.number} {case.title} ({case.step})")
        if found.more:
            self.stdout.write(f"{bureau}: {what}: and {found.more} more")
