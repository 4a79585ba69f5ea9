"""What the pages of customers cost: statements, milliseconds (by the clock, and of our own CPU, in
which SQLite works too) and bytes of each, warm.

Load a bureau with ten thousand customers first, then look:
QIANPI_DEMO=1 QIANPI_DATA=/tmp/many ./dev manage demo_data --scale 200
QIANPI_DEMO=1 QIANPI_DATA=/tmp/many .venv/bin/python benchmarks/customers.py [rounds]
"""

import os
import statistics
import sys
import time
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

from registry.customers.models import Customer, Protection  # noqa: E402
from registry.grading.models import GradingRun  # noqa: E402
from registry.org.models import Person  # noqa: E402
from registry.revenue.models import Revenue  # noqa: E402

LIST = "/customers/"
FLAGS = ("policy", "one_off", "special", "provisional", "late", "owed", "moves")
Ask = tuple[str, str, str, dict[str, str]]


def asks() -> list[Ask]:
    """(what, who, path, form): a form is posted, an empty one is a page that is read."""
    many = Customer.objects.exclude(code=None).order_by("-pk")[0]
    rich = Revenue.objects.order_by("customer").values_list("customer", flat=True)[0]
    held = Protection.objects.order_by("pk")[0]
    form = {"name": "东屿茶业公司", "title": "x", "kind": "registration", "unit": ""}
    found: list[Ask] = [
        ("list", "director", LIST, {}),
        ("list, unit's own", "wang", LIST, {}),
        ("list, page 300", "director", f"{LIST}?page=300", {}),
        *((f"list, {flag}", "director", f"{LIST}?flag={flag}", {}) for flag in FLAGS),
        ("list, tier and unit", "director", f"{LIST}?tier=gold&unit={many.unit_id}", {}),
        ("list, industry", "director", f"{LIST}?industry=trade", {}),
        *((f"list by {sort}", "director", f"{LIST}?sort={sort}", {}) for sort in ("tier", "new")),
        ("search 茶", "director", f"{LIST}?q=茶", {}),
        ("search by name", "director", f"{LIST}?q={many.name}", {}),
        ("search initials", "director", f"{LIST}?q=csh", {}),
        ("search by id", "director", f"{LIST}?q={many.code}", {}),
        ("search, nothing", "director", f"{LIST}?q=没有这家", {}),
        ("customer", "director", f"{LIST}{many.pk}/", {}),
        ("customer, revenue", "director", f"{LIST}{rich}/", {}),
        ("customer, protected", "director", f"{LIST}{held.customer_id}/", {}),
        ("ledger", "director", f"{LIST}{rich}/revenue/", {}),
        ("history", "director", f"{LIST}{rich}/history/", {}),
        ("protections", "director", "/protections/", {}),
        ("arrears", "director", "/revenue/arrears/", {}),
        ("gradings", "director", "/gradings/", {}),
        ("announcements", "li", "/announcements/", {}),
        ("form, a customer", "li", "/requests/new/proposal/", {}),
        ("form, registration", "li", "/requests/new/registration/", {}),
        ("route, look-alikes", "li", "/requests/route/registration/", form),
        ("customers offered", "li", "/requests/customers/proposal/?q=cy", {}),
    ]
    run = GradingRun.objects.order_by("-total", "-pk").first()
    if run is not None:
        page = f"/gradings/{run.pk}/"
        found += [(f"grading of {run.total}", "director", page, {})]
        found += [("grading, all", "director", f"{page}?view=all", {})]
    return found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    settings.ALLOWED_HOSTS = ["testserver"]
    clients: dict[str, Client] = {}
    print(f"{Customer.objects.count()} customers, {connection.vendor}")
    print(f"{'':22}{'status':>7}{'statements':>11}{'ms':>7}{'CPU':>8}{'kB':>7}")
    for what, who, path, form in asks():
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
            f"{what:22}{answer.status_code:>7}{len(captured):>11}{ms:>7.0f}{cpu:>8.0f}{size:>7.0f}"
        )


if __name__ == "__main__":
    main()
