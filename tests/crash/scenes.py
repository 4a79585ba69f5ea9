"""The actions that are crashed: each made ready, to be called again and again with one key."""

from collections.abc import Callable

from approvals import drafts
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.roles import Role
from approvals.words import Part
from tests.cast import (
    Cast,
    at_discussion,
    decide,
    draft,
    new_key,
    plan_file,
    resubmit,
    row,
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
    new_draft,
    change_of_a_draft,
]
