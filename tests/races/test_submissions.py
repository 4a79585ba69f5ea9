"""Drafts and submissions that are sent twice, or meet a change of the same case."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest

from approvals import drafts, errors
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from registry import journal
from registry.journal import Entry
from tests.cast import Cast, decide, draft, new_key, plan_file, resubmit, row, submit
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene, one_wins

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def told(case: Case, verb: str) -> int:
    return Entry.objects.filter(subject=case.journal_subject, verb=verb).count()


def content(cast: Cast, title: str) -> Content:
    return Content(
        unit=cast.county,
        case={"title": title},
        request={},
        added=[checked(plan_file(), Attachment.Kind.PLAN)],
    )


def one_form_submitted_twice(cast: Cast) -> Scene:
    """A double click: the same key."""
    case, key, at = draft(cast), new_key(), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok and o.value.status == "running" for o in outcomes):
            yield "one of the two clicks is not told that it is done"
        if told(case, "submitted") != 1:
            yield f"submitted {told(case, 'submitted')} times"

    return Scene([lambda: submit(cast, case, key=key, at=at)] * 2, judge)


def two_forms_submitted(cast: Cast) -> Scene:
    """The draft is open in two windows: two keys."""
    case, at = draft(cast), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        yield from one_wins(outcomes)
        if sum(o.refused(errors.AlreadySubmitted) for o in outcomes) != 1:
            yield "the second window is not told that the case was submitted"
        if told(case, "submitted") != 1:
            yield f"submitted {told(case, 'submitted')} times"

    return Scene([lambda: submit(cast, case, at=at)] * 2, judge)


def one_new_form_saved_twice(cast: Cast) -> Scene:
    """A double click on a form that has no case yet."""
    key, at, before = new_key(), cast.later(), Case.objects.count()

    def create() -> Case:
        return drafts.create(
            kind=kind_of("proposal"), actor=cast.li, content=content(cast, "茶"), at=at, key=key
        )

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if len({o.value for o in outcomes}) != 1:
            yield "the two clicks got two answers"
        if Case.objects.count() != before + 1:
            yield f"{Case.objects.count() - before} drafts"

    return Scene([create] * 2, judge, point="registry_post")


def save_and_send(cast: Cast, case: Case, send) -> Scene:
    """Li saves a change in one window while the other one sends what it showed."""
    at, seen = cast.later(), case.data_version

    def save() -> Case:
        return drafts.save(
            kind=kind_of("proposal"),
            case_id=case.pk,
            actor=cast.li,
            content=content(cast, "秋茶"),
            seen=seen,
            at=at,
            key=new_key(),
        )

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        yield from one_wins(outcomes)
        saved, sent = outcomes
        now = Case.objects.get(pk=case.pk)
        if saved.ok and not (sent.refused(errors.PageIsOld) and now.title == "秋茶"):
            yield "what was saved is not there, or was sent unseen"
        if sent.ok and not (saved.refused(errors.StepMoved) and now.data_version == seen):
            yield "a case under way was changed"

    return Scene([save, lambda: send(cast, case, at=at, seen=seen)], judge)


def draft_saved_and_submitted(cast: Cast) -> Scene:
    return save_and_send(cast, draft(cast, "12000"), submit)


def returned_case_saved_and_resubmitted(cast: Cast) -> Scene:
    case = submit(cast, draft(cast, "12000"))
    case = decide(cast, case, cast.wang, "returned", "写明客户", row=row(case, cast.wang).pk)
    return save_and_send(cast, case, resubmit)


SCENES = [
    one_form_submitted_twice,
    two_forms_submitted,
    draft_saved_and_submitted,
    returned_case_saved_and_resubmitted,
]


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_sent_at_once_is_as_if_sent_one_after_the_other(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES)
def test_without_locks_what_is_sent_at_once_clashes(rounds: Rounds, scene) -> None:
    assert rounds.without(scene)


def test_a_new_form_saved_twice_makes_one_draft(rounds: Rounds) -> None:
    assert rounds.hold(one_new_form_saved_twice) == []


@contextmanager
def no_key() -> Iterator[bool]:
    """The journal forgets the key of the form."""
    append = journal.append
    with mock.patch.object(journal, "append", lambda **line: append(**line | {"key": None})):
        yield False


def test_without_its_key_a_form_saved_twice_makes_two_drafts(rounds: Rounds) -> None:
    faults = rounds.without(one_new_form_saved_twice, no_key)
    assert any("2 drafts" in fault for fault in faults)
