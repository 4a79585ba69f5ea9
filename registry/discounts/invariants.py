"""What must always hold of discounts."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from django.db.models import F

from registry.customers import record
from registry.discounts.models import DiscountGrant, DiscountUse
from registry.journal import Entry


def discounts_stay_within_their_ceiling() -> Iterator[str]:
    """On no day are the discounts of a customer on one line deeper together than their ceiling."""
    rows = DiscountGrant.objects.order_by("customer", "line", "valid_from").iterator()
    for (customer, line), group in groupby(rows, key=lambda row: (row.customer_id, row.line)):
        found = list(group)
        for row in found:
            day = row.valid_from
            there = [one for one in found if one.valid_from <= day <= _last_day(one)]
            depth = sum((one.depth_percent for one in there), Decimal(0))
            most = max((one.ceiling_percent for one in there), default=Decimal(0))
            if depth > most:
                yield f"customer {customer} has {depth} % on {line} on {day}, {most} % at most"


def uses_are_covered_by_what_held() -> Iterator[str]:
    """A use that is not flagged names a grant of the same customer that held on its day when entered."""
    covered = DiscountUse.objects.filter(flagged=False)
    other = covered.exclude(grant__customer=F("customer"))
    early = covered.filter(used_on__lt=F("grant__valid_from"))
    over = covered.filter(used_on__gt=F("grant__valid_until"))
    late = covered.filter(grant__revoked_on__lte=F("used_on"))
    wrong = [row for rows in (other, early, over) for row in rows]
    for row in [*wrong, *(row for row in late.iterator() if _entered_late(row))]:
        yield f"discount use {row.pk} is not covered by its grant"


def _entered_late(use: DiscountUse) -> bool:
    """Whether the customer's journal has the revocation before the use."""
    lines = Entry.objects.filter(subject=record.subject_of(use.customer_id)).order_by("seq")
    for verb, detail in lines.values_list("verb", "detail"):
        if verb == "discount_used" and detail.get("use") == use.pk:
            return False
        if verb == "discount_revoked" and detail.get("discount") == use.grant_id:
            return True
    return True


def _last_day(row: DiscountGrant) -> date:
    """The last day on which it holds; the day of a revocation is none any more."""
    if row.revoked_on is None:
        return row.valid_until
    return min(row.valid_until, row.revoked_on - timedelta(days=1))


CHECKS = (discounts_stay_within_their_ceiling, uses_are_covered_by_what_held)
