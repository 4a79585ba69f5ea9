"""Long work that somebody asked for: how far it is, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.cases import PERSON
from approvals.storage import work_storage
from registry.org.models import Unit


class Work(models.Model):
    """One piece of long work. It goes on in small pieces, by whichever worker has it in hand."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not begun yet")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    kind = models.CharField(max_length=40)
    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="works")
    key = models.UUIDField(unique=True)  # of the form: what is sent twice is done once
    asked = models.JSONField(default=dict)  # what is to be done
    cursor = models.JSONField(default=dict)  # where to go on
    result = models.JSONField(default=dict)
    file = models.FileField(storage=work_storage, max_length=100, blank=True)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)  # why it failed, as a sentence
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)  # a worker has it in hand until then
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-asked_at", "-id"]),
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=("waiting", "running")),
                name="works_to_do",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="failed_work_says_why", condition=~Q(state="failed") | ~Q(reason="")
            )
        ]

    @property
    def open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int | None:
        """How far it is; None while that can't be told."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else None
