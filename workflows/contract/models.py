"""What a review of a contract or a commission says besides its case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case


class ContractReview(models.Model):
    """The request row: the contract, or what is to be paid to whom, or both."""

    class Subject(models.TextChoices):
        CONTRACT = "contract", _("Contract")
        COMMISSION = "commission", _("Commission")
        BOTH = "both", _("Contract and commission")

    class Payee(models.TextChoices):
        AGENT = "agent", _("Agent")
        CUSTOMER = "customer", _("Customer")
        STAFF = "staff", _("Own staff")

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="contract_review"
    )
    subject = models.CharField(max_length=12, choices=Subject, default=Subject.CONTRACT)
    agreement_number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    terms = models.TextField(blank=True)
    payee = models.CharField(max_length=10, choices=Payee, blank=True)
    payee_name = models.CharField(max_length=120, blank=True)
    commission_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_reviewed_contract_ends_after_it_is_signed",
                condition=models.Q(signed_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("signed_on")),
            ),
            models.CheckConstraint(
                name="a_commission_is_more_than_nothing",
                condition=models.Q(commission_yuan=None) | models.Q(commission_yuan__gt=0),
            ),
        ]

    @property
    def has_contract(self) -> bool:
        return self.subject != self.Subject.COMMISSION

    @property
    def has_commission(self) -> bool:
        return self.subject != self.Subject.CONTRACT

    @classmethod
    def of(cls, case: Case) -> "ContractReview":
        """The request of a case with its customer, read once in an action."""
        if "contract_review" not in case._state.fields_cache:
            row = cls.objects.select_related("case__customer__unit").get(case=case)
            case.customer, case.contract_review = row.case.customer, row
        return case.contract_review
