"""What a step asks for besides a verdict: checked, kept with the opinion, told in the story."""

import pytest

from approvals import errors, opinion_drafts, timeline
from approvals.invariants import check_all
from approvals.models import Case, OpinionDraft
from approvals.move import Move
from registry.journal import Entry
from tests.cast import Cast, asked, at_row, decide, draft, looked_after, row, submit
from tests.workflows.discounting import at_the_centre, set_table


@pytest.fixture
def case(cast: Cast, asking: str) -> Case:
    """Waits for Wang, who names a unit and a number of months if he confirms."""
    return submit(cast, draft(cast, kind=asking, b_manager=cast.lin))


@pytest.fixture
def granting(cast: Cast) -> Case:
    """A discount of 4 % on which the director decides."""
    set_table(cast)
    looked_after(cast, cast.customer, cast.li)
    cast.customer.refresh_from_db()
    return at_the_centre(cast)


def confirm(cast, case, **answers):
    return decide(cast, case, cast.wang, "confirmed", answers=answers)


def test_what_was_answered_is_kept_with_the_opinion_and_told(cast, case):
    case = confirm(cast, case, unit=cast.other, months="2")
    assert case.step == "tell"
    told = timeline.rounds_of(case)[0].lines[-1]
    assert [words for _, words in told.answers] == ["西港分局", "2"]
    line = Entry.objects.get(subject=case.journal_subject, verb="opinion")
    assert line.detail["answers"]["unit"] == {"value": cast.other.pk, "text": "西港分局"}
    assert Move(case, cast.wang, cast.now).answers("review") == {
        "unit": cast.other.pk,
        "months": 2,
    }
    assert check_all() == []


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, {"unit", "months"}),
        ({"unit": "99999999", "months": "2"}, {"unit"}),
        ({"unit": "own", "months": "3"}, {"unit"}),
        ({"unit": "other", "months": "4"}, {"months"}),
        ({"unit": "other", "months": "\x00"}, {"months"}),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field_and_nothing_is_decided(cast, case, answers, wrong):
    units = {"own": cast.county, "other": cast.other}
    given = {name: units.get(value, value) for name, value in answers.items()}
    with pytest.raises(errors.BadAnswers) as refused:
        confirm(cast, case, **given)
    assert set(refused.value.problems) == wrong
    assert all(refused.value.problems.values())
    assert asked(case) == ["wang"]


def test_a_verdict_that_needs_no_answers_keeps_none(cast, case):
    decide(cast, case, cast.wang, "refused", "不办", answers={"unit": cast.other, "months": "2"})
    assert case.opinions.get().answers == {}


def test_what_counts_with_another_verdict_is_refused_at_its_field_and_stays_on_the_page(
    cast, granting, browse
):
    """A lower depth beside plain agreement was dropped without a word once."""
    address = f"/cases/{granting.pk}/decide/{row(granting, cast.director).pk}/"
    sent = {"verdict": "agreed", "text": "可以", "seen": granting.data_version}
    answer = browse(cast.director).post(address, sent | {"a-depth_percent": "3"})
    assert answer.status_code == 422
    assert "此项只随“同意（有修改意见）”生效" in answer.text
    assert 'value="3"' in answer.text and "可以" in answer.text
    assert asked(granting) == ["director"]
    assert decide(cast, granting, cast.director, answers={"depth_percent": ""}).result == ""


def test_a_return_says_already_that_nothing_of_it_counts(cast, granting):
    case = decide(cast, granting, cast.director, "returned", "补", answers={"depth_percent": "3"})
    assert case.status == "returned"


def test_whom_the_decider_adds_as_signer_is_asked_for_nothing_more(cast, case):
    from approvals import actions

    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="before")
    decide(cast, case, cast.fang)
    assert confirm(cast, case, unit=cast.other, months="2").step == "tell"
    assert check_all() == []


def test_a_draft_keeps_what_was_answered_so_far(cast, case):
    about = {"case_id": case.pk, "assignment_id": row(case, cast.wang).pk, "actor": cast.wang}
    given = {"months": ["7"], "nothing": ["x"]}
    opinion_drafts.keep(**about, verdict="", text="", answers=given, at=cast.later())
    assert OpinionDraft.objects.get().answers == {"months": ["7"]}
    opinion_drafts.keep(**about, verdict="", text="", answers={"months": [""]}, at=cast.later())
    assert not OpinionDraft.objects.exists()


def test_the_page_asks_marks_what_is_wrong_and_loses_nothing(cast, case, browse):
    page = browse(cast.wang).get(f"/cases/{case.pk}/decide/{row(case, cast.wang).pk}/")
    assert 'name="a-unit"' in page.text
    sent = {
        "verdict": "confirmed",
        "text": "好",
        "seen": 1,
        "a-unit": cast.other.pk,
        "a-months": "9",
    }
    address = f"/cases/{case.pk}/decide/{row(case, cast.wang).pk}/"
    answer = browse(cast.wang).post(address, sent)
    assert answer.status_code == 422
    assert 'value="9"' in answer.text and "is-invalid" in answer.text and "好" in answer.text
    answer = browse(cast.wang).post(address, sent | {"a-months": "3"})
    assert answer.status_code == 302
    page = browse(cast.wang).get(f"/cases/{case.pk}/")
    assert "西港分局" in page.text


def test_a_step_that_asks_for_more_is_not_ticked_in_the_inbox(cast, case):
    from approvals.bulk import offered_at

    assert not offered_at(row(case, cast.wang))
