"""The case: what is asked for, who has a part in it, its files, who reads a copy."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from approvals.storage import attachment_storage
from approvals.words import Part, Status
from policy.ruling import Ruling
from registry.customers.models import Customer
from registry.journal import Head
from registry.org.models import Unit
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
    # A second unit that the case is about: the one that receives, owns or answers.
    other_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
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
    suspended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    journal_seq = models.PositiveIntegerField(default=0)
    journal_digest = models.CharField(max_length=64, blank=True)

    move: Any = None  # the action that holds the case now; set by the actions, never stored
    _ruled: Any = None

    class Meta:
        indexes = [
            models.Index(fields=["applicant", "status", "-saved_at"]),
            models.Index(fields=["applicant", "-saved_at", "-id"], name="asked_newest"),
            models.Index(fields=["unit", "-submitted_at"]),
            models.Index(fields=["bureau", "-submitted_at"]),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="by_end"),
            # Says by itself which cases are open: the cases are read by their steps, never one by one.
            models.Index(
                fields=["bureau", "status", "unit", "kind", "id", "process"], name="cases_by_state"
            ),
            models.Index(fields=["customer", "-submitted_at", "-id"], name="of_a_customer"),
            models.Index(
                fields=["other_unit", "-submitted_at"],
                condition=Q(other_unit__isnull=False),
                name="of_another_unit",
            ),
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
        if self._ruled is None or self._ruled[0] is not self.ruling_json:
            self._ruled = (self.ruling_json, Ruling.from_json(self.ruling_json or {}))
        return self._ruled[1]

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
        AGREEMENT = "agreement", _("Agreement")
        EVIDENCE = "evidence", _("Evidence")
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


class Copy(models.Model):
    """抄送: a case in somebody's box, to be read. It asks for nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="copies")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_copy_a_person")]
        indexes = [models.Index(fields=["person", "-at", "-id"])]
