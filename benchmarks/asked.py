"""Pages that are asked for again and again, warm: statements, milliseconds (by the clock, and of our own
CPU, in which SQLite works too) and bytes of each.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from registry.org.models import Person  # noqa: E402

Ask = tuple[str, str, str, dict[str, str]]


def report(about: str, asks: Iterable[Ask]) -> None:
    """A line for each (what, who, path, form): a form is posted, an empty one is a page that is read."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    settings.ALLOWED_HOSTS = ["testserver"]
    clients: dict[str, Client] = {}
    print(f"{about}, {connection.vendor}")
    print(f"{'':26}{'status':>7}{'statements':>11}{'ms':>7}{'CPU':>8}{'kB':>7}")
    for what, who, path, form in asks:
        if who not in clients:
            clients[who] = Client()
            clients[who].force_login(Person.objects.get(username=who))
        taken, used = [], []
        for _ in range(rounds + 1):
            with CaptureQueriesContext(connection) as captured:
                began, busy, browser = time.perf_counter(), time.process_time(), clients[who]
                answer = browser.post(path, form) if form else browser.get(path)
                taken.append((time.perf_counter() - began) * 1000)
                used.append((time.process_time() - busy) * 1000)
        ms, cpu = (statistics.median(found[1:]) for found in (taken, used))
        size = len(answer.content) / 1024
        print(
            f"{what:26}{answer.status_code:>7}{len(captured):>11}{ms:>7.0f}{cpu:>8.0f}{size:>7.0f}"
        )
