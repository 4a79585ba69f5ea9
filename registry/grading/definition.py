"""Whether a customer is a key account today, and by which way （大客户界定）: from its agreements and its
revenue.
"""

from datetime import date

from policy import definition, periods
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.customers import agreements
from registry.customers.models import Customer
from registry.revenue import spending
from registry.revenue.spending import Spend


def ruling_of(customer: Customer, *, on: date, book: Rulebook, set: str) -> Ruling:
    """The ruling of the definition on a day. Three queries.

    Of the lines of business it speaks of the first that reaches its thresholds; if none does, of
    the one with the most revenue.

    raises  policy.errors.PolicyError, as where the bureau has not set its thresholds
    """
    year, month = periods.of_definition(on=on, book=book, set=set)
    last_year = spending.of(customer, year.first, year.last)
    this_month = spending.of(customer, month.first, month.last)
    signed = agreements.in_force(customer, on).exists()

    def ask(line: str | None) -> Ruling:
        return definition.rule_on(
            signed,
            max(last_year.total, spending.NOTHING),
            max(this_month.total, spending.NOTHING),
            line,
            max(last_year.counted(line), spending.NOTHING) if line else None,
            max(this_month.counted(line), spending.NOTHING) if line else None,
            customer.policy_customer,
            on=on,
            book=book,
            set=set,
        )

    rulings = [ask(line) for line in _lines(last_year, this_month)]
    reached = [ruling for ruling in rulings if ruling.requires(definition.LINE)]
    return next(iter([*reached, *rulings]), None) or ask(None)


def _lines(last_year: Spend, this_month: Spend) -> list[str]:
    """The lines of business that brought anything, the largest first."""
    sums = {line: last_year.counted(line) + this_month.counted(line) for line in definition.LINES}
    lines = [line for line, amount in sums.items() if amount > 0]
    return sorted(lines, key=lambda line: sums[line], reverse=True)
