"""What a report of success says besides its case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from registry.customers.models import Protection


class Success(models.Model):
    """The request row: which development, and what shows that it succeeded."""

    class Proof(models.TextChoices):
        AGREEMENT = "agreement", _("A signed agreement")
        REVENUE = "revenue", _("The first revenue")

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="success"
    )
    protection = models.ForeignKey(
        Protection, null=True, on_delete=models.PROTECT, related_name="reports"
    )
    proof = models.CharField(max_length=10, choices=Proof, default=Proof.AGREEMENT)
    on_day = models.DateField(null=True)
    agreement_number = models.CharField(max_length=60, blank=True)
    agreement_ends_on = models.DateField(null=True)
    told = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_agreement_of_a_success_ends_after_it_is_signed",
                condition=models.Q(on_day=None)
                | models.Q(agreement_ends_on=None)
                | models.Q(agreement_ends_on__gte=models.F("on_day")),
            )
        ]

    @classmethod
    def of(cls, case: Case) -> "Success":
        """The request of a case with its protection and customer, read once in an action."""
        if "success" not in case._state.fields_cache:
            about = ("protection__customer__unit", "protection__a_manager", "protection__b_manager")
            row = cls.objects.select_related(*about, "case__customer").get(case=case)
            case.customer, case.success = row.case.customer, row
        return case.success
