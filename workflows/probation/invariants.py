"""A period that is not settled has a case that is under way, and one that is settled has none."""

from collections.abc import Iterator

from approvals.invariants.registry import always
from approvals.words import OPEN
from registry.people.training import Probation


@always
def each_period_has_its_case() -> Iterator[str]:
    """Every period has a case; none is open once the period is settled."""
    rows = Probation.objects.select_related("training__case")
    for held in rows.iterator():
        case = getattr(getattr(held, "training", None), "case", None)
        if case is None:
            yield f"probation {held.pk} has no case"
        elif held.outcome and case.status in OPEN:
            yield f"probation {held.pk} is settled, and case {case.pk} is open"
