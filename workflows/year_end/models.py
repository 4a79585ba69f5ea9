"""What a year-end adjustment says besides its case."""

from django.db import models

from approvals.models import Case
from approvals.personnel import OnManager
from registry.people.models import RankHeld


class YearEnd(OnManager):
    """The request row: whose year, what it came to, and what is proposed."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="year_end"
    )
    year = models.PositiveSmallIntegerField(null=True)
    rank = models.CharField(max_length=10, choices=RankHeld.Rank, default=RankHeld.Rank.MANAGER)
    year_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    paid_as = models.CharField(max_length=10, choices=RankHeld.Rank, blank=True)
    new_post = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
