"""The actions that are crashed: each made ready, to be called again and again with one key."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from approvals import actions, drafts, handover
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.roles import Role
from approvals.words import Part
from registry.org import substitutions
from registry.org.roles import PostRole
from tests.cast import (
    Cast,
    at_discussion,
    at_row,
    decide,
    done_row,
    draft,
    looked_after,
    new_key,
    on_case,
    plan_file,
    resubmit,
    revise,
    row,
    send_back,
    submit,
    vote,
    withdraw,
)

Action = Callable[[], Case]


def submission(cast: Cast) -> Action:
    case = draft(cast)
    how = _once(cast)
    return lambda: submit(cast, case, **how)


def _once(cast: Cast) -> dict:
    """The moment and the key that all tries share."""
    return {"at": cast.later(), "key": new_key()}


def _decision(cast: Cast, case: Case, person, verdict="agreed", text="", capacity=None) -> Action:
    how = {"row": row(case, person, capacity).pk, "seen": 1, **_once(cast)}
    return lambda: decide(cast, case, person, verdict, text, **how)


def decision_that_ends_a_step(cast: Cast) -> Action:
    return _decision(cast, submit(cast, draft(cast)), cast.wang)


def decision_that_opens_a_discussion(cast: Cast) -> Action:
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    return _decision(cast, case, cast.zhou)


def decision_that_returns(cast: Cast) -> Action:
    return _decision(cast, submit(cast, draft(cast)), cast.wang, "returned", "写明客户")


def vote_of_a_member(cast: Cast) -> Action:
    return _decision(cast, at_discussion(cast), cast.ma, "for", capacity=Role.CENTRE_MEMBER)


def conclusion(cast: Cast) -> Action:
    case = at_discussion(cast, "50000")
    for member in cast.members:
        vote(cast, case, member)
    return _decision(cast, case, cast.director, capacity=Role.CENTRE_DIRECTOR)


def decision_that_ends_the_case(cast: Cast) -> Action:
    case = at_discussion(cast, "50000")
    for member in cast.members:
        vote(cast, case, member)
    decide(cast, case, cast.director, capacity=Role.CENTRE_DIRECTOR)
    return _decision(cast, case, cast.zhao, "listed")


def resubmission(cast: Cast) -> Action:
    case = decision_that_returns(cast)()
    how = _once(cast)
    return lambda: resubmit(cast, case, **how)


def withdrawal(cast: Cast) -> Action:
    case = submit(cast, draft(cast))
    how = _once(cast)
    return lambda: withdraw(cast, case, **how)


def _content(cast: Cast, **given) -> Content:
    return Content(
        unit=cast.county,
        case={"title": "秋茶"},
        request={"offer": "专线"},
        parts={Part.B_MANAGER: cast.lin},
        added=[checked(plan_file(f"{n}.pdf"), Attachment.Kind.PLAN) for n in (1, 2)],
        **given,
    )


def new_draft(cast: Cast) -> Action:
    kind, how = kind_of("proposal"), _once(cast)
    return lambda: drafts.create(kind=kind, actor=cast.li, content=_content(cast), **how)


def change_of_a_draft(cast: Cast) -> Action:
    """Two files come, one goes, a B manager is named."""
    case, how = draft(cast), _once(cast)
    how |= {"kind": kind_of("proposal"), "case_id": case.pk, "actor": cast.li, "seen": 1}
    gone = [case.attachments.get().pk]
    return lambda: drafts.save(content=_content(cast, removed=gone), **how)


def hand_over_of_a_leaver(cast: Cast) -> Action:
    """Somebody was handed a step, has a draft, a customer and a substitute, and leaves today for Lin."""
    leaver = cast.post(f"leaver{len(cast.people)}", cast.other, PostRole.ACCOUNT_MANAGER)
    case, day = submit(cast, draft(cast)), timezone.localdate(cast.now)
    at_row(cast, actions.transfer, case, cast.wang, to=leaver)
    draft(cast, by=leaver, unit=cast.other)
    looked_after(cast, cast.customer, leaver)
    ahead = {"since": day + timedelta(days=1), "until": day + timedelta(days=1)}
    substitutions.set_up(person=leaver, substitute=cast.chen, by=leaver, at=cast.now, **ahead)
    how = {"person": leaver, "successor": cast.lin, "last_day": day, "by": cast.sun}
    how |= {"close_account": True, **_once(cast)}

    def act() -> Case:
        handover.hand_over(**how)
        return case

    return act


def call_of_a_meeting(cast: Cast) -> Action:
    case, how = at_discussion(cast), _once(cast)
    how |= {"meets_at": cast.now + timedelta(days=1), "place": "三楼会议室"}
    return lambda: actions.convene(case_id=case.pk, actor=cast.director, **how)


def record_of_a_meeting(cast: Cast) -> Action:
    """One voted before, one was away, three votes are entered."""
    case = call_of_a_meeting(cast)()
    vote(cast, case, cast.qian)
    cast.later(days=2)
    votes = zip((cast.director, cast.deputy, cast.zhou), ("for", "against", "abstain"), strict=True)
    told = [actions.Attended(member.pk, True, "", said, "已议") for member, said in votes]
    told += [actions.Attended(cast.qian.pk, True), actions.Attended(cast.ma.pk, False, "出差")]
    how = {"attended": told, "seen": 1, **_once(cast)}
    return lambda: actions.record_meeting(case_id=case.pk, actor=cast.qian, **how)


def return_to_a_visited_step(cast: Cast) -> Action:
    case = at_discussion(cast)
    asked, how = row(case, cast.director, Role.CENTRE_DIRECTOR).pk, _once(cast)
    return lambda: send_back(
        cast, case, cast.director, to="unit_review", resume="back", row=asked, seen=1, **how
    )


def resubmission_straight_back(cast: Cast) -> Action:
    case = at_discussion(cast)
    send_back(cast, case, cast.director, resume="back", capacity=Role.CENTRE_DIRECTOR)
    case = revise(cast, case, offer="专线")
    how = _once(cast)
    return lambda: resubmit(cast, case, **how)


def handing_over(cast: Cast) -> Action:
    case = submit(cast, draft(cast))
    how = {"row": row(case, cast.wang).pk, "to": cast.fang, **_once(cast)}
    return lambda: at_row(cast, actions.transfer, case, cast.wang, **how)


def removal_that_ends_a_step(cast: Cast) -> Action:
    case = submit(cast, draft(cast))
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    decide(cast, case, cast.wang)
    how = {"row": row(case, cast.fang).pk, **_once(cast)}
    return lambda: at_row(cast, actions.remove_signer, case, cast.wang, **how)


def verdict_taken_back(cast: Cast) -> Action:
    case = decide(cast, submit(cast, draft(cast)), cast.wang)
    how = {"row": done_row(case, cast.wang).pk, **_once(cast)}
    return lambda: at_row(cast, actions.take_back, case, cast.wang, **how)


def resumption(cast: Cast) -> Action:
    case = submit(cast, draft(cast))
    on_case(cast, actions.suspend, case, cast.qian, reason="待核实")
    how = _once(cast)
    return lambda: on_case(cast, actions.resume, case, cast.qian, **how)


def termination(cast: Cast) -> Action:
    case, how = submit(cast, draft(cast)), _once(cast)
    return lambda: on_case(cast, actions.terminate, case, cast.qian, reason="重复", **how)


SCENES = [
    submission,
    decision_that_ends_a_step,
    decision_that_opens_a_discussion,
    decision_that_returns,
    vote_of_a_member,
    conclusion,
    decision_that_ends_the_case,
    resubmission,
    withdrawal,
    return_to_a_visited_step,
    resubmission_straight_back,
    handing_over,
    removal_that_ends_a_step,
    verdict_taken_back,
    resumption,
    termination,
    new_draft,
    change_of_a_draft,
    hand_over_of_a_leaver,
    call_of_a_meeting,
    record_of_a_meeting,
]
