"""What a case of discipline says besides its case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.personnel import OnManager


class Discipline(OnManager):
    """The request row: who, what kind of violation, when, and what is known of it."""

    class Kind(models.TextChoices):
        HANDING_OVER = "handing_over", _("Own customers handed to other units against the rules")
        SEIZING = "seizing", _("Existing customers of other units seized")
        UNFAIR = "unfair", _("Unfair competition within the bureau")
        SERIOUS = "serious", _("Another serious violation")

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="discipline"
    )
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.SEIZING)
    on_day = models.DateField(null=True)
    told = models.TextField(blank=True)
