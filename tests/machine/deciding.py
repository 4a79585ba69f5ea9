"""What those who are asked do: every verdict that the step offers, returns to every step, taking back."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from approvals import actions, errors, returns
from approvals.kinds import kind_of
from approvals.move import Move
from approvals.returns import Resume
from approvals.words import AGREEMENT
from tests.cast import at_row
from tests.machine.base import GONE, IN_THE_WAY, Base, Work, pick
from tests.machine.seen import ENDED_WELL, Seen, State

BEST = ("agreed", "for", "listed", "advised")
MEMBER = "centre_member"
GOES_ON = ("running", "refused", *ENDED_WELL)


class Deciding(Base):
    """The rules of those who are asked."""

    def offered(self, row: Any) -> list[str]:
        """What the page offers at a row."""
        kind = kind_of(self.seen.cases[row.case_id].kind)
        return [str(verdict) for verdict in kind.flow.instance.node(row.node).verdicts(row)]

    def say(self, row: Any, verdict: str, *, to: str = "", resume: str = Resume.AGAIN) -> bool:
        """Give a verdict at a row as its person."""
        case = self.seen.cases[row.case_id]
        work = self.decides(row, verdict, to=to, resume=resume)

        status = GOES_ON if verdict in (*AGREEMENT, *BEST) else ()
        status = {"returned": ("running" if to else "returned",), "refused": ("refused",)}.get(
            verdict, status
        )
        may = GONE if verdict == "returned" else IN_THE_WAY
        may = (*may, errors.NobodyToDecide) if to else may
        done = self.do(verdict, work, on=case.pk, may=may, status=status)
        if done and to and self.seen.cases[case.pk].step != to:
            self.must_hold([f"case {case.pk} was returned to {to} and is elsewhere"], verdict)
        return done

    def decides(self, row: Any, verdict: str, **how: Any) -> Work:
        about = {
            "case_id": row.case_id,
            "assignment_id": row.pk,
            "verdict": verdict,
            "text": "意见",
        }
        about |= {"actor": self.people[row.person_id]}
        about |= {"seen": self.seen.cases[row.case_id].data_version} | how
        return lambda key, at: actions.decide(at=at, key=key, **about)

    @precondition(lambda self: self.rows())
    @rule(which=pick, what=pick)
    def give_any_verdict(self, which: int, what: int) -> None:
        """Returns have a rule of their own."""
        row = self.one(self.rows(), which)
        offered = [verdict for verdict in self.offered(row) if verdict != "returned"]
        self.say(row, self.one(offered, what))

    @precondition(lambda self: self.rows())
    @rule(which=pick)
    def agree(self, which: int) -> None:
        row = self.one(self.rows(), which)
        self.say(row, self.best(row))

    @precondition(lambda self: self.rows())
    @rule(which=pick, times=st.integers(2, 7))
    def carry_on(self, which: int, times: int) -> None:
        """One case goes on, as those agree who are asked."""
        self.go_on(self.one(self.rows(), which).case_id, times)

    def go_on(self, case_id: int, times: int) -> None:
        for _ in range(times):
            rows = [row for row in self.rows() if row.case_id == case_id]
            if not rows:
                return
            first = next((row for row in rows if row.capacity == MEMBER), rows[0])
            if not self.say(first, self.best(first)):
                return

    def best(self, row: Any) -> str:
        return next(verdict for verdict in self.offered(row) if verdict in BEST)

    def may_return(self) -> list[Any]:
        rows = self.rows(State.OPEN, State.HELD)
        return [row for row in rows if "returned" in self.offered(row)]

    @precondition(lambda self: self.may_return())
    @rule(which=pick, where=pick, resume=st.sampled_from(Resume.values))
    def send_back(self, which: int, where: int, resume: str) -> None:
        """To the applicant, or to any step that was visited in this round."""
        row = self.one(self.may_return(), which)
        case = self.case(row.case_id)
        visited = returns.targets(
            case.process.flow_class,
            case.ruling,
            row.node,
            Move(case, case.applicant, self.cast.now).signed,
        )
        to = self.one(["", *(node.name for node in visited)], where)
        self.say(row, "returned", to=to, resume=resume)
        if self.seen.cases[case.pk].status in ("running", "returned") and to:
            self.carried_out[f"returned to a step {resume}"] += 1

    @precondition(lambda self: self.rows(State.HELD))
    @rule(which=pick)
    def refuse_while_waiting(self, which: int) -> None:
        """Who asked somebody first can refuse all the same."""
        row = self.one(self.rows(State.HELD), which)
        if "refused" in self.offered(row):
            self.say(row, "refused")

    @precondition(lambda self: self.rows())
    @rule(which=pick)
    def agree_and_take_it_back(self, which: int) -> None:
        row = self.one(self.rows(), which)
        if self.say(row, self.best(row)) and self.cases("running"):
            self._take_back(self.seen.rows[row.pk])

    def may_take_back(self) -> list[Any]:
        """Rows that are done, the newest word of each case first."""
        done = self.rows(State.DONE)
        done += [
            row
            for row in self.seen.asked(State.DONE)
            if self.seen.cases[row.case_id].status == "returned"
            and self.seen.active[row.person_id].is_active
        ]
        last = {o.assignment_id: o.pk for o in self.seen.opinions.values()}
        return sorted(done, key=lambda row: -last[row.pk])

    @precondition(lambda self: self.may_take_back())
    @rule(which=st.integers(0, 3))
    def take_back(self, which: int) -> None:
        self._take_back(self.one(self.may_take_back(), which))

    def _take_back(self, row: Any) -> None:
        case, person, before = self.case(row.case_id), self.people[row.person_id], self.seen

        def work(key, at):
            return at_row(self.cast, actions.take_back, case, person, row=row.pk, at=at, key=key)

        may = (errors.TooLate, *GONE)
        if self.do("take back", work, on=case.pk, may=may, status=("running",)):
            self.must_hold([*self._taken_back(before, row)], "take back")

    def _taken_back(self, before: Seen, row: Any) -> list[str]:
        new = self.seen.rows[row.pk]
        found = []
        if (
            new.state not in (State.OPEN, State.HELD)
            or self.seen.cases[row.case_id].step != row.node
        ):
            found.append(f"row {row.pk} took its word back and isn't asked")
        for task, rows in before.at.items():
            later = task > row.task_id and rows[0].case_id == row.case_id
            if later and any(r.origin_id or r.state == State.DONE for r in rows):
                found.append(f"row {row.pk} took its word back from under others at {rows[0].node}")
        return found
