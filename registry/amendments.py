"""Rules that the organisation sets itself: proposed by one person, approved by another.

Who proposed what and who settled it also stands in a journal of its own, one chain an amendment.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q, QuerySet

from policy import book as policy_book
from policy.loading import shipped
from registry import journal
from registry.errors import (
    AlreadySettled,
    FromTomorrow,
    GoesByItAlready,
    NotARuleKeeper,
    Retroactive,
    SamePerson,
)
from registry.journal import Head
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole

KEEPERS = (
    PostRole.MARKETING_HEAD,
    PostRole.MARKETING_DEPUTY,
    PostRole.CENTRE_DIRECTOR,
    PostRole.INFO_SUPERVISOR,
)

# Of these chapters human resources keeps the figures as well.
OF_PERSONNEL = (
    *("probation", "managers", "scorecard", "fixed-performance", "guarantee"),
    *("commission", "coefficient", "arrears", "discipline", "pay"),
)


class Amendment(models.Model):
    """A new version of one figure. Once settled (approved or declined) it is never changed.

    set      in which the figure stands; without chapter and parameter, the set that the bureau
             goes by from that day on
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


def approved_in(bureau: Unit | int | None) -> list[Amendment]:
    """The bureau's approved amendments, in the order of their approval."""
    rows = Amendment.objects.filter(approved=True)
    if bureau is not None:
        rows = rows.filter(bureau=bureau)
    return list(rows.order_by("settled_at", "pk"))


def of_bureau(bureau: Unit) -> QuerySet[Amendment]:
    """All amendments of a bureau: those that wait first, then the latest."""
    rows = Amendment.objects.filter(bureau=bureau).select_related("proposed_by", "settled_by")
    return rows.order_by(F("settled_at").desc(nulls_first=True), "-pk")


def laid_on(rows: Iterable[Amendment]) -> policy_book.Rulebook:
    """The shipped book with these amendments; raises policy.errors.BadRulebook."""
    rows = list(rows)
    return shipped().with_amendments(
        [row.as_policy() for row in rows if not row.chooses_set],
        [policy_book.Choice(row.effective, row.set) for row in rows if row.chooses_set],
    )


def book_with(*rows: Amendment) -> policy_book.Rulebook:
    """The book as it would be with amendments of one bureau; raises policy.errors.BadRulebook."""
    return laid_on([*approved_in(rows[0].bureau), *rows])


def propose(*, parameter: str, value: Any, **about: Any) -> Amendment:
    """A proposed version of one figure; `about` as `propose_together` takes it."""
    [row] = propose_together({parameter: value}, **about)
    return row


def propose_set(*, bureau: Unit, set: str, effective: date, **about: Any) -> list[Amendment]:
    """Another set for the bureau from a day on; `about` as `propose_together` takes it.

    raises  GoesByItAlready, and as propose_together
    """
    before = laid_on(approved_in(bureau)).chosen(effective) or bureau.policy_set
    if set == before:
        raise GoesByItAlready
    about |= {"bureau": bureau, "set": set, "effective": effective}
    return propose_together({"": None}, chapter="", **about)


def propose_together(
    figures: Mapping[str, Any],
    *,
    bureau: Unit,
    by: Person,
    at: datetime,
    today: date,
    set: str,
    chapter: str,
    effective: date,
    says: dict[str, str],
    article: str = "",
    only_look: bool = False,
) -> list[Amendment]:
    """Proposed versions of several figures of one chapter, checked as the loader checks the files, as a
    whole; in force only once approved.

    only_look  check them and write nothing
    raises     NotARuleKeeper, Retroactive, policy.errors.BadRulebook
    """
    with transaction.atomic():
        check_keeper(bureau, chapter, by, today)
        rows = [
            Amendment(
                bureau=bureau,
                set=set,
                chapter=chapter,
                parameter=parameter,
                effective=effective,
                value=value,
                says=says,
                article=article,
                proposed_by=by,
                proposed_at=at,
            )
            for parameter, value in figures.items()
        ]
        for row in rows:
            _check_day(row, today)
        book_with(*rows)
        if only_look:
            return rows
        for row in rows:
            row.save()
            told = {"set": set, "chapter": chapter, "parameter": row.parameter, "value": row.value}
            told |= {"effective": effective.isoformat(), "says": says, "article": article}
            _write(row, "proposed", told, by=by, at=at)
            row.save(update_fields=["journal_seq", "journal_digest"])
        return rows


def settle(*, amendment_id: int, by: Person, at: datetime, today: date, approve: bool) -> Amendment:
    """Approve or decline; the second person's word.

    raises  NotARuleKeeper, SamePerson, AlreadySettled, Retroactive, policy.errors.BadRulebook
    """
    [row] = settle_together([amendment_id], by=by, at=at, today=today, approve=approve)
    return row


def settle_together(
    amendment_ids: Iterable[int], *, by: Person, at: datetime, today: date, approve: bool
) -> list[Amendment]:
    """Approve or decline several amendments of one bureau, all or none.

    raises  NotARuleKeeper, SamePerson, AlreadySettled, Retroactive, policy.errors.BadRulebook
    """
    with transaction.atomic():
        asked = Amendment.objects.filter(pk__in=list(amendment_ids)).order_by("pk")
        rows = list(asked.select_for_update(of=("self",)))
        bureau = Unit.objects.select_for_update(no_key=True).get(pk=rows[0].bureau_id)
        for row in rows:
            if row.settled_by_id is not None:
                raise AlreadySettled(who=str(row.settled_by))
            if row.proposed_by_id == by.pk:
                raise SamePerson
            check_keeper(bureau, row.chapter, by, today)
            if approve:
                _check_day(row, today)
        if approve:
            book_with(*rows)
        for row in rows:
            row.settled_by, row.settled_at, row.approved = by, at, approve
            _write(row, "approved" if approve else "declined", {}, by=by, at=at)
            changed = ["settled_by", "settled_at", "approved", "journal_seq", "journal_digest"]
            row.save(update_fields=changed)
        return rows


def keepers_of(chapter: str) -> tuple[PostRole, ...]:
    """The posts that propose and approve figures of a chapter."""
    return (*KEEPERS, PostRole.HR) if chapter in OF_PERSONNEL else KEEPERS


def may_keep(bureau: Unit, person: Person, today: date, chapter: str = "") -> bool:
    """Whether the person may propose or approve a rule of the bureau; HR those of personnel."""
    roles = keepers_of(chapter)
    held = Post.objects.on(today).filter(person=person, role__in=roles, unit__bureau=bureau)
    return held.exists()


def check_keeper(bureau: Unit, chapter: str, person: Person, today: date) -> None:
    """Raises NotARuleKeeper for somebody who doesn't keep that chapter of the bureau on that day."""
    if not may_keep(bureau, person, today, chapter):
        raise NotARuleKeeper


def _check_day(row: Amendment, today: date) -> None:
    if row.effective < today:
        raise Retroactive(today=today.isoformat())
    if row.chooses_set and row.effective == today:
        raise FromTomorrow


def faults() -> Iterator[str]:
    """What is wrong with the journals of amendments."""
    rows = {row.journal_subject: row for row in Amendment.objects.exclude(journal_seq=0)}
    for subject, row in rows.items():
        yield from journal.faults(subject, Head(row.journal_seq, row.journal_digest))
    lines = journal.Entry.objects.filter(subject__startswith="amendment:")
    for subject in lines.exclude(subject__in=rows).values_list("subject", flat=True).distinct():
        yield f"{subject} has a journal that its row doesn't know"


def _write(row: Amendment, verb: str, told: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    head = journal.append(
        subject=row.journal_subject,
        head=Head(row.journal_seq, row.journal_digest),
        lines=[(verb, told)],
        at=at,
        actor_id=by.pk,
    )
    row.journal_seq, row.journal_digest = head.seq, head.digest
