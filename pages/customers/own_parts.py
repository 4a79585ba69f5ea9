"""What the register itself shows of a customer: who it is, its tier, its revenue, its archive, its cases."""

from decimal import Decimal
from typing import Any

from approvals import access
from approvals.words import OPEN
from pages.customers.chart import bars
from pages.customers.parts import pair_of, part, rules_of
from pages.customers.reach import May
from pages.desk import Desk
from pages.refusals import why_not
from policy import definition as definition_policy
from policy import industries, periods
from policy.errors import PolicyError
from policy.ruling import Ruling
from registry.customers import agreements, archive, delegations, grades, responsible
from registry.customers.models import Customer
from registry.grading import definition
from registry.grading.models import GradingResult, GradingRun
from registry.projects import access as project_access
from registry.revenue import arrears, spending
from registry.revenue.models import Line

MONTHS = 12
SHOWN = 5


@part(10, "customers/_who.html")
def who(desk: Desk, customer: Customer, may: May) -> dict[str, Any]:
    """Who it is, whose it is, what it is called."""
    rules = rules_of(desk, customer)
    try:
        industry = industries.listed(**rules.given).get(customer.industry)
    except PolicyError:
        industry = None
    open_ = customer.holdings.filter(until=None).first()
    fits = responsible.fits(customer.unit, customer.responsible_unit)
    return {
        "since": open_ and open_.since,
        "industry": industry,
        "alone": None in customer.managers and pair_of(desk, customer),
        "misplaced": not (fits or delegations.is_entrusted(customer, desk.on)),
    }


@part(20, "customers/_grade.html")
def grade(desk: Desk, customer: Customer, may: May) -> dict[str, Any]:
    """The tier and why, line by line: by the last run that was confirmed, or as it was given."""
    last = grades.history_of(customer).first()
    confirmed = GradingResult.objects.filter(
        customer=customer, run__state=GradingRun.State.CONFIRMED, fault__isnull=True
    )
    result = confirmed.select_related("run").order_by("-run").first()
    ruling = last and last.ruling
    unit_ruling = last and last.unit_ruling
    settled = result and result.run.settled_at
    if result and settled and (last is None or settled >= last.entered_at):
        ruling, unit_ruling = result.ruling, result.unit_ruling
    listing = customer.listings.filter(ended_at=None).first() if customer.special_listing else None
    return {
        "last": last,
        "result": result,
        "ruling": Ruling.from_json(ruling) if ruling else None,
        "unit_ruling": Ruling.from_json(unit_ruling) if unit_ruling else None,
        "listing": listing,
    }


@part(30, "customers/_definition.html")
def key_account(desk: Desk, customer: Customer, may: May) -> dict[str, Any]:
    """Whether it is a key account today, and by which way."""
    try:
        ruling = definition.ruling_of(customer, **rules_of(desk, customer).given)
    except PolicyError as error:
        return {"missing": why_not(error)}
    return {
        "ruling": ruling,
        "is_one": ruling.value != definition_policy.NO_KEY_ACCOUNT,
        "professional": ruling.value == definition_policy.PROFESSIONAL,
    }


@part(50, "customers/_agreements.html")
def signed(desk: Desk, customer: Customer, may: May) -> dict[str, Any]:
    return {"in_force": list(agreements.in_force(customer, desk.on)[:SHOWN])}


@part(60, "customers/_revenue.html")
def revenue(desk: Desk, customer: Customer, may: May) -> dict[str, Any]:
    """The last twelve months that are over, as bars and as a table; and what is owed."""
    last = periods.month(desk.on, -1)
    months = spending.by_month(customer, periods.month(last, 1 - MONTHS), last)
    used = [line for line in Line if any(line in by_line for _, by_line in months)]
    totals = [(month, sum(by_line.values(), Decimal(0))) for month, by_line in months]
    owed = arrears.owed(desk.on, customer.revenue.all())
    return {
        "bars": bars(totals),
        "lines": used,
        "rows": [
            (month, [by_line.get(line) for line in used], total)
            for (month, by_line), (_, total) in zip(months, totals, strict=True)
        ],
        "total": sum((total for _, total in totals), Decimal(0)),
        "owed": arrears.total(owed),
    }


@part(70, "customers/_archive.html")
def filed(desk: Desk, customer: Customer, may: May) -> dict[str, Any]:
    """When the archive was brought up to date, and when it is due."""
    try:
        return {"due": archive.due(customer, **rules_of(desk, customer).given)}
    except PolicyError as error:
        return {"missing": why_not(error)}


@part(75, "customers/_projects.html")
def projects(desk: Desk, customer: Customer, may: May) -> dict[str, Any] | None:
    """The approved projects with the customer that the reader may see, the latest first."""
    mine = project_access.visible_to(desk.person, desk.posts).filter(customer=customer)
    rows = mine.select_related("unit", "key").order_by("-entered_on", "-pk")[: SHOWN + 1]
    found = list(rows)
    return {"projects": found[:SHOWN], "more": len(found) > SHOWN} if found else None


@part(80, "customers/_cases.html")
def cases(desk: Desk, customer: Customer, may: May) -> dict[str, Any] | None:
    """Of the cases of the customer those that the reader may read: what is open, and what ended last."""
    mine = access.visible_to(desk.person, desk.on, desk.posts).filter(customer=customer)
    rows = mine.select_related("unit", "applicant").order_by("-submitted_at", "-pk")
    under_way = list(rows.filter(status__in=OPEN)[: SHOWN + 1])
    ended = list(rows.exclude(status__in=OPEN).exclude(number="")[: SHOWN + 1])
    return {
        "under_way": under_way[:SHOWN],
        "ended": ended[:SHOWN],
        "more": len(under_way) > SHOWN or len(ended) > SHOWN,
    }
