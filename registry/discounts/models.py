"""Discounts that were granted to customers, and the uses that were made of them."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.customers.models import Customer
from registry.org.models import Person, Unit
from registry.revenue.models import Line

_PERCENT: dict[str, Any] = {"max_digits": 5, "decimal_places": 2}
_PRICE: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


class DiscountGrant(models.Model):
    """A customer may be charged less on one line of business, from a day until another （资费优惠）.

    origin names the journal subject of the case that granted it. What was granted is never changed:
    only the alert and the revocation are written later. ceiling_percent is the deepest that all its
    discounts at one time may be together.
    """

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="discounts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(_("line of business"), max_length=12, choices=Line)
    product = models.CharField(_("product"), max_length=80)
    list_yuan = models.DecimalField(_("list price"), **_PRICE)
    price_yuan = models.DecimalField(_("discounted price"), **_PRICE)
    depth_percent = models.DecimalField(_("depth"), **_PERCENT)
    ceiling_percent = models.DecimalField(**_PERCENT)
    granted_on = models.DateField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    origin = models.CharField(max_length=60, unique=True)
    alerted_at = models.DateTimeField(null=True)
    revoked_on = models.DateField(null=True)  # from that day on it holds no more
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "line", "valid_until"]),
            models.Index(fields=["bureau", "valid_until"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_discount_is_not_back_dated", condition=Q(valid_from__gte=F("granted_on"))
            ),
            models.CheckConstraint(
                name="a_discount_ends_after_it_begins",
                condition=Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="a_discount_is_within_its_ceiling",
                condition=Q(depth_percent__gt=0, depth_percent__lte=F("ceiling_percent")),
            ),
            models.CheckConstraint(
                name="a_discounted_price_is_below_the_list",
                condition=Q(price_yuan__gt=0, price_yuan__lt=F("list_yuan")),
            ),
            models.CheckConstraint(
                name="a_revoked_discount_says_who_when_and_why",
                condition=Q(revoked_on=None, revoked_at=None, revoked_by=None, revoked_why="")
                | (
                    Q(revoked_on__gte=F("granted_on"), revoked_at__isnull=False)
                    & Q(revoked_by__isnull=False)
                    & ~Q(revoked_why="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} · {self.product}"


class DiscountUse(models.Model):
    """What a customer was charged on a line of business below the list price, and by which right.

    Never changed. allowed_percent is what was granted for that day; a use that goes deeper is
    flagged. dispute is the journal subject of the case that it opened.
    """

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="discount_uses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(_("line of business"), max_length=12, choices=Line)
    grant = models.ForeignKey(
        DiscountGrant, null=True, on_delete=models.PROTECT, related_name="uses"
    )
    used_on = models.DateField(_("charged on"))
    list_yuan = models.DecimalField(_("by the list"), **_PRICE)
    charged_yuan = models.DecimalField(_("charged"), **_PRICE)
    depth_percent = models.DecimalField(_("depth"), **_PERCENT)
    allowed_percent = models.DecimalField(_("granted"), **_PERCENT)
    flagged = models.BooleanField(default=False)
    reference = models.CharField(_("voucher"), max_length=60, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    dispute = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "-used_on"])]
        constraints = [
            models.CheckConstraint(
                name="a_use_is_flagged_where_it_goes_deeper",
                condition=Q(flagged=False, depth_percent__lte=F("allowed_percent"))
                | Q(flagged=True, depth_percent__gt=F("allowed_percent")),
            ),
            models.CheckConstraint(
                name="a_use_that_is_allowed_names_its_grant",
                condition=Q(grant__isnull=False) | Q(allowed_percent=0),
            ),
            models.CheckConstraint(
                name="a_use_is_below_the_list_price",
                condition=Q(charged_yuan__gte=0, charged_yuan__lt=F("list_yuan")),
            ),
        ]
