"""`manage.py worker`: the process that does what the pages leave for later."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from config import jobs


class Command(BaseCommand):
    help = "Write the schedules down and work on them until SIGTERM or Ctrl-C."
    requires_system_checks = "__all__"

    def handle(self, *args: Any, **options: Any) -> None:
        jobs.sync()
        call_command("qcluster")
