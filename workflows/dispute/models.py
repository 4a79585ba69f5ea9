"""What a dispute says besides its case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from policy import dispute as policy


class Dispute(models.Model):
    """The request row: what is said to have been done, and what the registers say of the customer.

    evidence  the owners, protections, cases, consents and splits on the day when it was opened, and
              the head of the customer's journal: see workflows.dispute.evidence
    """

    class Allegation(models.TextChoices):
        POACHING = policy.POACHING, _("Fight over a customer")
        UNREPORTED = policy.UNREPORTED, _("Marketing in another area without consent")
        TARIFF = policy.TARIFF, _("Cut of a tariff")
        SPLIT = policy.SPLIT, _("How performance or revenue is split")

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="dispute"
    )
    allegation = models.CharField(max_length=12, choices=Allegation, default=Allegation.POACHING)
    happened_on = models.DateField(null=True)
    told = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    evidence = models.JSONField(default=dict)

    @classmethod
    def of(cls, case: Case) -> "Dispute":
        """The request of a case with its customer and units, read once in an action."""
        if "dispute" not in case._state.fields_cache:
            about = ("case__customer__unit", "case__other_unit")
            row = cls.objects.select_related(*about).get(case=case)
            case.customer, case.other_unit = row.case.customer, row.case.other_unit
            case.dispute = row
        return case.dispute
