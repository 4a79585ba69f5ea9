"""Check what must always hold in the whole database."""

from typing import Any

from django.core.management.base import BaseCommand

from approvals.invariants import check_all


class Command(BaseCommand):
    help = "Check the invariants of all cases. Exit status 1 and a line for each fault."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = check_all()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise SystemExit(1)
        self.stdout.write("All invariants hold.")
