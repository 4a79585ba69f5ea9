"""What a request for consent says besides its case."""

from django.conf import settings
from django.db import models

from approvals.models import Case
from registry.sharing.models import Split


class Crossing(models.Model):
    """The request row: where, for how long, why, and how both units share what comes of it."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="crossing"
    )
    area = models.CharField(max_length=120, blank=True)
    a_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    told = models.TextField(blank=True)
    how = models.CharField(max_length=12, choices=Split.Policy, blank=True)
    lead_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    @classmethod
    def of(cls, case: Case) -> "Crossing":
        """The request of a case with its customer and units, read once in an action."""
        if "crossing" not in case._state.fields_cache:
            about = ("a_manager", "case__customer__unit", "case__other_unit")
            row = cls.objects.select_related(*about).get(case=case)
            case.customer, case.other_unit = row.case.customer, row.case.other_unit
            case.crossing = row
        return case.crossing
