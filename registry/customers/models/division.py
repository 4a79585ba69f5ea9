"""The registers from which customer ids are taken."""

from django.db import models
from django.db.models import F, Q


class Division(models.Model):
    """The ids of an administrative division: the highest that came with an import, the last of all."""

    code = models.CharField(max_length=6, primary_key=True)
    brought = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ids_go_on_behind_those_brought_in", condition=Q(last__gte=F("brought"))
            )
        ]
