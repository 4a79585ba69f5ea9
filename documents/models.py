"""Issued papers: the frozen content with its number, and the PDF that was drawn from it."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.models.cases import PERSON
from documents.sheet import Sheet
from documents.storage import paper_storage
from registry.customers.models import Customer
from registry.org.models import Unit

SOUGHT = 800  # characters
INDEXED = 2400  # bytes of them: PostgreSQL indexes rows of 2700 at most
LOOKED_AT = ("kind", "unit", "year", "case", "customer", "sought")


class Paper(models.Model):
    """One numbered paper. What was issued never changes (a trigger sees to it, migration 0002).

    What was drawn from it is filled in later.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # An index by unit or customer would be taken before that of the search, and read every paper of it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    counted_at = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)  # a code of documents.kinds
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=150)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    code = models.CharField(_("verification code"), max_length=19, unique=True)
    issued_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="successor"
    )
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)

    # What the search looks through, see documents.finding: names as they were at the issue, and whose
    # name of today is asked for besides.
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sought = models.CharField(max_length=SOUGHT, blank=True)

    # The archived file: the body that was drawn, and the seal behind it. It is never made again.
    body = models.FileField(storage=paper_storage, max_length=100, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    body_bytes = models.PositiveIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    seal = models.JSONField(default=dict)
    copy = models.FileField(storage=paper_storage, max_length=100, blank=True)  # once voided
    toolchain = models.JSONField(default=dict)
    rendered_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "-issued_at", "-id"]),
            # A search reads this index alone, the newest first: a paper itself is a hundred times as wide.
            models.Index(fields=["-issued_at", "-id", *LOOKED_AT], name="papers_by_search"),
            models.Index(fields=["file_sha256"], name="papers_by_file"),  # a file that is checked
            models.Index(
                fields=["bureau", "issued_at", "id"],
                condition=Q(body="") & ~Q(error=""),
                name="papers_failed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["counted_at", "kind", "year", "serial"], name="one_paper_a_serial"
            ),
            models.UniqueConstraint(fields=["bureau", "number"], name="one_paper_a_number"),
            models.CheckConstraint(
                name="a_voided_paper_says_why", condition=Q(voided_at=None) | ~Q(void_reason="")
            ),
            models.CheckConstraint(
                name="a_paper_does_not_supersede_itself", condition=~Q(supersedes=F("pk"))
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def sheet(self) -> Sheet:
        """What stands on the paper."""
        return Sheet.from_json(self.content)

    @property
    def superseded_by(self) -> "Paper | None":
        """The paper that was issued in the place of this one."""
        return getattr(self, "successor", None)

    @property
    def intact(self) -> bool:
        """Whether the content is still the one whose hash was kept."""
        return digest_of(self.content) == self.content_sha256


def digest_of(content: dict[str, Any]) -> str:
    """The SHA-256 of a sheet's content, written in one way."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
