"""What nobody may do, and what was done before: it is refused with a sentence, or does nothing."""

from typing import Any

from hypothesis.stateful import precondition, rule

from approvals import actions
from approvals.authority import ADMINISTRATORS
from tests.cast import at_row, on_case
from tests.machine.base import CLEAN, pick
from tests.machine.running import Running
from tests.machine.seen import State

OVER = (State.DONE, State.CLOSED, State.PASSED)


class Attempts(Running):
    """The rules of what must not work."""

    def try_to_decide(self, name: str, row: Any, verdict: str = "", **how: Any) -> None:
        key = how.pop("key", None)
        work = self.decides(row, verdict or self.best(row), **how)
        self.refuse(name, work, key=key)

    @precondition(lambda self: not self.tried and self.rows())
    @rule(which=pick, who=pick)
    def a_stranger_decides(self, which: int, who: int) -> None:
        row = self.one(self.rows(), which)
        others = [one for one in self.people.values() if one.pk != row.person_id]
        self.try_to_decide("a stranger decides", row, actor=self.one(others, who))

    @precondition(lambda self: not self.tried and self.seen.asked(*OVER))
    @rule(which=pick)
    def somebody_decides_where_it_is_over(self, which: int) -> None:
        row = self.one(self.seen.asked(*OVER), which)
        self.try_to_decide("decide where it is over", row)

    @precondition(
        lambda self: not self.tried and self.seen.asked(State.WAITING, State.PAUSED, State.HELD)
    )
    @rule(which=pick)
    def somebody_decides_out_of_turn(self, which: int) -> None:
        row = self.one(self.seen.asked(State.WAITING, State.PAUSED, State.HELD), which)
        self.try_to_decide(f"decide while {State(row.state).name.lower()}", row)

    @precondition(lambda self: not self.tried and self.rows())
    @rule(which=pick, off=pick)
    def somebody_decides_on_an_old_page(self, which: int, off: int) -> None:
        row = self.one(self.rows(), which)
        seen = self.seen.cases[row.case_id].data_version - 1 - off % 2
        self.try_to_decide("decide on an old page", row, seen=seen)

    @precondition(lambda self: not self.tried and self.rows())
    @rule(which=pick, what=pick)
    def somebody_says_what_the_step_does_not_know(self, which: int, what: int) -> None:
        row = self.one(self.rows(), which)
        known = ("agreed", "refused", "listed", "for", "advised", "resubmitted", "draft", "")
        other = [verdict for verdict in known if verdict not in self.offered(row)]
        self.try_to_decide(
            "say what the step doesn't know", row, self.one(other, what) or "nothing"
        )

    @precondition(lambda self: not self.tried and self.may_return())
    @rule(which=pick, where=pick)
    def somebody_returns_to_where_it_never_was(self, which: int, where: int) -> None:
        row = self.one(self.may_return(), which)
        to = self.one((row.node, "revise", "agreed", "nowhere", "listing", "final"), where)
        self.try_to_decide("return to where it never was", row, "returned", to=to)

    @precondition(lambda self: not self.tried and self.other_rows())
    @rule(which=pick)
    def a_key_is_used_for_something_else(self, which: int) -> None:
        row = self.one(self.other_rows(), which)
        self.try_to_decide("use a key again", row, key=self.last[2])

    def other_rows(self) -> list[Any]:
        """Rows of cases that the last step was not about."""
        if not self.last or self.last[3] is None or self.last[0] in ("deadlines", "sweep"):
            return []
        return [row for row in self.rows() if row.case_id != self.last[3]]

    @precondition(lambda self: not self.tried and self.handed_on())
    @rule(which=pick, who=pick, what=pick)
    def somebody_with_a_part_is_brought_in(self, which: int, who: int, what: int) -> None:
        row = self.one(self.handed_on(), which)
        case, by = self.case(row.case_id), self.people[row.person_id]
        to = self.people[self.one(sorted(self.seen.barred[case.pk]), who)]
        action, how = self.one(
            (
                (actions.transfer, {}),
                (actions.delegate, {}),
                (actions.add_signer, {"where": "beside"}),
            ),
            what,
        )

        def work(key, at):
            return at_row(self.cast, action, case, by, row=row.pk, to=to, at=at, key=key, **how)

        self.refuse("bring in somebody with a part", work)

    @precondition(lambda self: not self.tried and self.cases("running", "returned"))
    @rule(which=pick, who=pick, what=pick)
    def somebody_without_the_post_administers(self, which: int, who: int, what: int) -> None:
        """Nor does an administrator with a part in the case."""
        case = self.case(self.one(self.cases("running", "returned"), which).pk)
        held = [p.person_id for p in self.seen.posts.values() if p.role in ADMINISTRATORS]
        barred = self.seen.barred[case.pk]
        others = [p for pk, p in self.people.items() if pk not in held or pk in barred]
        action = self.one((actions.suspend, actions.terminate), what)
        by, how = self.one(others, who), {"reason": "想停"}

        def work(key, at):
            return on_case(self.cast, action, case, by, at=at, key=key, **how)

        self.refuse("administer without the post", work)

    @precondition(lambda self: not self.tried and self.decided())
    @rule(which=pick)
    def an_applicant_withdraws_after_a_verdict(self, which: int) -> None:
        found = self.one(self.decided(), which)
        case, by = self.case(found.pk), self.people[found.applicant_id]

        def work(key, at):
            return on_case(self.cast, actions.withdraw, case, by, at=at, key=key)

        self.refuse("withdraw after a verdict", work)

    def decided(self) -> list[Any]:
        """Running cases of which somebody has said a word in this round that counts."""
        return [
            case
            for case in self.cases("running")
            if any(o.round == case.round for o in self.seen.said_of.get(case.pk, []))
        ]

    @precondition(lambda self: not self.tried and self.seen.asked(State.DONE))
    @rule(which=pick, who=pick)
    def somebody_takes_back_the_word_of_another(self, which: int, who: int) -> None:
        row = self.one(self.seen.asked(State.DONE), which)
        case = self.case(row.case_id)
        by = self.one([one for one in self.people.values() if one.pk != row.person_id], who)

        def work(key, at):
            return at_row(self.cast, actions.take_back, case, by, row=row.pk, at=at, key=key)

        self.refuse("take back the word of another", work)

    @precondition(lambda self: self.last and self.fresh)
    @rule()
    def do_the_last_again(self) -> None:
        """Sent twice it is done once, and the second sender is told that it is done."""
        name, work, key, _ = self.last
        before = self.seen
        try:
            work(key, self.cast.later())
        except CLEAN as refusal:
            self.must_hold([f"it was refused: {refusal!r}"], f"a second {name}")
        except Exception:
            self.failed = True
            raise
        self.carried_out["repeat"] += 1
        self.fresh = False
        self.look()
        self.unchanged(before, f"a second {name}")
