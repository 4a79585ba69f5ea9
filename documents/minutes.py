"""The minutes of a collective discussion (集体讨论纪要): who met, who said what, how they voted."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.models import Assignment, Attendance, Case, Discussion, Opinion
from approvals.words import VOTES, Verdict
from documents import wording
from documents.kinds import PaperKind, declare
from documents.sheet import ABSENT, PRESENT, Fact, Meeting, Vote, facts
from registry.journal import Entry
from registry.org.models import Post

MINUTES = declare(
    PaperKind(code="minutes", title="集体讨论纪要", mark="纪", label=_("Minutes of the discussion"))
)
_CARRIED = (Verdict.AGREED, Verdict.AGREED_WITH_CHANGES)


def meeting_of(discussed: list[Opinion], concluded: Opinion) -> Meeting:
    """The discussion as the minutes tell it: the votes in their order, then who did not vote."""
    counted = concluded.task.discussion
    met = _took_place(counted, concluded)
    came = counted.attendance.select_related("noted_by") if met else ()
    noted = {one.person_id: one for one in came}
    against = Verdict.AGAINST if concluded.verdict in _CARRIED else Verdict.FOR
    votes = [
        _vote(o, dissents=o.verdict == against, noted=noted)
        for o in discussed
        if o.verdict in VOTES
    ]
    return Meeting(
        members=counted.members,
        voted=counted.voted,
        quorum=counted.quorum,
        votes_for=counted.votes_for,
        votes_against=counted.votes_against,
        votes_abstain=counted.votes_abstain,
        votes=(*votes, *_silent(concluded, noted)),
        **(_held(counted, list(noted.values()), concluded.case) if met else {}),
    )


def meeting_facts(case: Case, discussed: list[Opinion], concluded: Opinion) -> tuple[Fact, ...]:
    """What the head of the minutes says: about whom, when, under whom."""
    first, last = wording.day(discussed[0].at), wording.day(concluded.at)
    days = first if first == last else f"{first}至{last}"
    met = _took_place(concluded.task.discussion, concluded)
    return facts(
        ("客户", "Customer", case.customer.name if case.customer else ""),
        ("讨论日期", "Discussed on", "" if met else days),  # the meeting says its own
        ("主持人", "Chair", concluded.person.name),
    )


def _took_place(counted: Discussion, concluded: Opinion) -> bool:
    """Whether the members met; a chair can conclude before the day, once all have voted."""
    return counted.meets_at is not None and counted.meets_at <= concluded.at


def _held(counted: Discussion, noted: list[Attendance], case: Case) -> dict[str, Any]:
    """When and where the meeting was, who convened and recorded it, how often it was put off."""
    assert counted.meets_at is not None
    online = "（线上）" if counted.place else "线上"
    place = counted.place + (online if counted.online else "")
    recorders = dict.fromkeys(one.noted_by.name for one in sorted(noted, key=lambda one: one.at))
    return {
        "met_at": wording.moment(counted.meets_at),
        "place": place,
        "convened_by": counted.convened_by.name,
        "recorded_by": "、".join(recorders),
        "put_off": _put_off(case, counted.round) if counted.adjournments else (),
    }


def _put_off(case: Case, round_number: int) -> tuple[str, ...]:
    told = Entry.objects.filter(subject=case.journal_subject, verb="adjourned").order_by("seq")
    said = [entry.detail for entry in told if entry.detail["round"] == round_number]
    return tuple(
        f"改至{wording.moment(datetime.fromisoformat(one['meets_at']))}：{one['text']}"
        for one in said
    )


def _vote(opinion: Opinion, *, dissents: bool, noted: dict[int, Attendance]) -> Vote:
    return Vote(
        person=opinion.person.name,
        post=_signed_as(opinion),
        verdict=wording.said(opinion.verdict),
        opinion=opinion.text,
        dissents=dissents,
        in_writing=bool(noted) and opinion.recorded_by_id is None,
        **_came(noted.get(opinion.person_id)),
    )


def _silent(concluded: Opinion, noted: dict[int, Attendance]) -> list[Vote]:
    # Who left or went away before the conclusion was asked no more, and so wasn't silent.
    rows = Assignment.objects.filter(
        task=concluded.task, state=Assignment.State.CLOSED, finished_at=concluded.at
    )
    return [
        Vote(
            person=row.person.name,
            post=_post(row.post),
            verdict="",
            opinion="",
            dissents=False,
            **_came(noted.get(row.person_id)),
        )
        for row in rows.select_related("person", "post__unit").order_by("pk")
    ]


def _came(noted: Attendance | None) -> dict[str, Any]:
    if noted is None:
        return {}
    return {"came": PRESENT if noted.present else ABSENT, "absent_because": noted.reason}


def _signed_as(opinion: Opinion) -> str:
    post = _post(opinion.assignment.post)
    return f"{post}（代{opinion.acting_for.name}）" if opinion.acting_for else post


def _post(post: Post | None) -> str:
    return str(post.get_role_display()) if post else ""
