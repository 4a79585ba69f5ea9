"""What happens to people and to time: posts, substitutions, leavers, hand-overs, deadlines, sweeps."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from approvals import authority, deadlines, errors, handover, reorganise
from approvals.models import Assignment, Case
from approvals.move import Move
from registry.errors import RegistryError
from registry.org import people, posts, substitutions
from registry.org.roles import PostRole
from tests.machine.base import Base, Work, pick
from tests.machine.seen import APPLICANT, State

DAY = timedelta(days=1)
POSTS = (
    ("county", PostRole.COUNTY_HEAD),
    ("county", PostRole.UNIT_DEPUTY),
    ("centre", PostRole.PLANNER),
    ("centre", PostRole.CENTRE_DEPUTY),
    ("centre", PostRole.CENTRE_DIRECTOR),
    ("centre", PostRole.ACCOUNT_MANAGER),
    ("marketing", PostRole.MARKETING_HEAD),
    ("leaders", PostRole.BUREAU_LEADER),
)
FEWEST = 10  # people who stay, so that there is always something to go on with


class Organisation(Base):
    """The rules of people, posts and time."""

    @property
    def day(self) -> date:
        return timezone.localdate(self.cast.now)

    def arrange(self, name: str, work: Work, may: tuple[type[Exception], ...] = ()) -> bool:
        """A change that is about no case: whoever waits afterwards can decide, or the monitor says so."""
        done = self.do(name, work, may=(RegistryError, *may))
        self.calm = 0
        if done:
            self.look_at_all(name)
        return done

    def look_at_all(self, name: str) -> None:
        self.must_hold(
            [f for case in self.cases("running") for f in self.somebody_can(case.pk)], name
        )

    def follow(self, told: bool, changed: Callable[[], list[int]]) -> None:
        """What waits for these people goes on at once, as after a form; or only by the next sweep."""
        self.last = None
        if told:
            self.arrange("after a change", lambda key, at: reorganise.after_change(changed(), at))
            self.last = None

    def working(self) -> list[Any]:
        return [p for pk, p in self.people.items() if self.seen.active[pk].is_active]

    @precondition(lambda self: self.calm > 2)
    @rule(who=pick, substitute=pick, days=st.integers(0, 4), told=st.booleans())
    def go_away(self, who: int, substitute: int, days: int, told: bool) -> None:
        asked = sorted({row.person_id for row in self.rows()})
        person = self.people[self.one(asked, who)] if asked else self.one(self.working(), who)
        other = self.one([one for one in self.working() if one != person], substitute)
        how = {"person": person, "substitute": other, "by": person}
        how |= {"since": self.day, "until": self.day + days * DAY}
        if self.arrange("go away", lambda key, at: substitutions.set_up(at=at, **how)):
            self.follow(told, lambda: [person.pk, other.pk])

    def links(self) -> list[Any]:
        alive = [link for link in self.seen.links.values() if link.ended_at is None]
        return [link for link in alive if link.until >= self.day]

    @precondition(lambda self: self.calm > 2 and self.links())
    @rule(which=pick, told=st.booleans())
    def come_back(self, which: int, told: bool) -> None:
        link = self.one(self.links(), which)
        how = {"substitution_id": link.pk, "by": self.cast.sun}
        if self.arrange("come back", lambda key, at: substitutions.end(at=at, **how)):
            self.follow(told, lambda: [link.person_id, link.substitute_id])

    def held(self) -> list[Any]:
        """Posts of those whose leaving would stop nothing else in these histories."""
        return [
            post
            for post in self.seen.posts.values()
            if post.until is None and post.person_id != self.cast.sun.pk
        ]

    @precondition(lambda self: self.calm > 2 and len(self.held()) > FEWEST)
    @rule(which=pick, today=st.booleans(), told=st.booleans())
    def end_a_post(self, which: int, today: bool, told: bool) -> None:
        """Mostly the post of somebody who is asked."""
        asked = {row.person_id for row in self.rows()}
        theirs = [post for post in self.held() if post.person_id in asked]
        post = self.one(theirs or self.held(), which)
        last = self.day if today else self.day - DAY
        how = {"post_id": post.pk, "last_day": last, "by": self.cast.sun}
        if self.arrange("end a post", lambda key, at: people.relieve(at=at, **how)):
            self.follow(told, lambda: [post.person_id])

    @precondition(lambda self: self.calm > 2)
    @rule(who=pick, what=st.sampled_from(POSTS), told=st.booleans())
    def give_a_post(self, who: int, what: tuple[str, str], told: bool) -> None:
        unit = getattr(self.cast, what[0])
        how = {"person": self.one(self.working(), who), "unit": unit, "role": what[1]}
        how |= {"since": self.day, "by": self.cast.sun}
        if self.arrange("give a post", lambda key, at: people.appoint(at=at, **how)):
            self.follow(told, lambda: posts.ever_in(unit.pk))

    @precondition(lambda self: self.calm > 2 and len(self.working()) > FEWEST)
    @rule(who=pick, told=st.booleans())
    def deactivate(self, who: int, told: bool) -> None:
        person = self.one(self.working(), who)
        how = {"person": person, "by": self.cast.sun}
        if self.arrange("deactivate", lambda key, at: people.deactivate(at=at, **how)):
            self.follow(told, lambda: [person.pk])

    @precondition(lambda self: self.calm > 2 and len(self.working()) < len(self.people))
    @rule(who=pick, told=st.booleans())
    def reactivate(self, who: int, told: bool) -> None:
        left = [one for one in self.people.values() if one not in self.working()]
        person = self.one(left, who)
        how = {"person": person, "by": self.cast.sun}
        if self.arrange("reactivate", lambda key, at: people.reactivate(at=at, **how)):
            self.follow(told, lambda: [person.pk])

    @precondition(lambda self: self.calm > 2 and len(self.working()) > FEWEST)
    @rule(who=pick, heir=pick, today=st.booleans(), close=st.booleans())
    def hand_over(self, who: int, heir: int, today: bool, close: bool) -> None:
        """Mostly by somebody who asked for something or is asked."""
        parts = {case.applicant_id for case in self.cases("draft", "running", "returned")}
        parts |= {row.person_id for row in self.rows()}
        able = [one for one in self.working() if one.pk in parts] or self.working()
        person = self.one(able, who)
        how = {
            "person": person,
            "successor": self.one([one for one in self.working() if one != person], heir),
            "last_day": self.day if today else self.day - DAY,
            "close_account": close,
            "by": self.cast.sun,
        }
        may = (errors.HadASay, errors.SuccessorNeeded)
        work = lambda key, at: handover.hand_over(at=at, key=key, **how)  # noqa: E731
        self.arrange("hand over", work, may=may)

    @precondition(lambda self: self.calm > 2)
    @rule(hours=st.integers(1, 5 * 24))
    def let_time_pass(self, hours: int) -> None:
        self.cast.later(hours=hours)
        self.look_at_all("time")
        self.arrange("deadlines", lambda key, at: deadlines.sweep(at))
        self.sweep()

    @precondition(lambda self: self.calm > 2)
    @rule()
    def sweep(self) -> None:
        before = self.seen
        self.arrange("sweep", lambda key, at: reorganise.sweep(at))
        self.last = None
        for case in Case.objects.filter(status="running").select_related("applicant", "process"):
            self.must_hold(self._left_behind(case), "sweep")
        if before.rows != self.seen.rows:
            before = self.seen
            self.do("second sweep", lambda key, at: reorganise.sweep(at))
            self.last = None
            if before.rows != self.seen.rows:
                self.must_hold(["it changed something again"], "a second sweep")

    def _left_behind(self, case: Case) -> list[str]:
        """Nobody is asked who may not decide, where somebody else at the step may."""
        move = Move(case, case.applicant, self.cast.now)
        rows = Assignment.objects.filter(case=case, state=State.OPEN).exclude(capacity=APPLICANT)
        asked = list(rows.select_related("post__unit", "person", "acting_for"))
        stands = {row.pk: authority.stands(move.people, row) for row in asked}
        if not any(stands.values()):
            return []
        return [
            f"case {case.pk}: {row.person} is asked as {row.capacity} and may not decide"
            for row in asked
            if not stands[row.pk]
        ]
