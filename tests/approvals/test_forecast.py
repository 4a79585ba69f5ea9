"""What is foretold is what happens, in any organisation and by any policy, as long as everybody agrees.

A forecast is made at submission, before a return is sent again, and whenever a step opens; from then
on every step that opens has to be the next of each of them, with those people, until the end.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from approvals import errors, returns
from approvals.forecast import Ahead, Past, Route, forecast, past_of, rest_of
from approvals.invariants import check_all
from approvals.kinds import kind_of
from approvals.models import Assignment, Carry, Case
from approvals.move import Move
from approvals.people import People
from approvals.words import Verdict
from policy import conduct
from policy.ruling import Ruling
from registry import amending, rulebook
from registry.org import substitutions
from registry.org.models import Post
from registry.org.roles import PostRole
from tests.cast import Cast, decide, draft, make_cast, resubmit, revise, send_back, submit

EXAMPLES = 40 if os.environ.get("CI") else 30
VALUES = ("9999.99", "10000", "29999.99", "30000", "49999.99", "50000")
POSTS = (
    ("county", PostRole.COUNTY_HEAD),
    ("county", PostRole.UNIT_DEPUTY),
    ("county", PostRole.ACCOUNT_MANAGER),
    ("centre", PostRole.CENTRE_DIRECTOR),
    ("centre", PostRole.CENTRE_DEPUTY),
    ("centre", PostRole.PLANNER),
    ("centre", PostRole.INFO_SUPERVISOR),
    ("centre", PostRole.ACCOUNT_MANAGER),
    ("marketing", PostRole.MARKETING_HEAD),
    ("leaders", PostRole.BUREAU_LEADER),
)
FEW = ("li", "lin", "wang", "director", "deputy", "zhou", "zhao", "leader")
CHOICES = {
    conduct.NOBODY_DECIDES: (conduct.SUPERIOR, conduct.ADMINISTRATOR, conduct.REFUSE),
    conduct.SAME_PERSON: (conduct.CARRIED, conduct.APART),
}
LIVE = (Assignment.State.OPEN, Assignment.State.WAITING)
people = st.sampled_from(FEW)


def two(pair: tuple[str, str]) -> bool:
    return pair[0] != pair[1]


@st.composite
def holders(draw: Any) -> list[str]:
    """Most posts are held by one, some by two, some by nobody; people hold several posts."""
    number = draw(st.sampled_from((1, 1, 1, 1, 1, 1, 1, 0, 2)))
    return draw(st.lists(people, min_size=number, max_size=number, unique=True))


worlds = st.fixed_dictionaries(
    {
        "posts": st.fixed_dictionaries(dict.fromkeys(POSTS, holders())),
        "away": st.lists(st.tuples(people, people).filter(two), min_size=1, max_size=3),
        "policy": st.fixed_dictionaries({k: st.sampled_from(v) for k, v in CHOICES.items()}),
        "value": st.sampled_from(VALUES),
        "b_manager": st.none() | people,
        "pick": st.integers(0, 3),
    }
)
# When somebody returns the case, to which of the steps behind, and what the applicant changes.
changes = st.sampled_from(
    ({}, {}, {"offer": "上门收寄"}, {"price": "每件 8 元"}, {"value_yuan": Decimal(45000)})
)
detours = st.fixed_dictionaries(
    {
        "after": st.integers(0, 4),
        "to": st.integers(0, 4),
        "resume": st.sampled_from(returns.Resume.values),
        "changes": changes,
    }
)


@dataclass
class Foretold:
    """A forecast that is still to come true, and who decided since where several could have.

    Which of two decides nobody can foretell: what such a person would do or not do later is left open.
    """

    route: Route
    people: People
    unsure: set[int] = field(default_factory=set)

    def left_open(self, ahead: Ahead) -> bool:
        behind = set()
        for seat in ahead.seats:
            holder = seat.acting_for or seat.person
            behind |= {holder.pk, seat.person.pk}
            behind |= {link.substitute_id for link in self.people.chain(holder.pk)}
        return not behind.isdisjoint(self.unsure)

    def comes_true(self, case: Case, seen: Counter) -> bool:
        """Check what is there against the next of the forecast; whether it says more."""
        while self.route.steps:
            ahead = self.route.steps.pop(0)
            if self.left_open(ahead):
                seen["left open"] += 1
                return False
            assert ahead.problem is None, f"{ahead.name} was to stall"
            if ahead.carried:
                carry = Carry.objects.get(case=case, round=case.round, node=ahead.name)
                assert carry.why == Carry.Why.SAME_PERSON
                seen["carried"] += 1
                continue
            assert case.step == ahead.name
            assert asked(case) == {
                (s.person.pk, s.acting_for and s.acting_for.pk, str(s.capacity))
                for s in ahead.seats
            }
            seen["steps"] += 1
            seen["for somebody away"] += any(s.acting_for for s in ahead.seats)
            return True
        assert case.status == self.route.end.status
        return False

    def stalls(self) -> bool:
        """Whether the next step can't be taken, or may not be, whoever decided this one."""
        ahead = next((s for s in self.route.steps if not s.carried), None)
        return ahead is not None and (ahead.problem is not None or self.left_open(ahead))


@dataclass
class Story:
    """One case on its way, and all that was foretold of it."""

    cast: Cast
    case: Case
    pick: int
    seen: Counter
    told: list[Foretold] = field(default_factory=list)

    def foretell(self) -> Foretold:
        move = Move(Case.objects.get(pk=self.case.pk), self.cast.li, self.cast.now)
        self.told.append(Foretold(rest_of(move), move.people))
        return self.told[-1]

    def arrive(self) -> None:
        """The next step is open, or the case has ended: as all the forecasts say."""
        self.case.refresh_from_db()
        self.told = [one for one in self.told if one.comes_true(self.case, self.seen)]

    def start(self) -> bool:
        """Submit the draft; False if it would stall and so is refused."""
        foretold = at_submission(self.cast, self.case)
        self.told = [foretold]
        if foretold.route.problem:
            with pytest.raises(errors.NobodyToDecide):
                submit(self.cast, self.case)
            return False
        submit(self.cast, self.case)
        self.arrive()
        return True

    def agree(self) -> bool:
        """Those who are asked agree until the next step opens; False if nobody could take it."""
        foretold, step = self.foretell(), self.case.step
        rows = Assignment.objects.filter(case=self.case, node=step, state=LIVE[0])
        while self.case.step == step and self.case.status == "running":
            row, alone = chosen(list(rows.order_by("pk")), self.pick)
            voices = {row.person_id, row.acting_for_id or row.person_id}
            for one in self.told if not alone else ():
                one.unsure |= voices
            try:
                self.case = decide(self.cast, self.case, row.person, word(row), row=row.pk)
            except errors.NobodyToDecide:
                assert foretold.stalls()
                event("the only one who could take the next step had taken this one")
                return False
        self.arrive()
        return True

    def detour(self, to: int, resume: str, changes: dict) -> bool:
        """Somebody returns the case, and it comes again; False if it can't."""
        row = next((r for r in self.rows() if may_return(r)), None)
        if row is None:
            return True
        flow = self.case.process.flow_class
        move = Move(Case.objects.get(pk=self.case.pk), row.person, self.cast.now)
        visited = [n.name for n in returns.targets(flow, move.case.ruling, row.node, move.signed)]
        way = ["", *visited][to % (len(visited) + 1)]
        self.told = []
        try:
            send_back(self.cast, self.case, row.person, way, resume=resume, row=row.pk)
        except errors.NobodyToDecide:
            event("nobody could take the step again")
            return False
        self.case.refresh_from_db()
        self.seen[f"returned to {'a step' if way else 'the applicant'}, {resume}"] += 1
        return bool(way) or self.come_again(changes)

    def come_again(self, changes: dict) -> bool:
        if changes:
            self.case = revise(self.cast, self.case, **changes)
        foretold = before_it_comes_again(self.cast, Case.objects.get(pk=self.case.pk))
        self.told = [foretold]
        if foretold.route.problem:
            with pytest.raises(errors.NobodyToDecide):
                resubmit(self.cast, self.case)
            event("it would stall when it is sent again")
            return False
        self.case = resubmit(self.cast, self.case)
        self.arrive()
        return True

    def rows(self) -> list[Assignment]:
        rows = Assignment.objects.filter(case=self.case, state=Assignment.State.OPEN)
        return list(rows.select_related("person", "task").order_by("-pk"))


def at_submission(cast: Cast, case: Case) -> Foretold:
    """As the page of the request foretells it: no ruling is stored yet."""
    move, ruling = Move(case, cast.li, cast.now), ruled(cast, case)
    move.people.nobody_decides = ruling.value_of(conduct.NOBODY_DECIDES)
    return Foretold(forecast(kind_of(case.kind).flow, ruling, move.people), move.people)


def ruled(cast: Cast, case: Case) -> Ruling:
    """The ruling of today."""
    kind, book = kind_of(case.kind), rulebook.current(case.bureau_id)
    on = cast.now.date()
    return kind.rule(case, kind.request_of(case), on, book, case.bureau.policy_set)


def before_it_comes_again(cast: Cast, case: Case) -> Foretold:
    """Ruled anew; if it comes straight back, only those are asked whose word holds no more."""
    move = Move(case, cast.li, cast.now)
    case.ruling_json = ruled(cast, case).as_json()
    revision = case.process.task_set.get(finished=None)
    back = (revision.data or {}).get("resume") == returns.Resume.BACK
    kept = returns.still_vouched(move) if back else {}
    decided = past_of(move).decided
    past = Past(
        decided={name: decided[name] for name in kept},
        carried={name: task.data["outcome"] for name, task in kept.items()},
    )
    route = forecast(case.process.flow_class, case.ruling, move.people, past=past)
    return Foretold(route, move.people)


def asked(case: Case) -> set[tuple[int, int | None, str]]:
    rows = Assignment.objects.filter(case=case, node=case.step, state__in=LIVE)
    return set(rows.values_list("person", "acting_for", "capacity"))


def chosen(rows: list[Assignment], pick: int) -> tuple[Assignment, bool]:
    """Who speaks next; and whether nobody else could have decided the step in that one's place."""
    node = rows[0].task.flow_task
    if node.single:
        return rows[pick % len(rows)], len(rows) == 1
    members = [row for row in rows if row.capacity == node.by]
    return (members or rows)[0], True


def word(row: Assignment) -> str:
    node = row.task.flow_task
    offered = node.verdicts(row)
    best = node.ways.best
    return str(best if best in offered else Verdict.FOR)


def may_return(row: Assignment) -> bool:
    return Verdict.RETURNED in row.task.flow_task.verdicts(row)


def choose(cast: Cast, policy: dict[str, str]) -> None:
    """The bureau's own policy of conduct, where it differs from the shipped one."""
    today = cast.now.date()
    about = {"set": "common", "chapter": conduct.CHAPTER, "bureau": cast.bureau}
    about |= {"at": cast.now, "today": today, "effective": today}
    for name, value in policy.items():
        if value in (conduct.SUPERIOR, conduct.APART):
            continue
        says = {"zh": "本局的选择。", "en": "The bureau’s choice."}
        row = amending.propose(by=cast.zhao, parameter=name, value=value, says=says, **about)
        settled = {"at": cast.now, "today": today, "approve": True}
        amending.settle(amendment_id=row.pk, by=cast.director, **settled)


def organise(cast: Cast, posts: dict, away: list[tuple[str, str]]) -> None:
    Post.objects.exclude(person=cast.li, unit=cast.county).delete()
    for (unit, role), names in posts.items():
        for name in names:
            if (name, unit, role) != ("li", "county", PostRole.ACCOUNT_MANAGER):
                cast.post(name, getattr(cast, unit), role)
    today = cast.now.date()
    for name, substitute in away:
        person, other = cast.people[name], cast.people[substitute]
        days = {"since": today, "until": today, "by": person, "at": cast.now}
        try:
            with transaction.atomic():
                substitutions.set_up(person=person, substitute=other, **days)
        except substitutions.errors.RegistryError:
            event("who holds no post has no substitute, and nobody in a circle")


def story_of(world: dict, kind: str, seen: Counter) -> Story:
    cast = make_cast()
    choose(cast, world["policy"])
    organise(cast, world["posts"], world["away"])
    b_manager = world["b_manager"] and cast.people[world["b_manager"]]
    b_manager = None if b_manager == cast.li else b_manager
    case = draft(cast, world["value"], kind=kind, b_manager=b_manager)
    return Story(cast, case, world["pick"], seen)


def run(story: Story, detours: list[dict]) -> None:
    """From the draft to the end, with these returns on the way."""
    seen, turns = story.seen, 0
    seen["examples"] += 1
    if not story.start():
        seen["refused"] += 1
        return
    while story.case.status == "running":
        due = [d for d in detours if d["after"] == turns]
        turns += 1
        for way in due:
            if not story.detour(way["to"], way["resume"], way["changes"]):
                return
        if not story.agree():
            return
    seen["ended"] += 1
    event(f"{turns} steps")
    assert check_all() == []


def examples(**strategies: Any) -> Callable:
    """Each example in a transaction of its own that is rolled back."""

    def wrap(function: Callable[..., None]) -> Callable[[], None]:
        def one(**drawn: Any) -> None:
            with transaction.atomic():
                function(**drawn)
                transaction.set_rollback(True)

        how = settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        return how(given(**strategies)(one))

    return wrap


def shares(seen: Counter) -> Counter:
    """How often each thing happened, by example: a property that nothing tries proves nothing."""
    return Counter({name: round(number / seen["examples"], 2) for name, number in seen.items()})


@pytest.mark.once
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["proposal", "several"])
def test_those_are_asked_who_were_foretold_by_any_policy(db, several, kind) -> None:
    seen: Counter = Counter()

    @examples(world=worlds)
    def holds(world: dict) -> None:
        run(story_of(world, kind, seen), [])

    holds()
    told = shares(seen)
    assert told["ended"] >= 0.4 and told["left open"] <= told["steps"] / 4, told
    assert told["carried"] >= 0.05 and told["for somebody away"] >= 0.1, told


@pytest.mark.once
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["proposal", "several"])
def test_those_are_asked_who_were_foretold_after_any_return(db, several, kind) -> None:
    seen: Counter = Counter()

    @examples(world=worlds, ways=st.lists(detours, min_size=1, max_size=3))
    def holds(world: dict, ways: list[dict]) -> None:
        run(story_of(world, kind, seen), ways)

    holds()
    told = shares(seen)
    ways = ("a step, again", "a step, back", "the applicant, again", "the applicant, back")
    assert sum(told[f"returned to {way}"] for way in ways) >= 0.5, told
    assert told["ended"] >= 0.4, told
