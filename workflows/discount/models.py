"""What a discount request says besides its case."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from registry.revenue.models import Line


class Discount(models.Model):
    """The request row: product and prices, for how long, and why."""

    class Standing(models.TextChoices):
        LEADING = "leading", _("Leading in its industry")
        MIDDLE = "middle", _("Middle")
        SMALL = "small", _("Small")

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="discount"
    )
    line = models.CharField(max_length=12, choices=Line, default=Line.EXPRESS)
    product = models.CharField(max_length=80, blank=True)
    list_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    price_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    depth_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    regulated = models.BooleanField(default=False)
    volume = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    standing = models.CharField(max_length=10, choices=Standing, blank=True)
    scale = models.CharField(max_length=200, blank=True)
    competitor = models.CharField(max_length=200, blank=True)
    cost_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    policy_reference = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    a_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    b_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_discount_asked_for_ends_after_it_begins",
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="a_price_asked_for_is_below_the_list",
                condition=models.Q(list_yuan=None)
                | models.Q(price_yuan=None)
                | models.Q(price_yuan__gt=0, price_yuan__lt=models.F("list_yuan")),
            ),
        ]

    @property
    def margin_percent(self) -> Decimal | None:
        """What is left of the discounted price after the cost, in percent of the price."""
        if self.price_yuan is None or self.cost_yuan is None:
            return None
        left = (self.price_yuan - self.cost_yuan) * 100 / self.price_yuan
        return left.quantize(Decimal("0.01"))

    @classmethod
    def of(cls, case: Case) -> "Discount":
        """The request of a case with its managers and the customer, read once in an action."""
        if "discount" not in case._state.fields_cache:
            about = ("a_manager", "b_manager", "case__customer__unit")
            row = cls.objects.select_related(*about).get(case=case)
            case.customer, case.discount = row.case.customer, row
        return case.discount
