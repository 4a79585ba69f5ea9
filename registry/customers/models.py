"""Customers: who they are, whose they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.customers import ids
from registry.org.models import Person, Unit


class Tier(models.TextChoices):
    DIAMOND = "diamond", _("Diamond")
    GOLD = "gold", _("Gold")
    SILVER = "silver", _("Silver")
    GENERAL = "general", _("General")


class Customer(models.Model):
    """A customer of the bureau, owned by one unit and looked after by an A and a B manager."""

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("customer id"), max_length=14, unique=True, validators=[ids.check])
    name = models.CharField(_("name"), max_length=120)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier, default=Tier.GENERAL)
    unit = models.ForeignKey(
        Unit, verbose_name=_("owner unit"), on_delete=models.PROTECT, related_name="customers"
    )
    a_manager = models.ForeignKey(
        Person,
        verbose_name=_("A manager"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    b_manager = models.ForeignKey(
        Person,
        verbose_name=_("B manager"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        indexes = [models.Index(fields=["unit", "name"]), models.Index(fields=["bureau", "name"])]
        constraints = [
            models.CheckConstraint(
                name="a_and_b_are_two_people",
                condition=models.Q(a_manager=None)
                | models.Q(b_manager=None)
                | ~models.Q(a_manager=models.F("b_manager")),
            )
        ]

    def __str__(self) -> str:
        return self.name
