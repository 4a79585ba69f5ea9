"""A consent is taken back before its time is over: by the heads of the centre, with a reason."""

from datetime import datetime
from uuid import UUID

from approvals.actions.rows import check_reason
from approvals.errors import NotThere
from approvals.locking import done_before, locked
from approvals.models import Case
from approvals.move import Move
from registry.errors import RegistryError
from registry.org import posts
from registry.org.models import Person
from registry.org.roles import UNIT_AND_BELOW
from registry.sharing import consents
from registry.sharing.models import Consent
from workflows.crossing.effects import NotPossibleNow, consent_of

MAX_REASON = 200


def take_back(*, case_id: int, actor: Person, reason: str, at: datetime, key: UUID | None) -> Case:
    """From today on the unit markets there no more, and its split ends; both units are told.

    raises  NotThere, NotPossibleNow, SayWhy, TooLong, HiddenControl, Unprintable, KeyUsed, Busy
    """
    why = check_reason(reason, MAX_REASON)
    with locked(case_id) as case:
        if done_before(key, case, actor):
            return case
        given = consent_of(case)
        if given is None:
            raise NotThere
        move = Move(case, actor, at, key)
        try:
            row = consents.revoke(given.pk, why=why, by=actor, at=at)
        except RegistryError as refusal:
            raise NotPossibleNow(why=refusal) from refusal
        move.note("consent_revoked", consent=row.pk, text=why)
        note = f"{row.unit}自{move.on:%Y-%m-%d}起不得再到{row}营销：{why}"
        move.tell("consent_revoked", row.pk, people=_concerned(case, row, move), note=note)
        move.write()
        return case


def _concerned(case: Case, row: Consent, move: Move) -> list[int]:
    """Who goes there, who asked, the heads of both units, and who looks after the customer."""
    people: list[int | None] = [row.person_id, case.applicant_id]
    for unit in (row.unit_id, row.owner_id):
        people += [post.person_id for post in posts.of_unit(unit, UNIT_AND_BELOW, move.on)]
    if row.customer is not None:
        people += row.customer.managers
    return list(dict.fromkeys(pk for pk in people if pk and pk != move.actor.pk))
