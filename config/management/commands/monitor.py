"""`manage.py monitor`: the cases whose open step nobody may decide today, bureau by bureau."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F
from django.utils import timezone

from approvals import reorganise
from registry.org.models import Unit


class Command(BaseCommand):
    help = "List the cases that wait for nobody who may decide. Status 1 if there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        stalled = [
            case
            for bureau in Unit.objects.filter(bureau=F("pk")).order_by("path")
            for case in reorganise.nobody_can_decide(bureau.pk, timezone.now())
        ]
        for case in stalled:
            self.stdout.write(f"{case.bureau}: {case.number} {case.title} ({case.step})")
        if stalled:
            raise CommandError(f"Nobody can decide in {len(stalled)} cases.", returncode=1)
        self.stdout.write("Every open step has somebody who can decide it.")
