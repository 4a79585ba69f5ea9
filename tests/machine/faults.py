"""Guards of the engine, switched off one by one: each makes a history go wrong that the judges see."""

from collections.abc import Callable

from pytest import MonkeyPatch

from approvals import (
    activation,
    apart,
    authority,
    carrying,
    company,
    deadlines,
    errors,
    locking,
    reorganise,
    returns,
)
from approvals.actions import (
    administering,
    deciding,
    informing,
    meeting,
    passing_on,
    submitting,
    taking_back,
)
from approvals.deliberation import Deliberate
from approvals.models import Assignment
from approvals.models.signing import OpinionQuerySet
from approvals.people import People
from approvals.steps import Step

State = Assignment.State
ACTIONS = (administering, deciding, informing, meeting, passing_on, submitting, taking_back)
Fault = Callable[[MonkeyPatch], None]


def nobody_is_barred(patch: MonkeyPatch) -> None:
    """Who has a part in a case is asked, and may decide."""
    around = People.around.__func__

    def of_all(cls, case, on):
        people = around(cls, case, on)
        people.barred = frozenset()
        return people

    patch.setattr(People, "around", classmethod(of_all))


def steps_are_not_kept_apart(patch: MonkeyPatch) -> None:
    """Who decided one step is asked at the next."""
    for module in (activation, apart, carrying, deadlines, meeting, passing_on, reorganise):
        patch.setattr(module, "deciders_apart", lambda move, node: set())


def words_that_were_taken_back_count(patch: MonkeyPatch) -> None:
    patch.setattr(OpinionQuerySet, "standing", lambda self: self.all())


def sign_offs_outlive_every_change(patch: MonkeyPatch) -> None:
    """What was signed off counts on, whatever the applicant changed."""
    patch.setattr(returns, "still_vouched", lambda move: dict(move.signed))


def who_waits_may_sign(patch: MonkeyPatch) -> None:
    _let_through(patch, State.WAITING, errors.NotYourTurn)


def a_suspended_case_is_decided(patch: MonkeyPatch) -> None:
    _let_through(patch, State.PAUSED, errors.IsSuspended)


def _let_through(patch: MonkeyPatch, state: int, refusal: type[Exception]) -> None:
    checked = deciding.check_open

    def check(case, row):
        try:
            checked(case, row)
        except refusal:
            if row.state != state:
                raise

    patch.setattr(deciding, "check_open", check)


def who_asked_for_advice_is_forgotten(patch: MonkeyPatch) -> None:
    """The step doesn't come back to who asked."""
    turn_has_come = company.Company.to_open

    def but_theirs(self, in_turn):
        return [row for row in turn_has_come(self, in_turn) if row.state != State.HELD]

    patch.setattr(company.Company, "to_open", but_theirs)


def a_touched_step_is_taken_away(patch: MonkeyPatch) -> None:
    """A word is taken back from under those who have acted on it."""
    patch.setattr(taking_back, "_untouched", lambda case, after, said: after.finished is None)


def whoever_is_named_is_asked(patch: MonkeyPatch) -> None:
    """A case is handed to somebody with a part in it."""
    named = People.named

    def any_seat(self, person, role, reason, *, apart=()):
        barred, self.barred = self.barred, frozenset()
        try:
            return named(self, person, role, reason, apart=apart)
        finally:
            self.barred = barred

    patch.setattr(People, "named", any_seat)


def leavers_keep_what_waits(patch: MonkeyPatch) -> None:
    """A sweep sees nobody who has gone."""
    patch.setattr(reorganise, "_affected", lambda at: Assignment.objects.none())


def a_discussion_needs_no_quorum(patch: MonkeyPatch) -> None:
    patch.setattr(Deliberate, "check", Step.check)


def a_step_that_ends_forgets_who_waits(patch: MonkeyPatch) -> None:
    def close(self):
        rows = Assignment.objects.filter(task=self.task, state=State.OPEN)
        rows.update(state=State.CLOSED, finished_at=self.move.at)

    patch.setattr(activation.StepActivation, "close_rows", close)


def what_is_sent_twice_is_done_twice(patch: MonkeyPatch) -> None:
    for module in (locking, *ACTIONS):
        if hasattr(module, "done_before"):
            patch.setattr(module, "done_before", lambda *about, **said: False)


def anybody_administers(patch: MonkeyPatch) -> None:
    patch.setattr(authority, "check_administrator", lambda move: None)


def all_are_asked_at_once(patch: MonkeyPatch) -> None:
    """Where one signs after the other, and after who added them."""

    def waiting(self, in_turn):
        return [row for row in self.rows if row.state == State.WAITING]

    patch.setattr(company.Company, "to_open", waiting)


# Each with the seed that finds it soon; the search goes on from there.
FAULTS: dict[Fault, int] = {
    nobody_is_barred: 0,
    steps_are_not_kept_apart: 2,
    words_that_were_taken_back_count: 0,
    sign_offs_outlive_every_change: 0,
    who_waits_may_sign: 0,
    a_suspended_case_is_decided: 2,
    who_asked_for_advice_is_forgotten: 0,
    a_touched_step_is_taken_away: 3,
    whoever_is_named_is_asked: 1,
    leavers_keep_what_waits: 0,
    a_discussion_needs_no_quorum: 1,
    a_step_that_ends_forgets_who_waits: 0,
    what_is_sent_twice_is_done_twice: 0,
    anybody_administers: 0,
    all_are_asked_at_once: 0,
}
