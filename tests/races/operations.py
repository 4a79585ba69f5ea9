"""Everything that can be done to a case, each as an operation that can meet any other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from approvals import actions, deadlines, drafts, handover, reorganise
from approvals.actions.recording import Attended
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Assignment, Case
from approvals.words import Part
from registry.org.models import Person, Post
from registry.org.roles import PostRole
from tests.cast import at_row, decide, done_row, on_case, vote
from tests.races.scenes import Turn

STEP, MEETING, RETURNED = "step", "meeting", "returned"
SEATS = ("ma", "deputy")  # who has not spoken yet
Action = Callable[[], Any]


@dataclass(frozen=True)
class Operation:
    """What a person or the clock does. `seated`: the states in which one of SEATS does it.

    ready   what has to be so before; `late`: behind the others' preparations
    speaks  whether the person has spoken then
    again   a sweep that left the case alone because somebody held it does its work with the next one
    """

    name: str
    act: Callable[[Turn], Action]
    states: Sequence[str]
    seated: Sequence[str] = ()
    who: dict[str, str] = field(default_factory=dict)
    two: bool = False  # whether two different people can do it in one scene
    ready: Callable[[Turn], Any] | None = None
    late: bool = False
    speaks: bool = False
    untouched: bool = False
    again: Callable[[datetime], Any] | None = None


def _deciding(verdict: str, **more: Any) -> Callable[[Turn], Action]:
    def make(turn: Turn) -> Action:
        asked, seen, how = turn.scene.row_of(turn.who), turn.scene.seen, turn.how
        text = "" if verdict in ("agreed", "for") else "理由"
        said = {"verdict": verdict, "text": text, "seen": seen, **more}
        if more.get("to"):
            said["to"] = {STEP: "review", MEETING: "unit_review"}[turn.scene.state]
        return lambda: actions.decide(assignment_id=asked, actor=turn.person, **said, **how)

    return make


def _bringing(action: Callable[..., Case], **more: Any) -> Callable[[Turn], Action]:
    def make(turn: Turn) -> Action:
        asked, to, how = turn.scene.row_of(turn.who), turn.scene.cast.fang, turn.how
        return lambda: action(assignment_id=asked, actor=turn.person, to=to, **more, **how)

    return make


def _reassigning(turn: Turn) -> Action:
    asked, admin, how = turn.scene.row_of(turn.who), turn.by("qian", "director"), turn.how
    to = turn.scene.cast.fang
    return lambda: actions.reassign(assignment_id=asked, actor=admin, to=to, reason="住院", **how)


def _on_case(action: Callable[..., Case], *names: str, **more: Any) -> Callable[[Turn], Action]:
    def make(turn: Turn) -> Action:
        actor, how = turn.by(*names), turn.how
        return lambda: action(actor=actor, **more, **how)

    return make


def _copying(turn: Turn) -> Action:
    actor, how, cast = turn.by("li", "wang"), turn.how, turn.scene.cast
    people = [cast.auditor, cast.fang] if turn.nth else [cast.auditor, cast.leader]
    return lambda: actions.copy_to(actor=actor, people=people, **how)


def _speak(turn: Turn) -> None:
    cast, case = turn.scene.cast, turn.scene.case
    if turn.scene.state == MEETING:
        vote(cast, case, turn.person)
    else:
        decide(cast, case, turn.person)


def _taking_back(turn: Turn) -> Action:
    mine, how = done_row(turn.scene.case, turn.person).pk, turn.how
    return lambda: actions.take_back(assignment_id=mine, actor=turn.person, **how)


def _signer_beside(turn: Turn) -> None:
    """Somebody whom the person brought in is all that is waited for at this place."""
    cast, case = turn.scene.cast, turn.scene.case
    at_row(cast, actions.add_signer, case, turn.person, to=turn.by("chen", "lin"), where="beside")
    decide(cast, case, turn.person)


def _removing(turn: Turn) -> Action:
    theirs, how = turn.scene.row_of(turn.by("chen", "lin").username), turn.how
    return lambda: actions.remove_signer(assignment_id=theirs, actor=turn.person, **how)


def _editing(turn: Turn) -> Action:
    case, how, seen = Case.objects.get(pk=turn.scene.case.pk), turn.how, turn.scene.seen
    kind = kind_of(case.kind)
    changed = {"title": "夏茶寄递"} if turn.nth else {"value_yuan": Decimal(33000)}
    parts = {Part.A_MANAGER: kind.request_of(case).a_manager}
    content = Content(unit=case.unit, case=changed, request={}, parts=parts)
    return lambda: drafts.save(
        kind=kind, actor=turn.scene.cast.li, content=content, seen=seen, **how
    )


def _resubmitting(turn: Turn) -> Action:
    seen, how = turn.scene.seen, turn.how
    return lambda: actions.resubmit(actor=turn.scene.cast.li, seen=seen, **how)


def _convening(turn: Turn) -> Action:
    meets_at, place = turn.scene.at + timedelta(days=2), ("三楼", "五楼")[turn.nth]
    how = turn.how | {"actor": turn.by("qian", "director"), "place": place}
    return lambda: actions.convene(meets_at=meets_at, **how)


def _adjourning(turn: Turn) -> Action:
    meets_at = turn.scene.at + timedelta(days=3 + turn.nth)
    how = turn.how | {"actor": turn.by("qian", "director"), "reason": "人数不足"}
    return lambda: actions.adjourn(meets_at=meets_at, **how)


def _convened(turn: Turn) -> None:
    """The meeting was to be now, so that it can be held or put off."""
    meets_at = turn.scene.cast.now + timedelta(hours=1)
    given = {"meets_at": meets_at, "place": "三楼"}
    on_case(turn.scene.cast, actions.convene, turn.scene.case, turn.scene.cast.qian, **given)


def _newcomers(turn: Turn) -> None:
    """Two people come to the centre after the discussion was opened."""
    for name in ("ning", "he"):
        if not Person.objects.filter(username=name).exists():
            turn.scene.cast.people.pop(name, None)
            turn.scene.cast.post(name, turn.scene.cast.centre, PostRole.ACCOUNT_MANAGER)


def _admitting(turn: Turn) -> Action:
    new, admin, how = turn.by("ning", "he"), turn.by("qian", "director"), turn.how
    return lambda: actions.admit(person=new, actor=admin, **how)


def _recording(turn: Turn) -> Action:
    cast, how, seen = turn.scene.cast, turn.how, turn.scene.seen
    came = Attended(cast.ma.pk, True, verdict=("against" if turn.nth else "for"))
    away = Attended(cast.zhou.pk, False, reason="出差")
    actor = turn.by("qian", "director")
    return lambda: actions.record_meeting(actor=actor, attended=[came, away], seen=seen, **how)


def _overdue(turn: Turn) -> None:
    late = turn.scene.at - timedelta(minutes=1)
    turn.scene.case.assignments.filter(finished_at=None).update(due_at=late, remind_at=late)


def _sweeping(turn: Turn) -> Action:
    at = turn.how["at"]
    return lambda: deadlines.sweep(at)


def _end_post(turn: Turn) -> None:
    yesterday = turn.scene.yesterday
    Post.objects.filter(person=turn.person).update(until=yesterday, ended_by=turn.scene.cast.sun)


def _reorganising(turn: Turn) -> Action:
    at, leaver = turn.how["at"], turn.person.pk
    return lambda: reorganise.after_change([leaver], at)


def _handing_over(leaver: str = "", heir: str = "") -> Callable[[Turn], Action]:
    def make(turn: Turn) -> Action:
        people, how = turn.scene.cast.people, turn.how
        who, to = people[leaver or turn.who], people[heir] if heir else None
        how |= {"person": who, "successor": to, "by": people["sun"], "close_account": False}
        del how["case_id"]
        return lambda: handover.hand_over(last_day=turn.scene.yesterday, **how)

    return make


_EVERYWHERE = (STEP, MEETING, RETURNED)
_HELD = (STEP, MEETING)
_AT_STEP: dict[str, Any] = {"states": (STEP,), "seated": (STEP,), "two": True}
_CHAIRED: dict[str, Any] = _AT_STEP | {"states": _HELD, "who": {MEETING: "director"}}
_AT_MEETING: dict[str, Any] = {"states": (MEETING,), "two": True}
_SIGNER = Assignment.Added.BEFORE

OPERATIONS = (
    Operation("agree", _deciding("agreed"), **_AT_STEP),
    Operation("refuse", _deciding("refused"), **_AT_STEP),
    Operation("return", _deciding("returned"), **_CHAIRED),
    Operation("return to step", _deciding("returned", to=True), **_CHAIRED),
    Operation("transfer", _bringing(actions.transfer), **_AT_STEP),
    Operation("delegate", _bringing(actions.delegate), **_AT_STEP),
    Operation("add signer", _bringing(actions.add_signer, where=_SIGNER), **_AT_STEP),
    Operation("remove signer", _removing, **_AT_STEP, ready=_signer_beside, speaks=True),
    Operation("reassign", _reassigning, **_AT_STEP),
    Operation("take back", _taking_back, _HELD, seated=_HELD, two=True, ready=_speak, speaks=True),
    Operation(
        "recall",
        _taking_back,
        _EVERYWHERE,
        who={STEP: "wang", MEETING: "zhou", RETURNED: "ma"},
        untouched=True,
    ),
    Operation("withdraw", _on_case(actions.withdraw, "li"), _EVERYWHERE),
    Operation("urge", _on_case(actions.urge, "li"), _HELD),
    Operation("copy", _copying, _EVERYWHERE, two=True),
    Operation(
        "suspend",
        _on_case(actions.suspend, "qian", "director", reason="待查"),
        _EVERYWHERE,
        two=True,
    ),
    Operation(
        "resume",
        _on_case(actions.resume, "qian", "director"),
        _EVERYWHERE,
        two=True,
        ready=lambda turn: on_case(
            turn.scene.cast, actions.suspend, turn.scene.case, turn.scene.cast.qian, reason="待查"
        ),
        late=True,
    ),
    Operation(
        "terminate",
        _on_case(actions.terminate, "qian", "director", reason="取消"),
        _EVERYWHERE,
        two=True,
    ),
    Operation("edit", _editing, (RETURNED,)),
    Operation("resubmit", _resubmitting, (RETURNED,)),
    Operation("vote", _deciding("for"), **_AT_MEETING, seated=(MEETING,)),
    Operation("conclude", _deciding("agreed"), (MEETING,), who={MEETING: "director"}),
    Operation("convene", _convening, **_AT_MEETING),
    Operation("adjourn", _adjourning, **_AT_MEETING, ready=_convened),
    Operation("admit", _admitting, **_AT_MEETING, ready=_newcomers),
    Operation("record", _recording, **_AT_MEETING, ready=_convened),
    Operation("sweep", _sweeping, _HELD, ready=_overdue, late=True, again=deadlines.sweep),
    Operation(
        "reorganise",
        _reorganising,
        _HELD,
        seated=_HELD,
        two=True,
        ready=_end_post,
        late=True,
        again=reorganise.sweep,
    ),
    Operation("hand over", _handing_over(), _HELD, seated=_HELD, two=True, again=reorganise.sweep),
    Operation("hand over case", _handing_over("li", "hu"), _EVERYWHERE, again=reorganise.sweep),
)
BY_NAME = {operation.name: operation for operation in OPERATIONS}
