"""Rules that the organisation sets itself: proposed by one person, approved by another.

Who proposed what and who settled it also stands in a journal of its own, one chain an amendment.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from policy import book as policy_book
from registry import journal
from registry.journal import Head
from registry.org.models import Person, Unit


class Amendment(models.Model):
    """A new version of one figure. Once settled (approved or declined) it is never changed.

    set      in which the figure stands; without chapter and parameter, the set that the bureau
             goes by from that day on
    revokes  the approved amendment that shall not come into force; set, figure and day are its own
    article  the bureau's own document that says so, if there is one
    """

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    set = models.CharField(max_length=40)
    chapter = models.CharField(max_length=40, blank=True)
    parameter = models.CharField(max_length=60, blank=True)
    effective = models.DateField()
    value = models.JSONField(null=True)
    says = models.JSONField()
    article = models.CharField(max_length=60, blank=True)
    revokes = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="revocations"
    )
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    approved = models.BooleanField(default=False)
    journal_seq = models.PositiveIntegerField(default=0)
    journal_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "settled_at"])]
        constraints = [
            models.CheckConstraint(
                name="two_people_amend",
                condition=Q(settled_by=None) | ~Q(settled_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="approved_is_settled",
                condition=Q(approved=False) | Q(settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_amendment_names_a_figure_or_a_set",
                condition=Q(chapter="", parameter="", value__isnull=True)
                | ~Q(Q(chapter="") | Q(parameter="")),
            ),
            models.CheckConstraint(
                name="a_revocation_sets_no_figure",
                condition=Q(revokes=None) | Q(value__isnull=True),
            ),
            models.UniqueConstraint(
                name="revoked_once", fields=["revokes"], condition=Q(approved=True)
            ),
        ]

    def as_policy(self) -> policy_book.Amendment:
        """The amendment as the rulebook takes it."""
        return policy_book.Amendment(
            set=self.set,
            chapter=self.chapter,
            parameter=self.parameter,
            effective=self.effective,
            value=self.value,
            says=self.says,
            article=self.article,
        )

    @property
    def chooses_set(self) -> bool:
        """Whether it is the bureau's way over to another set, and no figure."""
        return not self.parameter

    @property
    def journal_subject(self) -> str:
        return f"amendment:{self.pk}"


def of_bureau(bureau: Unit | None) -> QuerySet[Amendment]:
    """All amendments of a bureau with `revoked` on each: those that wait first, then the latest."""
    rows = Amendment.objects.filter(bureau=bureau).select_related("proposed_by", "settled_by")
    revoking = Amendment.objects.filter(revokes=OuterRef("pk"), approved=True)
    rows = rows.annotate(revoked=Exists(revoking))
    return rows.order_by(F("settled_at").desc(nulls_first=True), "-pk")


def faults() -> Iterator[str]:
    """What is wrong with the journals of amendments."""
    rows = {row.journal_subject: row for row in Amendment.objects.exclude(journal_seq=0)}
    for subject, row in rows.items():
        yield from journal.faults(subject, Head(row.journal_seq, row.journal_digest))
    lines = journal.Entry.objects.filter(subject__startswith="amendment:")
    for subject in lines.exclude(subject__in=rows).values_list("subject", flat=True).distinct():
        yield f"{subject} has a journal that its row doesn't know"


def write(row: Amendment, verb: str, told: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    head = journal.append(
        subject=row.journal_subject,
        head=Head(row.journal_seq, row.journal_digest),
        lines=[(verb, told)],
        at=at,
        actor_id=by.pk,
    )
    row.journal_seq, row.journal_digest = head.seq, head.digest
