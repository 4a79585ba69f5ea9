"""What the pages of customers cost.

Load a bureau with ten thousand customers first, then look:
QIANPI_DEMO=1 QIANPI_DATA=/tmp/many ./dev manage demo_data --scale 200
QIANPI_DEMO=1 QIANPI_DATA=/tmp/many .venv/bin/python benchmarks/customers.py [rounds]
"""

from asked import Ask, report

from registry.customers.models import Customer, Protection
from registry.grading.models import GradingRun
from registry.revenue.models import Revenue

LIST = "/customers/"
FLAGS = ("policy", "one_off", "special", "provisional", "late", "owed", "moves")


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


if __name__ == "__main__":
    report(f"{Customer.objects.count()} customers", asks())
