"""What a proposal to change a rank says besides its case."""

from django.db import models

from approvals.models import Case
from registry.people.models import AccountManager, RankHeld


class RankChange(models.Model):
    """The request row: whose rank, which one, from when, and why."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="rank_change"
    )
    manager = models.ForeignKey(
        AccountManager, null=True, on_delete=models.PROTECT, related_name="+"
    )
    rank = models.CharField(max_length=10, choices=RankHeld.Rank)
    since = models.DateField(null=True)
    year_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reason = models.TextField(blank=True)

    @classmethod
    def of(cls, case: Case) -> "RankChange":
        """The request of a case with its account manager."""
        return cls.objects.select_related("manager__person", "manager__unit").get(case=case)
