"""The minutes of a collective discussion (集体讨论纪要): who was asked, who said what, how they voted."""

from approvals.models import Assignment, Case, Opinion
from approvals.words import VOTES, Verdict
from documents import wording
from documents.sheet import Fact, Meeting, Vote
from registry.org.models import Post

_CARRIED = (Verdict.AGREED, Verdict.AGREED_WITH_CHANGES)


def meeting_of(discussed: list[Opinion], concluded: Opinion) -> Meeting:
    """The discussion as the minutes tell it: the votes in their order, then who did not vote."""
    counted = concluded.task.discussion
    against = Verdict.AGAINST if concluded.verdict in _CARRIED else Verdict.FOR
    votes = [_vote(o, dissents=o.verdict == against) for o in discussed if o.verdict in VOTES]
    return Meeting(
        members=counted.members,
        voted=counted.voted,
        quorum=counted.quorum,
        votes_for=counted.votes_for,
        votes_against=counted.votes_against,
        votes_abstain=counted.votes_abstain,
        votes=(*votes, *_silent(concluded)),
    )


def meeting_facts(case: Case, discussed: list[Opinion], concluded: Opinion) -> tuple[Fact, ...]:
    """What the head of the minutes says: about whom, when, under whom."""
    first, last = wording.day(discussed[0].at), wording.day(concluded.at)
    rows = (
        ("客户", case.customer.name),
        ("讨论日期", first if first == last else f"{first}至{last}"),
        ("主持人", concluded.person.name),
    )
    return tuple(Fact(label=label, value=value) for label, value in rows)


def _vote(opinion: Opinion, *, dissents: bool) -> Vote:
    return Vote(
        person=opinion.person.name,
        post=_signed_as(opinion),
        verdict=wording.said(opinion.verdict),
        opinion=opinion.text,
        dissents=dissents,
    )


def _silent(concluded: Opinion) -> list[Vote]:
    # Who left or went away before the conclusion was asked no more, and so wasn't silent.
    rows = Assignment.objects.filter(
        task=concluded.task, state=Assignment.State.CLOSED, finished_at=concluded.at
    )
    return [
        Vote(person=row.person.name, post=_post(row.post), verdict="", opinion="", dissents=False)
        for row in rows.select_related("person", "post__unit").order_by("pk")
    ]


def _signed_as(opinion: Opinion) -> str:
    post = _post(opinion.assignment.post)
    return f"{post}（代{opinion.acting_for.name}）" if opinion.acting_for else post


def _post(post: Post | None) -> str:
    return str(post.get_role_display()) if post else ""
