"""What administrators do to cases, and what the chair of a discussion does: 挂起, 终止, 转派, the meeting."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from approvals import actions, errors
from approvals.actions import Attended
from approvals.authority import ADMINISTRATORS
from tests.cast import on_case
from tests.machine.base import pick
from tests.machine.bringing import MAY, NO_OTHERS, Bringing
from tests.machine.deciding import MEMBER
from tests.machine.seen import State

OPEN = ("running", "returned")
CHAIR = "centre_director"
VOTES = (("for",), ("for", "against"), ("against",), ("", "for"), ("abstain", "for", "for"))
# A member's post has ended, or all members are away but the chair.
MAY_NOT_RECORD = (errors.NotAMember, errors.NobodyNamed)


class Running(Bringing):
    """The rules of administrators and of the chair."""

    def administrators(self, case_id: int) -> list[Any]:
        """Who administers the bureau today and has no part in the case."""
        today = timezone.localdate(self.cast.now)
        return [
            self.people[post.person_id]
            for post in self.seen.posts.values()
            if post.role in ADMINISTRATORS
            and post.since <= today <= (post.until or today)
            and self.seen.active[post.person_id].is_active
            and post.person_id not in self.seen.barred[case_id]
        ]

    def administered(self, *statuses: str) -> list[Any]:
        return [case for case in self.cases(*statuses) if self.administrators(case.pk)]

    def administer(self, name: str, action: Any, found: Any, n: int, **how: Any) -> bool:
        case, by = self.case(found.pk), self.one(self.administrators(found.pk), n)
        given = {key: how.pop(key) for key in ("status", "same_step", "may") if key in how}

        def work(key, at):
            return on_case(self.cast, action, case, by, at=at, key=key, **how)

        return self.do(name, work, on=case.pk, **given)

    @precondition(lambda self: self.administered(*OPEN))
    @rule(which=pick, who=pick)
    def suspend(self, which: int, who: int) -> None:
        found = self.one(self.administered(*OPEN), which)
        how = {"reason": "核查", "status": ("suspended",)}
        self.administer("suspend", actions.suspend, found, who, **how)

    @precondition(lambda self: self.administered("suspended"))
    @rule(which=pick, who=pick)
    def resume(self, which: int, who: int) -> None:
        found = self.one(self.administered("suspended"), which)
        status = "returned" if found.step == "revise" else "running"
        self.administer("resume", actions.resume, found, who, status=(status,))

    @precondition(lambda self: self.administered(*OPEN, "suspended"))
    @rule(which=pick, who=pick, sure=st.integers(0, 2))
    def terminate(self, which: int, who: int, sure: int) -> None:
        """Seldom: a case that is over shows little."""
        found = self.one(self.administered(*OPEN, "suspended"), which)
        if sure == 0:
            how = {"reason": "重复申请", "status": ("terminated",)}
            self.administer("terminate", actions.terminate, found, who, **how)

    def reassignable(self) -> list[Any]:
        return [
            row
            for row in self.seen.asked()
            if row.node not in NO_OTHERS
            and row.reason != "delegated"
            and self.administrators(row.case_id)
        ]

    @precondition(lambda self: self.reassignable())
    @rule(which=pick, who=pick, by=pick)
    def reassign(self, which: int, who: int, by: int) -> None:
        row = self.one(self.reassignable(), which)
        how = {"by": self.one(self.administrators(row.case_id), by), "reason": "住院", "may": MAY}
        self.bring("reassign", actions.reassign, row, self.somebody(row, who), **how)

    def chairs(self) -> list[Any]:
        return [row for row in self.rows() if row.node == "discuss" and row.capacity == CHAIR]

    # A chair whose post or substitution is over has the row until the next sweep.
    def chaired(self, name: str, action: Any, which: int, **how: Any) -> bool:
        row = self.one(self.chairs(), which)
        case, by = self.case(row.case_id), self.people[row.person_id]
        may, days = (errors.NotSecretary, *how.pop("may", ())), how.pop("days", None)
        if days is not None:
            how["meets_at"] = self.cast.now + timedelta(days=1 + days % 5)

        def work(key, at):
            return action(case_id=case.pk, actor=by, at=at, key=key, **how)

        return self.do(name, work, on=case.pk, may=may, same_step=True)

    @precondition(lambda self: self.chairs())
    @rule(which=pick, days=pick)
    def convene(self, which: int, days: int) -> None:
        self.chaired("convene", actions.convene, which, days=days, place="三楼会议室")

    @precondition(lambda self: [row for row in self.chairs() if self._meets(row)])
    @rule(days=pick)
    def adjourn(self, days: int) -> None:
        which = next(n for n, row in enumerate(self.chairs()) if self._meets(row))
        self.chaired("adjourn", actions.adjourn, which, days=days, reason="人数不足")

    def _meets(self, row: Any) -> bool:
        return self.meeting_of(row).meets_at is not None

    def meeting_of(self, row: Any) -> Any:
        held = (m for m in self.seen.meetings.values() if m.task_id == row.task_id)
        return next(held)

    @precondition(lambda self: self.chairs())
    @rule(which=pick, verdict=st.sampled_from(["agreed", "refused"]))
    def conclude(self, which: int, verdict: str) -> None:
        """Mostly too early, or against the majority."""
        self.say(self.one(self.chairs(), which), verdict)

    @precondition(lambda self: self.chairs())
    @rule(which=pick, who=pick)
    def admit(self, which: int, who: int) -> None:
        """Mostly somebody who works at the centre and isn't asked."""
        row = self.one(self.chairs(), which)
        voting = (r for r in self.seen.at[row.task_id] if r.capacity == MEMBER)
        asked = {r.person_id for r in voting if r.state != State.CLOSED}
        centre = self.cast.centre.pk
        local = {p.person_id for p in self.seen.posts.values() if p.unit_id == centre}
        free = [self.people[pk] for pk in sorted(local - asked)] or list(self.people.values())
        may = (errors.NotAMember, errors.AskedAlready, errors.NobodyToDecide)
        self.chaired("admit", actions.admit, which, person=self.one(free, who), may=may)

    @precondition(lambda self: self.chairs())
    @rule(which=pick, here=pick, votes=st.sampled_from(VOTES))
    def record_a_meeting(self, which: int, here: int, votes: tuple[str, ...]) -> None:
        """It is convened if it wasn't, its day comes; who came, by the bits of a number, and their votes."""
        chair = self.one(self.chairs(), which)
        if not self._meets(chair):
            how = {"days": 0, "online": True, "place": ""}
            if not self.chaired("convene", actions.convene, which, **how):
                return  # the chair's post has ended
        self.cast.now = max(self.cast.now, self.meeting_of(chair).meets_at)
        members = [
            row
            for row in self.seen.at[chair.task_id]
            if row.capacity == MEMBER
            and row.state == State.OPEN
            and chair.person_id not in (row.person_id, row.acting_for_id)
        ]
        attended = []
        for n, row in enumerate(members):
            present = bool(here >> n & 1)
            vote = votes[n % len(votes)] if present else ""
            attended.append(Attended(row.person_id, present, "" if present else "出差", vote))
        seen = self.seen.cases[chair.case_id].data_version
        how = {"attended": attended, "seen": seen, "may": MAY_NOT_RECORD}
        self.chaired("record a meeting", actions.record_meeting, which, **how)
