"""What a grading run goes by: the quarter, its months, the rulebook, the revenue of the bureau."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy import grading, periods
from policy.book import Rulebook
from policy.periods import Period
from policy.ruling import look_in
from registry import rulebook
from registry.errors import RegistryError
from registry.org.models import Unit
from registry.revenue import spending
from registry.revenue.models import BureauRevenue

WITHOUT_SAVINGS = "previous_year_without_savings"


class BureauRevenueMissing(RegistryError):
    """The revenue of the whole bureau in %(year)s is not entered: the share of a customer is taken
    of it. Enter it first.
    """


class SavingsMissing(RegistryError):
    """The bureau’s revenue of %(year)s is entered without its part of savings, and the share is
    taken without them: enter it again with that part.
    """


@dataclass(frozen=True)
class Basis:
    """What all customers of one run are graded by."""

    bureau: Unit
    quarter_end: date
    period: Period
    book: Rulebook
    revenue: BureauRevenue | None = None
    revenue_yuan: Decimal | None = None

    @property
    def set(self) -> str:
        return rulebook.set_of(self.bureau, self.book, self.quarter_end)


def basis_of(bureau: Unit, quarter_end: date) -> Basis:
    """What customers are graded by at the end of a quarter, with the bureau's book of today.

    raises  BureauRevenueMissing, SavingsMissing, policy.errors.PolicyError
    """
    book, set = rulebook.ruling(bureau, quarter_end)
    period = periods.of_grading(quarter_end, on=quarter_end, book=book, set=set)
    look = look_in(grading.CHAPTER, on=quarter_end, book=book, set=set)
    if look(grading.METHOD).value == grading.REVENUE_BAND:
        return Basis(bureau, quarter_end, period, book)
    year = quarter_end.year - 1
    row = spending.of_bureau(bureau, year)
    if row is None:
        raise BureauRevenueMissing(year=year)
    amount = row.amount_yuan
    if look("revenue_base").value == WITHOUT_SAVINGS:
        if row.savings_yuan is None:
            raise SavingsMissing(year=year)
        amount -= row.savings_yuan
    return Basis(bureau, quarter_end, period, book, row, amount)
