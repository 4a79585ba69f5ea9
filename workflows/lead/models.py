"""What a business lead says besides its case."""

from django.db import models

from approvals.models import Case


class Lead(models.Model):
    """The request row: whom the lead is about, what is known, and what came of it."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="lead"
    )
    prospect = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    need = models.TextField(blank=True)
    profit_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reward_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_reward_is_a_part_of_the_profit",
                condition=models.Q(reward_yuan=None)
                | models.Q(profit_yuan__isnull=False, reward_yuan__lte=models.F("profit_yuan")),
            )
        ]

    @classmethod
    def of(cls, case: Case) -> "Lead":
        """The request of a case."""
        return cls.objects.get(case=case)
