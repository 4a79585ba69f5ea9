"""What the case of a training period says besides its case."""

from django.db import models

from approvals.models import Case
from registry.people.training import Probation


class Training(models.Model):
    """The request row: the period that the case is about."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="training"
    )
    probation = models.OneToOneField(Probation, on_delete=models.PROTECT, related_name="training")

    @classmethod
    def of(cls, case: Case) -> "Training":
        """The request of a case with its period, read anew: its last day may have moved."""
        about = ("probation__manager__person", "probation__manager__unit")
        return cls.objects.select_related(*about).get(case=case)
