"""What people of the demo do besides deciding: hand over, ask, add, take back, convene, suspend, tell."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from approvals import actions
from approvals.actions.recording import Attended
from approvals.models import Assignment, Case
from approvals.roles import Role
from approvals.words import Verdict
from registry.org.models import Person

State = Assignment.State
BROUGHT_IN: dict[str, tuple[Callable[..., Case], dict[str, Any]]] = {
    "transfer": (actions.transfer, {"note": "本人出差，请代为审批。"}),
    "delegate": (actions.delegate, {"note": "请核一下资费和邮路。"}),
    "add-before": (actions.add_signer, {"where": "before", "note": "请先看物流方案。"}),
    "add-after": (actions.add_signer, {"where": "after", "note": "同意后请复核。"}),
}
ADMINISTERED: dict[str, tuple[Callable[..., Case], dict[str, Any]]] = {
    "suspend": (actions.suspend, {"reason": "客户正在办理更名，暂停办理。"}),
    "resume": (actions.resume, {"reason": "客户更名已办完。"}),
    "terminate": (actions.terminate, {"reason": "客户已停业，项目不再实施。"}),
}
NAMES = (*BROUGHT_IN, *ADMINISTERED, "takeback", "urge", "copy", "convene", "adjourn", "record")
_ADVISER, _ADMINISTRATOR, _READERS = "luoxt", "info", ("majie", "hejm")


def carry_out(name: str, case: Case, at: datetime, key: UUID) -> Case:
    """One of NAMES, done by whom it falls to."""
    how: dict[str, Any] = {"case_id": case.pk, "at": at, "key": key}
    if name in BROUGHT_IN:
        action, given = BROUGHT_IN[name]
        row = _rows(case, State.OPEN)[0]
        return action(assignment_id=row.pk, actor=row.person, to=_person(_ADVISER), **given, **how)
    if name in ADMINISTERED:
        administer, given = ADMINISTERED[name]
        return administer(actor=_person(_ADMINISTRATOR), **given, **how)
    if name == "takeback":
        row = _rows(case, State.DONE)[-1]
        return actions.take_back(assignment_id=row.pk, actor=row.person, **how)
    if name == "urge":
        return actions.urge(actor=case.applicant, note="客户下周要答复，请尽快审批。", **how)
    if name == "copy":
        people = [_person(username) for username in _READERS]
        return actions.copy_to(actor=case.applicant, people=people, note="请提前准备。", **how)
    return _meet(name, case, at, how)


def _meet(name: str, case: Case, at: datetime, how: dict[str, Any]) -> Case:
    """The secretary convenes the discussion, puts it off, and records it."""
    how |= {"actor": _person(_ADMINISTRATOR)}
    if name == "convene":
        return actions.convene(meets_at=at + timedelta(hours=1), place="大客户中心会议室", **how)
    if name == "adjourn":
        reason = "两名成员出差，改期讨论。"
        return actions.adjourn(meets_at=at + timedelta(days=5), reason=reason, **how)
    members = [r for r in _rows(case, State.OPEN) if r.capacity == Role.CENTRE_MEMBER]
    members = [r for r in members if r.person != how["actor"]]
    present = [Attended(r.person_id, True, "", Verdict.FOR, "同意。") for r in members[:-1]]
    absent = [Attended(members[-1].person_id, False, "出差")]
    return actions.record_meeting(attended=[*present, *absent], seen=case.data_version, **how)


def _rows(case: Case, state: Assignment.State) -> list[Assignment]:
    rows = case.assignments.filter(state=state).exclude(capacity=Role.APPLICANT)
    return list(rows.select_related("person").order_by("finished_at", "pk"))


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
