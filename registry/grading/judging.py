"""One customer graded: its tier, scope and level, who answers for it, and why, line by line."""

from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils import translation

from policy import grading, responsibility, scope
from policy.customers import GENERAL
from policy.errors import PolicyError
from policy.ruling import Ruling
from registry.customers import delegations, responsible
from registry.customers.grades import COLUMNS, Graded
from registry.customers.models import Customer
from registry.customers.words import Keeper
from registry.errors import RegistryError
from registry.grading.facts import Basis
from registry.grading.models import GradingResult
from registry.revenue.spending import Spend

_SHARE = Decimal("0.0001")


class BelowZero(RegistryError):
    """The ledger comes to less than nothing for this customer: look at its corrections."""


def judge(customer: Customer, spend: Spend, basis: Basis) -> GradingResult:
    """What the rulebook makes of the customer, not stored; with a fault it won't be written."""
    result = GradingResult(
        customer=customer,
        old_tier=customer.tier,
        old_scope=customer.scope,
        old_level=customer.crm_level,
        tier=customer.tier,
        scope=customer.scope,
        crm_level=customer.crm_level,
        responsible_unit=customer.responsible_unit,
        archive_custodian=customer.archive_custodian,
        spend_yuan=spend.total,
    )
    try:
        _grade(result, customer, spend, basis)
        _scope(result, customer, spend, basis)
        assign(result, customer, basis)
    except (PolicyError, RegistryError) as refusal:
        result.fault = in_both(refusal)
    return result


def assign(result: GradingResult, customer: Customer, basis: Basis) -> None:
    """Who answers for a customer of that tier and scope, and who keeps its archive."""
    ruling = responsibility.rule_on(
        result.tier,
        result.scope or None,
        on=basis.quarter_end,
        book=basis.book,
        set=basis.set,
    )
    result.responsible_unit = str(ruling.value)
    result.archive_custodian = str(ruling.figure(responsibility.ARCHIVE))
    result.unit_ruling = ruling.as_json()
    result.changed = any(getattr(result, name) != getattr(customer, name) for name in COLUMNS)
    fits = responsible.fits(customer.unit, result.responsible_unit)
    result.moves = not (fits or _is_entrusted(customer, result, basis))


def _is_entrusted(customer: Customer, result: GradingResult, basis: Basis) -> bool:
    """Whether the province leaves to the bureau a customer that it would answer for itself."""
    theirs = result.responsible_unit == Keeper.PROVINCE
    return theirs and delegations.is_entrusted(customer, basis.quarter_end)


def graded(result: GradingResult) -> Graded:
    """The result as the grade of its customer."""
    named = {name: getattr(result, name) for name in COLUMNS}
    return Graded(ruling=result.ruling, unit_ruling=result.unit_ruling, **named)


def in_both(refusal: Exception) -> dict[str, Any]:
    """The sentence of a refusal in both languages."""
    said = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            said[name] = (
                refusal.sentence(language) if isinstance(refusal, PolicyError) else str(refusal)
            )
    return said


def _grade(result: GradingResult, customer: Customer, spend: Spend, basis: Basis) -> None:
    if spend.total < 0:
        raise BelowZero
    ruling = grading.rule_on(
        spend.total,
        basis.revenue_yuan,
        quarter=basis.period.quarter,
        special_listing=customer.special_listing,
        on=basis.quarter_end,
        book=basis.book,
        set=basis.set,
    )
    result.tier = str(ruling.value)
    result.crm_level = _level(ruling)
    result.ruling = ruling.as_json()


def _level(ruling: Ruling) -> int | None:
    level = ruling.value_of(grading.LEVEL)
    return None if level is None else int(str(level))


def _scope(result: GradingResult, customer: Customer, spend: Spend, basis: Basis) -> None:
    """The scope that the centre chose before, while the tier stays; else the one that is suggested."""
    result.scope, result.scope_ruling = "", None
    if result.tier == GENERAL:
        return
    if result.tier == customer.tier and customer.scope:
        result.scope = customer.scope
        return
    ruling = scope.rule_on(
        result.tier,
        spend.lines,
        spend.largest_share.quantize(_SHARE, ROUND_DOWN),
        customer.unit.kind in responsible.COUNTIES,
        on=basis.quarter_end,
        book=basis.book,
        set=basis.set,
    )
    result.scope = str(ruling.value)
    result.scope_ruling = ruling.as_json()
