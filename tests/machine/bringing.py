"""What those who are asked do with others: hand over, ask for advice, add signers and send them away."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from approvals import actions, errors
from approvals.models import Assignment
from tests.cast import at_row
from tests.machine.base import GONE, pick
from tests.machine.deciding import Deciding
from tests.machine.seen import State

Reason = Assignment.Reason
MAY = (errors.CannotBeAsked, errors.AskedAlready, *GONE)
NO_OTHERS = ("ballot", "discuss")  # those who vote speak for themselves


class Bringing(Deciding):
    """The rules of transfer, advice and signers."""

    def handed_on(self) -> list[Any]:
        """Rows from which others can be brought in."""
        return [
            row
            for row in self.rows()
            if row.node not in NO_OTHERS and row.reason != Reason.DELEGATED
        ]

    def somebody(self, row: Any, n: int) -> Any:
        """Somebody who works here and isn't at the step yet; all of those come up."""
        asked = {r.person_id for r in self.seen.at[row.task_id]}
        barred = self.seen.barred[row.case_id]
        out = {pk for pk, one in self.seen.active.items() if not one.is_active}
        free = [p for pk, p in self.people.items() if pk not in asked | barred | out]
        return self.one(free or list(self.people.values()), n)

    def bring(self, name: str, action: Any, row: Any, to: Any, **how: Any) -> bool:
        case, by = self.case(row.case_id), how.pop("by", None) or self.people[row.person_id]
        how |= {"row": row.pk, "to": to}
        may = how.pop("may", MAY)

        def work(key, at):
            return at_row(self.cast, action, case, by, at=at, key=key, **how)

        return self.do(name, work, on=case.pk, may=may, same_step=True)

    @precondition(lambda self: self.handed_on())
    @rule(which=pick, who=pick)
    def transfer(self, which: int, who: int) -> None:
        row = self.one(self.handed_on(), which)
        self.bring("transfer", actions.transfer, row, self.somebody(row, who), note="我出差")

    def handed_over(self) -> list[Any]:
        return [row for row in self.handed_on() if row.reason == Reason.TRANSFERRED]

    @precondition(lambda self: self.handed_over())
    @rule(which=pick)
    def transfer_back(self, which: int) -> None:
        row = self.one(self.handed_over(), which)
        to = self.people[self.seen.rows[row.origin_id].person_id]
        self.bring("transfer back", actions.transfer, row, to)

    @precondition(lambda self: self.handed_on())
    @rule(which=pick, who=pick)
    def delegate(self, which: int, who: int) -> None:
        row = self.one(self.handed_on(), which)
        self.bring("delegate", actions.delegate, row, self.somebody(row, who))

    @precondition(lambda self: self.handed_on())
    @rule(which=pick, who=pick)
    def ask_for_advice_and_get_it(self, which: int, who: int) -> None:
        row = self.one(self.handed_on(), which)
        if self.bring("delegate", actions.delegate, row, self.somebody(row, who)):
            asked = max(self.seen.at[row.task_id], key=lambda r: (r.state == State.OPEN, r.pk))
            if asked in self.rows():
                self.say(asked, "advised")

    @precondition(lambda self: self.handed_on())
    @rule(which=pick, who=pick, where=st.sampled_from(Assignment.Added.values))
    def add_signer(self, which: int, who: int, where: str) -> None:
        row = self.one(self.handed_on(), which)
        to = self.somebody(row, who)
        self.bring(f"add signer {where}", actions.add_signer, row, to, where=where)

    def removable(self) -> list[Any]:
        """Rows of those who were brought in and have not spoken, by somebody who still works here."""
        return [
            row
            for row in self.rows(State.OPEN, State.WAITING, State.HELD)
            if row.reason in (Reason.ADDED, Reason.DELEGATED)
            and self.seen.active[self.seen.rows[row.origin_id].person_id].is_active
        ]

    @precondition(lambda self: self.removable())
    @rule(which=pick)
    def remove_signer(self, which: int) -> None:
        row = self.one(self.removable(), which)
        case = self.case(row.case_id)
        by = self.people[self.seen.rows[row.origin_id].person_id]

        def work(key, at):
            return at_row(self.cast, actions.remove_signer, case, by, row=row.pk, at=at, key=key)

        self.do("remove signer", work, on=case.pk, may=(*GONE, errors.NobodyToDecide))
