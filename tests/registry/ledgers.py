"""Words of the tests of revenue and grading: what a customer brought in, what the bureau took."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from stdnum.cn import uscc

from policy import periods
from registry.customers import grades, record
from registry.customers.grades import Graded
from registry.customers.models import Customer
from registry.grading import runs
from registry.grading.models import GradingResult, GradingRun
from registry.org.models import Person
from registry.revenue import bureau, ledger
from registry.revenue.models import Revenue
from tests.cast import Cast

QUARTER = date(2025, 12, 31)  # the last one that is over when the cast begins


def licence(serial: int) -> str:
    """A licence code whose checksum is right."""
    stem = f"91440511MA{serial:07}"
    return stem + uscc.calc_check_digit(stem)


def earned(cast: Cast, customer: Customer, amount: str, line: str = "letters", **given) -> Revenue:
    """An entry of the ledger, of the last month that is over."""
    month = periods.month(timezone.localdate(cast.now), -1)
    known = {"unit": customer.unit, "month": month, "by": cast.qian, "at": cast.later()}
    return ledger.enter(customer=customer, line=line, amount_yuan=Decimal(amount), **known | given)


def earned_in_2025(cast: Cast, customer: Customer, amount: str, line: str = "letters") -> Revenue:
    return earned(cast, customer, amount, line, month=date(2025, 6, 15))


def bureau_took(cast: Cast, amount: str, savings: str | None = None, year: int = 2024) -> None:
    bureau.enter(
        bureau=cast.bureau,
        year=year,
        amount_yuan=Decimal(amount),
        savings_yuan=savings and Decimal(savings),
        source="财务决算",
        by=cast.qian,
        at=cast.later(),
    )


def counted(cast: Cast, by: Person | None = None, limit: int = 200) -> GradingRun:
    """A run that has counted all customers."""
    run = runs.start(bureau=cast.bureau, quarter_end=QUARTER, by=by or cast.qian, at=cast.later())
    while runs.go_on(run, limit=limit):
        pass
    run.refresh_from_db()
    return run


def confirmed(cast: Cast, run: GradingRun, limit: int = 200) -> GradingRun:
    """The run, confirmed by the director and written down."""
    runs.confirm(run, by=cast.director, at=cast.later())
    while runs.go_on(run, limit=limit):
        pass
    run.refresh_from_db()
    return run


def result(run: GradingRun, customer: Customer) -> GradingResult:
    return GradingResult.objects.get(run=run, customer=customer)


def graded(cast: Cast, customer: Customer, tier: str, **given) -> None:
    """Let a customer be of a tier, as if it had come so."""
    with transaction.atomic():
        held = record.locked(customer.pk)
        day = timezone.localdate(cast.now)
        new = Graded.of(held, tier=tier, **given)
        grades.grade_each([(held, new)], since=day, by=cast.director, at=cast.later())
    customer.refresh_from_db()
