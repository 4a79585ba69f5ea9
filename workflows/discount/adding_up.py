"""Discounts of one customer and line at one time add up: those that hold, and those asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from approvals.kinds import Link
from approvals.models import Case
from approvals.words import OPEN
from policy import splitting
from policy.figures import Words
from policy.ruling import Ruling
from registry.discounts.models import DiscountGrant
from workflows.discount.models import Discount


@dataclass(frozen=True)
class Other:
    """Another discount of the customer: its case, and how deep it is."""

    case: int
    number: str
    depth_percent: Decimal


def others(case: Case, request: Discount) -> list[Other]:
    """What holds or is asked for at the same time, for the same customer and line of business."""
    if case.customer_id is None or request.valid_from is None or request.valid_until is None:
        return []
    start, end = request.valid_from, request.valid_until
    grants = DiscountGrant.objects.filter(customer=case.customer_id, line=request.line)
    grants = grants.filter(Q(revoked_on=None) | Q(revoked_on__gt=start))
    held = grants.filter(valid_from__lte=end, valid_until__gte=start)
    subjects = {int(one.origin.partition(":")[2]): one.depth_percent for one in held}
    asked = Discount.objects.filter(case__customer=case.customer_id, line=request.line)
    asked = asked.filter(valid_from__lte=end, valid_until__gte=start, case__status__in=OPEN)
    there = {row.pk: row.depth_percent or Decimal(0) for row in asked.exclude(pk=case.pk)}
    depths = subjects | there
    numbers = dict(Case.objects.filter(pk__in=depths).values_list("pk", "number"))
    return [Other(pk, numbers.get(pk, ""), depth) for pk, depth in sorted(depths.items())]


def explained(ruling: Ruling, found: list[Other]) -> Ruling:
    """The ruling, which names the others."""
    parts = [
        splitting.Part(one.case, one.number, one.depth_percent, splitting.BY_CUSTOMER)
        for one in found
    ]
    total = Decimal(dict(ruling.facts)["together_percent"])
    return splitting.explained(ruling, parts, Words("%", "%"), total)


def links(case: Case) -> Iterator[Any]:
    """The cases that were counted with this one, each with its page."""
    found = splitting.cases_of(case.ruling) if case.ruling_json else []
    for one in Case.objects.filter(pk__in=found).order_by("pk") if found else ():
        yield Link(f"/cases/{one.pk}/", one)
