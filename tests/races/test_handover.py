"""A hand-over that meets the leaver: who decides, or submits again, does so before it or not at all."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import errors, handover
from approvals.models import Case
from registry.org.models import Person, Post
from tests.cast import Cast, decide, draft, new_key, resubmit, row, submit
from tests.races.harness import Outcome, overlap
from tests.races.rounds import Rounds, Scene

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def back_in_office(cast: Cast, *names: str) -> None:
    """A round before may have ended their posts."""
    theirs = Post.objects.filter(person__username__in=names)
    theirs.update(until=None, ended_by=None, ended_at=None)


def hand_over(cast: Cast, who: str, to: Person | None):
    """The action, a minute after all that was done so far: the person left yesterday."""
    at = cast.now
    terms = {"last_day": timezone.localdate(at) - timedelta(days=1), "close_account": False}
    how = {"person": cast.people[who], "successor": to, "by": cast.sun, "key": new_key(), **terms}
    return lambda: handover.hand_over(at=at + timedelta(minutes=1), **how)


def handed_over_and_decision(cast: Cast) -> Scene:
    """Wang decides while he is handed over to nobody: what waits for him goes to the deputy."""
    back_in_office(cast, "wang")
    case = submit(cast, draft(cast, "12000"))
    leaving, at, asked = hand_over(cast, "wang", None), cast.now, row(case, cast.wang).pk

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        decided, handed = outcomes
        if not handed.ok:
            yield "the hand-over was not done"
        if overlap(outcomes):
            yield "the decision was made while the step was being handed over"
        if decided.ok and decided.entered > handed.entered:
            yield "the decision stands though the step was handed over"
        if not decided.ok and not decided.refused(errors.GivenToOthers):
            yield "Wang is not told that the step is another's"

    return Scene([lambda: decide(cast, case, cast.wang, row=asked, seen=1, at=at), leaving], judge)


def handed_over_and_resubmission(cast: Cast) -> Scene:
    """Li sends a returned request again while it becomes Lin's."""
    back_in_office(cast, "li")
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang, "returned", "写明客户")
    leaving, at = hand_over(cast, "li", cast.lin), cast.now

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        sent, handed = outcomes
        if not handed.ok:
            yield "the hand-over was not done"
        if overlap(outcomes):
            yield "the request was sent while it was being handed over"
        if not sent.ok and not sent.refused(errors.NotThere):
            yield "Li is not told that the request is no longer hers"
        if Case.objects.get(pk=case.pk).applicant != cast.lin:
            yield "the request is not Lin's"

    return Scene([lambda: resubmit(cast, case, by=cast.li, at=at), leaving], judge)


def the_same_hand_over_twice(cast: Cast) -> Scene:
    """Sun presses twice."""
    back_in_office(cast, "li")
    case = draft(cast)
    leaving = hand_over(cast, "li", cast.lin)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "somebody who pressed twice is refused"
        if Case.objects.get(pk=case.pk).applicant != cast.lin:
            yield "the draft is not Lin's"

    return Scene([leaving, leaving], judge, point="registry_person")


SCENES = (handed_over_and_decision, handed_over_and_resubmission, the_same_hand_over_twice)


@pytest.mark.parametrize("scene", SCENES)
def test_a_hand_over_comes_before_the_other_action_or_after_it(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES)
def test_without_locks_a_hand_over_and_the_other_action_clash(rounds: Rounds, scene) -> None:
    assert rounds.without(scene)
