"""What a year-end adjustment says besides its case."""

from django.db import models

from approvals.models import Case
from registry.people.models import AccountManager, RankHeld


class YearEnd(models.Model):
    """The request row: whose year, what it came to, and what is proposed."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="year_end"
    )
    manager = models.ForeignKey(
        AccountManager, null=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(null=True)
    rank = models.CharField(max_length=10, choices=RankHeld.Rank, default=RankHeld.Rank.MANAGER)
    year_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    paid_as = models.CharField(max_length=10, choices=RankHeld.Rank, blank=True)
    new_post = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)

    @classmethod
    def of(cls, case: Case) -> "YearEnd":
        """The request of a case with its account manager."""
        return cls.objects.select_related("manager__person", "manager__unit").get(case=case)
