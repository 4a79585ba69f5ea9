"""The archive of a customer: four groups of what is known of it, each version kept for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.customers.models.customer import Customer
from registry.org.models import Person


class Group(models.TextChoices):
    """The four groups of the archive form."""

    BASIC = "basic", _("Basic information")
    EXTENDED = "extended", _("Extended information")
    PERSONS = "persons", _("Important persons")
    COMPETITORS = "competitors", _("Competitors")


class ArchiveEntry(models.Model):
    """One version of one entry; added to, never changed.

    Of persons and competitors there are several: `item` tells them apart. A removed entry is one
    whose last version says so; what stood there before can still be read.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="archive")
    group = models.CharField(max_length=12, choices=Group)
    item = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    removed = models.BooleanField(default=False)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "group", "item", "version"], name="one_version_a_number"
            )
        ]
