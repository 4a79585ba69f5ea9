"""What a training period waits for, and what its decision changes in the registers."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from approvals.roles import Role
from approvals.words import Verdict
from policy import probation
from policy.calendar import SHANGHAI
from policy.errors import PolicyError
from registry.errors import RegistryError
from registry.org.models import Person
from registry.people import managers, probations
from registry.people.models import Change
from registry.people.training import Probation
from workflows.probation.models import Training

Outcome = Probation.Outcome
_MORNING = time(8)


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def summary_is_due(case: Case) -> datetime:
    """The morning on which the person is asked for a summary."""
    held = Training.of(case).probation
    return _at(probation.reminded_on(probation.named(case.ruling), held.ends_on), _MORNING)


def period_is_over(case: Case) -> datetime:
    """Midnight after the last day of the period."""
    return _at(Training.of(case).probation.ends_on + timedelta(days=1), time())


def last_day(held: Probation, case: Case, move: Move, *, extended: int) -> dict[str, Any]:
    """The last day and the day of the decision, by the frozen figures and the leave that counts.

    raises  BadFact
    """
    values, leave = probation.named(case.ruling), probations.leave_days(held)
    about: dict[str, Any] = {"leave_days": leave, "extended": extended, "calendar": move.calendar}
    day = probation.ends_on(values, held.kind, held.started_on, **about)
    by = probation.decided_by(values, day, move.calendar)
    return {"ends_on": day, "decide_by_on": by, "extended": extended}


def tell_of_the_end(case: Case, move: Move) -> None:
    """The person, their head and human resources are told when it ends."""
    held = Training.of(case).probation
    seats = [*move.people.seats(Role.UNIT_HEAD), *move.people.seats(Role.HR)]
    people = [held.manager.person_id, *(seat.person.pk for seat in seats)]
    with override("zh-hans"):  # what is stored is Chinese
        note = _("The training period ends on %(day)s; the decision is due by %(by)s.") % {
            "day": date_format(held.ends_on),
            "by": date_format(held.decide_by_on),
        }
    key = f"{held.pk}:{held.extended}:{held.ends_on:%Y%m%d}"
    move.tell("probation_ends", key, people=list(dict.fromkeys(people)), note=note)


def extend(case: Case, move: Move) -> None:
    """The period ends later, once more as often as the policy lets it."""
    held = _held(case)
    try:
        moved = last_day(held, case, move, extended=held.extended + 1)
    except PolicyError as refusal:
        raise NotPossibleNow(why=refusal.sentence("zh-hans")) from refusal
    probations.move_end(held, **moved, by=_actor(move), at=move.at)
    move.note("probation_extended", last_day=moved["ends_on"].isoformat())


def confirm_in_post(case: Case, move: Move) -> None:
    """转正: the person stays an account manager; the change is filed."""
    held = _held(case)
    about: dict[str, Any] = {"by": _actor(move), "at": move.at}
    probations.settle(held, Outcome.CONFIRMED, on=move.on, **about)
    told: dict[str, Any] = {"reason": "考核培训期合格"}
    about |= {"on": move.on, "told": told, "origin": case.journal_subject}
    try:
        managers.note(held.manager_id, Change.What.CONFIRMED, **about)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    move.note("probation_settled", outcome=str(Outcome.CONFIRMED))


def end_in_post(case: Case, move: Move) -> None:
    """转入其他序列、提前结束: the appointment ends, which the hand-over of customers follows."""
    held = _held(case)
    moved = case.result == Verdict.MOVED
    outcome = Outcome.MOVED if moved else Outcome.ENDED_EARLY
    series = str(_series(move)) if moved else ""
    about: dict[str, Any] = {"by": _actor(move), "at": move.at}
    probations.settle(held, outcome, on=move.on, series=series, **about)
    if held.manager.ended_on is None:
        why = f"转入{series}" if moved else "考核培训期提前结束"
        managers.leave(
            held.manager_id, last_day=move.on, why=why, origin=case.journal_subject, **about
        )
    move.note("probation_settled", outcome=str(outcome))


def _series(move: Move) -> str:
    said = move.answers("hr_decision") or move.answers("hr_review")
    return str(said.get("series", ""))


def _held(case: Case) -> Probation:
    """The period behind the lock of its person."""
    try:
        return probations.locked(Training.of(case).probation_id)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal


def _actor(move: Move) -> Person | None:
    return move.actor if move.actor.pk else None


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=SHANGHAI)
