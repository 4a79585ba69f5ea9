"""修订: figures and policy sets are proposed by one keeper of the rules and settled by a second one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from registry import amendments, rulebook
from registry.amendments import Amendment
from registry.errors import (
    AlreadyRevoked,
    AlreadySettled,
    FromTomorrow,
    GoesByItAlready,
    InForce,
    Retroactive,
    SamePerson,
)
from registry.org.models import Person, Unit
from registry.rule_keepers import check_keeper


def propose(*, parameter: str, value: Any, **about: Any) -> Amendment:
    """A proposed version of one figure; `about` as `propose_together` takes it."""
    [row] = propose_together({parameter: value}, **about)
    return row


def propose_set(*, bureau: Unit, set: str, effective: date, **about: Any) -> list[Amendment]:
    """Another set for the bureau from a day on; `about` as `propose_together` takes it.

    raises  GoesByItAlready, and as propose_together
    """
    before = rulebook.laid_on(rulebook.approved_in(bureau)).chosen(effective) or bureau.policy_set
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
    return _proposed(rows, today, only_look=only_look)


def propose_revocation(
    amendment: Amendment,
    *,
    by: Person,
    at: datetime,
    today: date,
    says: dict[str, str],
    article: str = "",
    only_look: bool = False,
) -> list[Amendment]:
    """That an approved amendment shall not come into force, as `propose_together` proposes a figure.

    raises  InForce, AlreadyRevoked, and as propose_together
    """
    row = Amendment(
        bureau=amendment.bureau,
        set=amendment.set,
        chapter=amendment.chapter,
        parameter=amendment.parameter,
        effective=amendment.effective,
        says=says,
        article=article,
        revokes=amendment,
        proposed_by=by,
        proposed_at=at,
    )
    return _proposed([row], today, only_look=only_look)


def _proposed(rows: list[Amendment], today: date, *, only_look: bool) -> list[Amendment]:
    with transaction.atomic():
        for row in rows:
            check_keeper(row.bureau, row.chapter, row.proposed_by, today)
            _check_day(row, today)
        _check_standing(rows)
        rulebook.book_with(*rows)
        if only_look:
            return rows
        for row in rows:
            row.save()
            told: dict[str, Any] = {"set": row.set, "chapter": row.chapter}
            told |= {"parameter": row.parameter, "value": row.value, "says": row.says}
            told |= {"effective": row.effective.isoformat(), "article": row.article}
            if row.revokes_id is not None:
                told["revokes"] = row.revokes_id
            amendments.write(row, "proposed", told, by=row.proposed_by, at=row.proposed_at)
            row.save(update_fields=["journal_seq", "journal_digest"])
        return rows


def settle(*, amendment_id: int, by: Person, at: datetime, today: date, approve: bool) -> Amendment:
    """Approve or decline; the second person's word.

    raises  NotARuleKeeper, SamePerson, AlreadySettled, Retroactive, FromTomorrow, InForce,
            AlreadyRevoked, policy.errors.BadRulebook
    """
    [row] = settle_together([amendment_id], by=by, at=at, today=today, approve=approve)
    return row


def settle_together(
    amendment_ids: Iterable[int], *, by: Person, at: datetime, today: date, approve: bool
) -> list[Amendment]:
    """Approve or decline several amendments of one bureau, all or none.

    raises  as settle
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
            _check_standing(rows)
            rulebook.book_with(*rows)
        for row in rows:
            row.settled_by, row.settled_at, row.approved = by, at, approve
            amendments.write(row, "approved" if approve else "declined", {}, by=by, at=at)
            changed = ["settled_by", "settled_at", "approved", "journal_seq", "journal_digest"]
            row.save(update_fields=changed)
        return rows


def _check_standing(rows: Iterable[Amendment]) -> None:
    """Only what was approved and stands can be revoked."""
    for row in rows:
        if row.revokes is not None and row.revokes not in rulebook.approved_in(row.bureau):
            raise AlreadyRevoked


def _check_day(row: Amendment, today: date) -> None:
    if row.revokes_id is not None and row.effective <= today:
        raise InForce(day=row.effective.isoformat())
    if row.effective < today:
        raise Retroactive(today=today.isoformat())
    if row.chooses_set and row.effective == today:
        raise FromTomorrow
