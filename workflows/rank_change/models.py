"""What a proposal to change a rank says besides its case."""

from django.db import models

from approvals.models import Case
from approvals.personnel import OnManager
from registry.people.models import RankHeld


class RankChange(OnManager):
    """The request row: whose rank, which one, from when, and why."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="rank_change"
    )
    rank = models.CharField(max_length=10, choices=RankHeld.Rank)
    since = models.DateField(null=True)
    year_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reason = models.TextField(blank=True)
