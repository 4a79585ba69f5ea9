"""The tables of approval: the case, its attachments, who is asked, what they said, what is to be sent."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process, Task

from approvals.storage import attachment_storage
from approvals.words import SAYS_WHY, Part, Status, Verdict
from policy.ruling import Ruling
from registry.customers.models import Customer
from registry.journal import Head
from registry.org.models import Post, Unit
from registry.projects.models import Project

PERSON = settings.AUTH_USER_MODEL


class Case(models.Model):
    """A request on its way. What only its own kind needs stands in the kind's request row."""

    kind = models.CharField(max_length=40)
    number = models.CharField(_("number"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    applicant = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    value_yuan = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True)

    process = models.OneToOneField(
        Process, null=True, on_delete=models.PROTECT, related_name="case"
    )
    flow_version = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    result = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=60, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    data_version = models.PositiveIntegerField(default=1)
    ruling_json = models.JSONField(null=True)
    book_version = models.CharField(max_length=60, blank=True)

    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    journal_seq = models.PositiveIntegerField(default=0)
    journal_digest = models.CharField(max_length=64, blank=True)

    move: Any = None  # the action that holds the case now; set by actions.py, never stored

    class Meta:
        indexes = [
            models.Index(fields=["applicant", "status", "-saved_at"]),
            models.Index(fields=["unit", "-submitted_at"]),
            models.Index(fields=["bureau", "-submitted_at"]),
            models.Index(fields=["customer"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="one_case_a_number", condition=~Q(number="")
            ),
            models.CheckConstraint(
                name="a_draft_has_no_process_and_a_case_has_one",
                condition=Q(status=Status.DRAFT, process=None, number="")
                | (~Q(status=Status.DRAFT) & Q(process__isnull=False) & ~Q(number="")),
            ),
            models.CheckConstraint(
                name="a_value_is_more_than_nothing",
                condition=Q(value_yuan=None) | Q(value_yuan__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def ruling(self) -> Ruling:
        """The ruling that was frozen at submission. Only a submitted case has one."""
        return Ruling.from_json(self.ruling_json or {})

    @property
    def journal_subject(self) -> str:
        return f"case:{self.pk}"

    @property
    def journal_head(self) -> Head:
        return Head(self.journal_seq, self.journal_digest)


class Party(models.Model):
    """A person's part in a case. Whoever has one may read it, and may not decide on it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "part"], name="one_part_once")
        ]


class Attachment(models.Model):
    """A file of a case: checked by its content, kept outside the web root under a random name."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan document")
        OTHER = "other", _("Other document")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=attachment_storage, max_length=100)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)


class Assignment(models.Model):
    """The inbox: a row for each step and person who is asked. What a list shows is copied in."""

    class State(models.IntegerChoices):
        OPEN = 0
        DONE = 1
        CLOSED = 2

    class Reason(models.TextChoices):
        POST = "post", _("by post")
        BY_RULE = "by_rule", _("by rule, in place of the post above")
        SUBSTITUTE = "substitute", _("as substitute")
        ESCALATED = "escalated", _("after the deadline")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.POST)
    state = models.PositiveSmallIntegerField(choices=State, default=State.OPEN)
    node = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField()
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    value_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    applicant_name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person", "capacity"], name="one_row_a_step_person_and_capacity"
            )
        ]
        indexes = [
            models.Index(fields=["person", "state", "-arrived_at", "-id"]),
            models.Index(
                fields=["due_at"], condition=Q(state=0, escalated_at=None), name="open_by_due"
            ),
            models.Index(
                fields=["remind_at"],
                condition=Q(state=0, reminded_at=None),
                name="open_by_reminder",
            ),
        ]


class Opinion(models.Model):
    """What a person said at a step. Append-only; `signed_as` is the post as it was called that day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="opinions")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="opinions")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    signed_as = models.CharField(max_length=200)
    node = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=20, choices=Verdict)
    text = models.TextField(blank=True)
    saw_version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person", "capacity"], name="one_opinion_a_step_person_and_capacity"
            ),
            models.CheckConstraint(
                name="a_refusal_says_why", condition=~Q(verdict__in=SAYS_WHY) | ~Q(text="")
            ),
        ]


class Discussion(models.Model):
    """A collective discussion: how many are asked and how many must vote, frozen when it opened."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="discussion")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="discussions")
    round = models.PositiveSmallIntegerField()
    members = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    votes_for = models.PositiveSmallIntegerField(default=0)
    votes_against = models.PositiveSmallIntegerField(default=0)
    votes_abstain = models.PositiveSmallIntegerField(default=0)

    @property
    def voted(self) -> int:
        return self.votes_for + self.votes_against + self.votes_abstain


class Notice(models.Model):
    """A line in a person's notices: what happened in which case. One for each event and person."""

    class Topic(models.TextChoices):
        ARRIVED = "arrived", _("For you to decide")
        CLOSED = "closed", _("Your request has ended")
        RETURNED = "returned", _("Your request was returned")
        WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
        DUE_SOON = "due_soon", _("Due soon")
        OVERDUE = "overdue", _("Overdue")
        STALLED = "stalled", _("Nobody can decide")

    key = models.CharField(max_length=160, unique=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=20, choices=Topic)
    title = models.CharField(max_length=120)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at", "-id"])]


class Message(models.Model):
    """The outbox: an event to be told, written with what caused it and sent after it is committed."""

    key = models.CharField(max_length=120, unique=True)
    topic = models.CharField(max_length=30)
    body = models.JSONField(default=dict)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(sent_at=None), name="unsent")]
