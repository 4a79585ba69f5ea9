"""What a declaration says besides its case."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from registry.customers.codes import LICENCE_LENGTH, check_licence
from registry.customers.models import Announcement, Customer, Protection
from registry.customers.words import Cultivation, Influence, Usage


class Basis(models.TextChoices):
    """Why the customer counts, or is to count, as a key account."""

    AGREEMENT = "agreement", _("A signed agreement")
    COMPREHENSIVE = "comprehensive", _("Its revenue over all lines of business")
    LINE = "line", _("Its revenue in one line of business")
    POLICY = "policy", _("Its influence (policy customer)")
    POTENTIAL = "potential", _("To be won")


class Registration(models.Model):
    """The request row: a customer that is registered already, or the data of a new one."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="registration"
    )
    kind = models.CharField(max_length=12, choices=Protection.Kind)
    basis = models.CharField(max_length=15, choices=Basis, default=Basis.POTENTIAL)
    name = models.CharField(max_length=120, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    licence_code = models.CharField(
        max_length=LICENCE_LENGTH, blank=True, validators=[check_licence]
    )
    industry = models.CharField(max_length=40, blank=True)
    usage = models.CharField(max_length=15, choices=Usage, blank=True)
    influence = models.CharField(max_length=15, choices=Influence, default=Influence.GENERAL)
    territory = models.CharField(max_length=120, blank=True)
    one_off = models.BooleanField(default=False)
    a_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    b_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(null=True)
    situation = models.TextField(blank=True)
    announcement = models.ForeignKey(
        Announcement, null=True, on_delete=models.PROTECT, related_name="applications"
    )

    class Meta:
        indexes = [models.Index(fields=["name"]), models.Index(fields=["licence_code"])]

    @property
    def declares_project(self) -> bool:
        return self.kind != Protection.Kind.REGISTRATION

    def named(self) -> str:
        """The customer's name, whether it is registered already or not."""
        customer: Customer | None = self.case.customer
        return customer.name if customer else self.name

    def described(self) -> dict[str, Any]:
        """The columns of the customer that is entered."""
        return {
            "short_name": self.short_name,
            "licence_code": self.licence_code,
            "industry": self.industry,
            "usage": self.usage,
            "influence": self.influence,
            "territory": self.territory,
            "one_off": self.one_off,
            "policy_customer": self.basis == Basis.POLICY,
            "cultivation": Cultivation.POTENTIAL
            if self.basis == Basis.POTENTIAL
            else Cultivation.COOPERATING,
        }

    @classmethod
    def of(cls, case: Case) -> "Registration":
        """The request of a case with its managers and the customer, read once in an action."""
        if "registration" not in case._state.fields_cache:
            about = ("a_manager", "b_manager", "case__customer__unit")
            row = cls.objects.select_related(*about).get(case=case)
            case.customer, case.registration = row.case.customer, row
        return case.registration
