"""A period that is over asks the centre once."""

from collections.abc import Iterator

from django.db.models import Count

from approvals.invariants.registry import always
from approvals.words import OPEN
from registry.customers.models import Protection
from workflows.expiry.models import Expiry


@always
def the_centre_is_asked_once() -> Iterator[str]:
    """An open case asks what follows a period that lapsed, and no other asks the same."""
    asked = Expiry.objects.filter(case__status__in=OPEN)
    for row in asked.exclude(protection__state=Protection.State.LAPSED).iterator():
        yield f"case {row.pk} asks what follows, and protection {row.protection_id} did not lapse"
    twice = asked.order_by().values("protection").annotate(n=Count("pk")).filter(n__gt=1)
    for found in twice:
        yield f"protection {found['protection']}: the centre is asked {found['n']} times"
