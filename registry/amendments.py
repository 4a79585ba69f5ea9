"""Rules that the organisation sets itself: proposed by one person, approved by another."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from policy import book as policy_book
from policy.loading import shipped
from registry.errors import AlreadySettled, NotARuleKeeper, Retroactive, SamePerson
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole

KEEPERS = (
    PostRole.MARKETING_HEAD,
    PostRole.MARKETING_DEPUTY,
    PostRole.CENTRE_DIRECTOR,
    PostRole.INFO_SUPERVISOR,
)


class Amendment(models.Model):
    """A new version of one figure. Once settled (approved or declined) it is never changed."""

    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    set = models.CharField(max_length=40)
    chapter = models.CharField(max_length=40)
    parameter = models.CharField(max_length=60)
    effective = models.DateField()
    value = models.JSONField(null=True)
    says = models.JSONField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    approved = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="two_people_amend",
                condition=Q(settled_by=None) | ~Q(settled_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="approved_is_settled",
                condition=Q(approved=False) | Q(settled_by__isnull=False),
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
        )


def approved_in(bureau: Unit | int | None) -> list[Amendment]:
    """The bureau's approved amendments, in the order of their approval."""
    rows = Amendment.objects.filter(approved=True)
    if bureau is not None:
        rows = rows.filter(bureau=bureau)
    return list(rows.order_by("settled_at", "pk"))


def propose(
    *,
    bureau: Unit,
    by: Person,
    at: datetime,
    today: date,
    set: str,
    chapter: str,
    parameter: str,
    effective: date,
    value: Any,
    says: dict[str, str],
) -> Amendment:
    """A proposed version, checked as the loader checks the files; in force only once approved.

    raises  NotARuleKeeper, Retroactive, policy.errors.BadRulebook
    """
    with transaction.atomic():
        _check_keeper(bureau, by, today)
        if effective < today:
            raise Retroactive(today=today.isoformat())
        row = Amendment(
            bureau=bureau,
            set=set,
            chapter=chapter,
            parameter=parameter,
            effective=effective,
            value=value,
            says=says,
            proposed_by=by,
            proposed_at=at,
        )
        shipped().with_amendments([a.as_policy() for a in [*approved_in(bureau), row]])
        row.save()
        return row


def settle(*, amendment_id: int, by: Person, at: datetime, today: date, approve: bool) -> Amendment:
    """Approve or decline; the second person's word.

    raises  NotARuleKeeper, SamePerson, AlreadySettled, Retroactive, policy.errors.BadRulebook
    """
    with transaction.atomic():
        row = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment_id)
        Unit.objects.select_for_update(no_key=True).get(pk=row.bureau_id)
        if row.settled_by_id is not None:
            raise AlreadySettled(who=str(row.settled_by))
        if row.proposed_by_id == by.pk:
            raise SamePerson
        _check_keeper(row.bureau, by, today)
        if approve:
            if row.effective < today:
                raise Retroactive(today=today.isoformat())
            shipped().with_amendments([a.as_policy() for a in [*approved_in(row.bureau), row]])
        row.settled_by, row.settled_at, row.approved = by, at, approve
        row.save(update_fields=["settled_by", "settled_at", "approved"])
        return row


def _check_keeper(bureau: Unit, person: Person, today: date) -> None:
    held = Post.objects.on(today).filter(person=person, role__in=KEEPERS, unit__bureau=bureau)
    if not held.exists():
        raise NotARuleKeeper
