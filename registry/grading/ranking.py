"""大客户分类排序表: the focus customers of each unit in the order that the last grading fixed."""

from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from registry.customers.access import MARKETING, READING
from registry.customers.words import Tier
from registry.grading.models import GradingResult, GradingRun
from registry.org.models import Post

FOCUS = (Tier.DIAMOND, Tier.GOLD, Tier.SILVER)
TIER_RANK = Case(
    *(When(tier=tier, then=Value(place)) for place, tier in enumerate(Tier.values)),
    output_field=IntegerField(),
)
_ORDER = (TIER_RANK, F("spend_yuan").desc(), F("customer"))


def latest(bureau_id: int) -> GradingRun | None:
    """The grading of the latest quarter that was confirmed; None if there is none yet."""
    runs = GradingRun.objects.filter(bureau=bureau_id, state=GradingRun.State.CONFIRMED)
    return runs.order_by("-quarter_end", "-pk").first()


def ranked(run: GradingRun, held: Iterable[Post]) -> QuerySet[GradingResult]:
    """What the run found for the focus customers of the units that these posts see.

    Unit by unit, by tier, then by spend; `place` counts within the unit. A customer that changed
    hands since is ranked in the unit where it is now.
    """
    rows = run.results.filter(_reach(run, held), fault__isnull=True, tier__in=FOCUS)
    place = Window(RowNumber(), partition_by=F("customer__unit"), order_by=_ORDER)
    about = ("customer__unit", "customer__a_manager", "customer__b_manager")
    rows = rows.annotate(place=place).select_related(*about)
    rows = rows.defer("ruling", "scope_ruling", "unit_ruling")
    return rows.order_by("customer__unit__path", *_ORDER)


def _reach(run: GradingRun, held: Iterable[Post]) -> Q:
    """Whole units only: a place says something among all customers of the unit."""
    reach = Q(pk__in=[])
    for post in held:
        if post.unit.root_id != run.bureau_id:
            continue
        if post.role in READING:
            return Q()
        if post.role in MARKETING:
            reach |= Q(customer__unit__path__startswith=post.unit.path)
    return reach
