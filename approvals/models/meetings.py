"""The collective discussion as an object: its meeting, its votes, who came."""

from django.db import models
from viewflow.workflow.models import Task

from approvals.models.cases import PERSON, Case


class Discussion(models.Model):
    """A collective discussion: who is convened to where and when, and how they voted.

    How many are asked and how many must vote is frozen when it opens; a member who joins late is
    counted in from then on.
    """

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="discussion")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="discussions")
    round = models.PositiveSmallIntegerField()
    members = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    votes_for = models.PositiveSmallIntegerField(default=0)
    votes_against = models.PositiveSmallIntegerField(default=0)
    votes_abstain = models.PositiveSmallIntegerField(default=0)
    convened_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    meets_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=100, blank=True)
    online = models.BooleanField(default=False)
    adjournments = models.PositiveSmallIntegerField(default=0)

    @property
    def voted(self) -> int:
        return self.votes_for + self.votes_against + self.votes_abstain


class Attendance(models.Model):
    """Whether a member came to the meeting, as its secretary noted it."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField()
    reason = models.CharField(max_length=100, blank=True)
    noted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "person"], name="one_attendance_a_member")
        ]
