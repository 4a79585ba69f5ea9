"""What the pages of cases cost: inbox, case, overview, monitor, lists and papers.

Load a bureau with some 230 000 cases first (SQLite: 14 GB, eight minutes of CPU), then look. With 450
in place of 1000 they are 104 000 (PostgreSQL: 3.4 GB, seven minutes of CPU, and VACUUM ANALYZE before
looking: a new index is read alone only once its table was vacuumed).
QIANPI_DEMO=1 QIANPI_DATA=/tmp/many ./dev manage demo_data --scale 1000
QIANPI_DEMO=1 QIANPI_DATA=/tmp/many .venv/bin/python benchmarks/cases.py [rounds]
"""

from asked import Ask, report
from django.db.models import Count

from approvals.models import Assignment, Case
from approvals.waiting import DUES, ORDERS
from documents.models import Paper

INBOX = "/inbox/"


def asks() -> list[Ask]:
    """The busiest director's day, and what leaders look at."""
    rows = Assignment.objects.filter(state=Assignment.State.OPEN).values("person__username")
    busiest = rows.annotate(n=Count("pk")).order_by("-n")[0]["person__username"]
    row = Assignment.objects.filter(state=Assignment.State.OPEN, person__username=busiest)[0]
    done = Case.objects.exclude(number="").order_by("-round", "-pk")[0]
    paper = Paper.objects.order_by("pk")[0]
    headed = Case.objects.filter(applicant__username="li").order_by("-pk")[0]
    return [
        ("inbox", busiest, INBOX, {}),
        *((f"inbox by {order}", busiest, f"{INBOX}?order={order}", {}) for order in ORDERS),
        ("inbox, one kind", busiest, f"{INBOX}?kind=proposal", {}),
        *((f"inbox, due {due}", busiest, f"{INBOX}?due={due}", {}) for due in DUES),
        ("inbox, news", busiest, f"{INBOX}?news=1", {}),
        ("inbox, by process", busiest, f"{INBOX}?group=kind", {}),
        ("inbox, search 茶", busiest, f"{INBOX}?q=茶", {}),
        ("inbox, search initials", busiest, f"{INBOX}?q=cy", {}),
        ("case to decide", busiest, f"/cases/{row.case_id}/", {}),
        ("case, most rounds", "director", f"/cases/{done.pk}/", {}),
        ("decided", busiest, "/done/", {}),
        ("requested", "li", "/sent/", {}),
        ("copies", "director", "/copies/", {}),
        ("notices", "director", "/notices/", {}),
        ("requested, search", "li", "/sent/?q=茶", {}),
        ("decided, search", busiest, "/done/?q=茶", {}),
        ("papers", "director", "/papers/", {}),
        ("papers, search", "director", "/papers/?q=茶", {}),
        ("papers, search number", "director", f"/papers/?q={paper.number}", {}),
        ("papers, search nothing", "director", "/papers/?q=没有的事", {}),
        ("papers, another year", "director", "/papers/?year=2019", {}),
        ("overview", "director", "/overview/", {}),
        ("case, as unit head", "wang", f"/cases/{headed.pk}/", {}),
        ("papers of a unit", "wang", "/papers/", {}),
        ("papers of a unit, search", "wang", "/papers/?q=没有的事", {}),
        ("papers, a manager", "li", "/papers/", {}),
        ("papers, a planner", "planner", "/papers/", {}),
        ("case, as planner", "planner", f"/cases/{done.pk}/", {}),
        ("overview, one unit", "wang", "/overview/", {}),
        ("monitor", "director", "/monitor/", {}),
    ]


if __name__ == "__main__":
    report(f"{Case.objects.count()} cases", asks())
