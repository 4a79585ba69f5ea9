"""How cases ran, counted once a day: what an overview adds up instead of reading every case."""

from django.db import models

from approvals.words import Status
from registry.org.models import Unit


class CountedDay(models.Model):
    """A day that was counted, and when; counted again while something can still be written for it."""

    day = models.DateField(primary_key=True)
    counted_at = models.DateTimeField()


class CaseDay(models.Model):
    """The cases of one unit and kind that ended on a day with the same outcome.

    band  the highest duty that their rulings call for, "listing"; empty where none has a threshold
    """

    bureau = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=Status)
    result = models.CharField(max_length=40, blank=True)
    tier = models.CharField(max_length=10, blank=True)
    band = models.CharField(max_length=40, blank=True)
    cases = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()  # how many of them went back at least once
    amount_yuan = models.DecimalField(max_digits=18, decimal_places=2)
    minutes = models.PositiveBigIntegerField()  # from submission to the end
    working_days = models.PositiveIntegerField()  # of these
    revising_minutes = models.PositiveBigIntegerField()  # of these: with the applicant again
    drafting_minutes = models.PositiveBigIntegerField()  # from the first line to submission

    class Meta:
        indexes = [models.Index(fields=["bureau", "day"]), models.Index(fields=["unit", "day"])]


class StepDay(models.Model):
    """The steps of one unit, kind and node that were finished on a day."""

    bureau = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=40)
    node = models.CharField(max_length=60)
    steps = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    minutes = models.PositiveBigIntegerField()
    working_days = models.PositiveIntegerField()
    longest_minutes = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["bureau", "day"]), models.Index(fields=["unit", "day"])]
