"""Two operations meet: first one after the other, either way, and then at the same moment."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest import mock

from django.db import connection

from approvals.errors import Refused
from approvals.invariants import check_all
from registry.errors import RegistryError
from registry.org.roles import PostRole
from tests.approvals.test_conduct import choose
from tests.cast import Cast, decide, draft, send_back, submit, vote
from tests.races import harness
from tests.races.harness import Outcome, no_row_locks, race
from tests.races.operations import MEETING, RETURNED, SEATS, STEP, Operation
from tests.races.scenes import Scene, Turn
from tests.races.snapshots import Saved, Story, difference, story

WINDOW = 0.06  # shorter than elsewhere: there are many pairs
LATER = timedelta(seconds=1)
SERIAL = ((0, 1), (1, 0))
ORDERS = (*SERIAL, None)


@dataclass(frozen=True)
class Pair:
    """Two operations, by two people or (`alone`) by one person at one row."""

    first: Operation
    second: Operation
    alone: bool = False

    @property
    def both(self) -> tuple[Operation, Operation]:
        return self.first, self.second

    @property
    def state(self) -> str | None:
        """Where they meet; None if nowhere."""
        states = (STEP, RETURNED, MEETING)
        return next((s for s in states if all(s in o.states for o in self.both)), None)

    def __str__(self) -> str:
        by = " (the same person)" if self.alone else ""
        return f"{self.first.name} / {self.second.name}{by}"


@dataclass
class Meeting:
    """A pair in a scene that is ready, kept so that it can be begun again."""

    pair: Pair
    turns: Sequence[Turn]
    saved: Saved
    _serial: dict[Sequence[int], "Result"] = field(default_factory=dict)

    def serial(self, order: Sequence[int]) -> "Result":
        """What comes of it in this order, without any race."""
        if order not in self._serial:
            self._serial[order] = _one_after_the_other(self, order)
        return self._serial[order]

    def actions(self) -> list[Callable[[], object]]:
        """The scene as it was, and both operations with new keys."""
        self.saved.put_back()
        return [o.act(turn) for o, turn in zip(self.pair.both, self.turns, strict=True)]

    def result(self, outcomes: Sequence[Outcome]) -> "Result":
        """Once the next sweep has done what one left that met a held case."""
        scene = self.turns[0].scene
        for again in {o.again for o in self.pair.both if o.again}:
            again(scene.at + 3 * LATER)
        told = ["done" if o.ok else type(o.error).__name__ for o in outcomes]
        return Result(told, story(scene.case.pk))


@dataclass
class Result:
    """What came of both operations, and how the case stands afterwards."""

    told: list[str]
    story: Story

    def unlike(self, other: "Result") -> str:
        """What differs; empty if nothing."""
        told = f"{self.told} instead of {other.told}" if self.told != other.told else ""
        return "; ".join(filter(None, [told, difference(self.story, other.story)]))


@dataclass
class Arena:
    """Builds scenes, keeps them, and lets pairs meet in them."""

    cast: Cast
    kind: str
    rounds: int
    raced: int = 0
    _scenes: dict[tuple[str, bool], tuple[Saved, Scene, datetime]] = field(default_factory=dict)

    def faults(self, pair: Pair) -> list[str]:
        """What was wrong in all rounds of a pair."""
        meeting = self._prepared(pair)
        # With one round a pair, PostgreSQL takes the order that SQLite doesn't.
        shift = self.raced // self.rounds % 2 ^ (connection.vendor == "sqlite")
        self.raced += self.rounds
        orders = [ORDERS[(n + shift) % len(ORDERS)] for n in range(self.rounds)]
        found = [
            f"{pair}, order {order}: {fault}"
            for order in orders
            for fault in _raced(meeting, order, nullcontext(False))
        ]
        return found + [f"{pair}: {fault}" for fault in check_all()]

    def without_locks(self, pair: Pair) -> list[str]:
        """The control: what is wrong in the first round that goes wrong."""
        meeting = self._prepared(pair)
        orders = (None, *SERIAL) * 15  # the first that goes wrong ends them
        tries = (_raced(meeting, order, no_row_locks()) + check_all() for order in orders)
        return next(filter(None, tries), [])

    def _prepared(self, pair: Pair) -> Meeting:
        """A scene in which both can be done, or the second after the first."""
        untouched = any(operation.untouched for operation in pair.both)
        scene = self._scene(pair.state or "", untouched)
        turns = _turns(pair, scene)
        if not untouched and scene.state != RETURNED:
            _others_speak(pair, turns)
        todo = list(zip(pair.both, turns, strict=True))
        if turns[0].who == turns[1].who and pair.first is pair.second:
            todo.pop()
        for operation, turn in sorted(todo, key=lambda one: one[0].late):
            if operation.ready:
                operation.ready(turn)
        return Meeting(pair, turns, Saved("ready").take())

    def _scene(self, state: str, untouched: bool) -> Scene:
        """A case in that state. untouched: nobody has spoken at its step."""
        if (state, untouched) not in self._scenes:
            if self._scenes:
                saved, _, self.cast.now = self._scenes["", False]
                saved.put_back()
            else:
                self._scenes["", False] = self._people()
            scene = _BUILT[state](self.cast, self.kind, untouched)
            name = f"{state}{untouched:d}"
            self._scenes[state, untouched] = Saved(name).take(), scene, self.cast.now
            return scene
        saved, scene, self.cast.now = self._scenes[state, untouched]
        saved.put_back()
        return scene

    def _people(self) -> tuple[Saved, Scene, datetime]:
        """An heir besides the cast, in a bureau in which an applicant withdraws at any time."""
        self.cast.post("hu", self.cast.county, PostRole.ACCOUNT_MANAGER, "胡越")
        choose(self.cast, "withdraw_until", "end")
        return Saved("people").take(), None, self.cast.now  # type: ignore[return-value]


def _turns(pair: Pair, scene: Scene) -> list[Turn]:
    """Who does what: of those who have not spoken the first, and where two do, the second."""
    free, turns = list(SEATS), []
    for number, operation in enumerate(pair.both):
        seated = scene.state in operation.seated and scene.state not in operation.who
        who = operation.who.get(scene.state, "li")
        if seated:
            who = free[0] if pair.alone else free.pop(0)
        nth = number if pair.first is pair.second and not pair.alone else 0
        turns.append(Turn(scene, who, nth, number * LATER))
    return turns


def _others_speak(pair: Pair, turns: Sequence[Turn]) -> None:
    """All but those two, so that theirs is the last word; one is left where theirs is spoken."""
    scene = turns[0].scene
    seated = {turn.who for turn in turns if turn.who in SEATS}
    spoken = {t.who for o, t in zip(pair.both, turns, strict=True) if o.speaks}
    names = {o.name for o in pair.both}
    others = [name for name in SEATS[1:] if name not in seated]
    if scene.state == MEETING:
        if not names & {"vote", "take back"}:  # these are tried where the quorum hangs on them
            _say(scene, others)
    else:
        enough = {*SEATS} - spoken
        _say(scene, ["zhou"] if enough else [])
        _say(scene, others if not spoken else [])


def _say(scene: Scene, names: Sequence[str]) -> None:
    for name in names:
        person = scene.cast.people[name]
        if scene.state == MEETING:
            vote(scene.cast, scene.case, person)
        else:
            decide(scene.cast, scene.case, person)


def _at_step(cast: Cast, kind: str, untouched: bool) -> Scene:
    """All members of the centre have to agree; the head of the unit has."""
    case = submit(cast, draft(cast, kind=kind))
    decide(cast, case, cast.wang)
    scene = Scene(cast, case, STEP)
    _say(scene, [] if untouched else ["director", "qian"])
    return scene


def _at_meeting(cast: Cast, kind: str, untouched: bool) -> Scene:
    """The centre discusses; three of four who have to be there have voted."""
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    scene = Scene(cast, case, MEETING)
    _say(scene, [] if untouched else ["director", "qian", "zhou"])
    return scene


def _returned(cast: Cast, kind: str, untouched: bool) -> Scene:
    """Ma returned the case and wants it straight back."""
    scene = _at_step(cast, kind, untouched=True)
    send_back(cast, scene.case, cast.ma, resume="back")
    return Scene(cast, scene.case, RETURNED)


_BUILT = {STEP: _at_step, MEETING: _at_meeting, RETURNED: _returned}


def _one_after_the_other(meeting: Meeting, order: Sequence[int]) -> Result:
    """What comes of it in this order, without any race."""
    actions = meeting.actions()
    outcomes = [Outcome(), Outcome()]
    for number in order:
        try:
            actions[number]()
        except (Refused, RegistryError) as refusal:
            outcomes[number].error = refusal
    return meeting.result(outcomes)


def _raced(
    meeting: Meeting, order: Sequence[int] | None, defence: AbstractContextManager[bool]
) -> list[str]:
    """What was wrong in one round; the state that it leaves is that of the race."""
    expected = meeting.serial(order or SERIAL[0])
    actions = meeting.actions()
    with mock.patch.object(harness, "WINDOW", WINDOW), defence as deferred:
        outcomes = race(actions, order=order, deferred=deferred)
    found = [f"an error: {o.error!r}" for o in outcomes if o.broken]
    result = meeting.result(outcomes)
    if unlike := result.unlike(expected):
        found += check_all()
        other = result.unlike(meeting.serial((order or SERIAL[0])[::-1]))
        found += [f"neither order: {min(unlike, other, key=len)}"] if other else []
    return found
