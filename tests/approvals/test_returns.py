"""退回: to the applicant or to a step that was visited; run again from there, or straight back."""

import pytest

from approvals import actions, errors
from approvals.invariants import check_all
from approvals.models import Case
from tests.cast import (
    Cast,
    asked,
    at_row,
    decide,
    done_row,
    draft,
    resubmit,
    revise,
    row,
    send_back,
    submit,
    vote,
)


def to_sign_off(cast: Cast, case: Case) -> Case:
    """Let everybody agree until the director signs."""
    decide(cast, case, cast.wang)
    for member in cast.members:
        decide(cast, case, member)
    decide(cast, case, cast.zhou)
    decide(cast, case, cast.qian)
    for member in cast.members[:4]:
        case = decide(cast, case, member, "for")
    assert case.step == "sign_off"
    return case


@pytest.fixture
def case(cast: Cast, several: str) -> Case:
    """Waits for the director: the unit, all members, the checkers and two thirds have agreed."""
    return to_sign_off(cast, submit(cast, draft(cast, kind=several)))


@pytest.fixture
def listed(cast: Cast) -> Case:
    """A proposal that waits for its listing by the marketing department."""
    case = submit(cast, draft(cast, "50000"))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    for member in cast.members:
        vote(cast, case, member)
    return decide(cast, case, cast.director, capacity="centre_director")


def test_returned_to_a_visited_step_it_runs_again_from_there(cast, listed):
    case = send_back(cast, listed, cast.zhao, to="plan_check")
    assert (case.status, case.step, case.round) == ("running", "plan_check", 2)
    assert asked(case) == ["zhou", "qian"]
    case = decide(cast, case, cast.qian)
    assert case.step == "discuss"
    assert check_all() == []


def test_returned_to_a_visited_step_it_comes_straight_back(cast, listed):
    case = send_back(cast, listed, cast.zhao, to="plan_check", resume="back")
    assert case.step == "plan_check"
    case = decide(cast, case, cast.zhou)
    assert (case.step, asked(case)) == ("listing", ["zhao"])
    case = decide(cast, case, cast.zhao, "listed")
    assert case.status == "agreed"
    assert check_all() == []


def test_into_a_discussion_it_is_discussed_anew(cast, listed):
    case = send_back(cast, listed, cast.zhao, to="discuss", resume="back")
    assert case.discussions.count() == 2
    assert case.discussions.latest("pk").voted == 0
    for member in cast.members:
        vote(cast, case, member)
    case = decide(cast, case, cast.director, "agreed", capacity="centre_director")
    assert case.step == "listing"
    assert decide(cast, case, cast.zhao, "unlisted").status == "agreed"
    assert check_all() == []


def test_out_of_a_discussion_the_votes_of_the_others_are_closed(cast):
    from tests.cast import at_discussion

    case = at_discussion(cast)
    vote(cast, case, cast.ma)
    case = send_back(
        cast, case, cast.director, to="unit_review", resume="back", capacity="centre_director"
    )
    assert asked(case) == ["wang"]
    assert decide(cast, case, cast.wang).step == "discuss"
    assert check_all() == []


@pytest.mark.parametrize("to", ["discuss", "listing", "sign_off", "nowhere", "revise", "agreed"])
def test_a_step_that_was_not_visited_is_no_place_to_return_to(cast, to):
    case = submit(cast, draft(cast, "50000"))
    decide(cast, case, cast.wang)
    with pytest.raises(errors.NotVisited):
        send_back(cast, case, cast.zhou, to=to)
    assert asked(case) == ["zhou", "qian"]


def test_a_way_to_resume_that_there_is_not_is_refused(cast, listed):
    with pytest.raises(errors.NoSuchVerdict):
        send_back(cast, listed, cast.zhao, resume="sideways")


def test_a_return_to_the_applicant_waits_for_the_applicant_and_runs_again(cast, case):
    case = send_back(cast, case, cast.director)
    assert (case.status, asked(case), case.round) == ("returned", ["li"], 1)
    case = resubmit(cast, case)
    assert (case.step, case.round) == ("review", 2)
    assert check_all() == []


def test_unchanged_it_comes_straight_back_to_the_one_who_returned_it(cast, case):
    case = send_back(cast, case, cast.director, resume="back")
    case = resubmit(cast, case)
    assert (case.step, asked(case)) == ("sign_off", ["director"])
    decide(cast, case, cast.director)
    assert decide(cast, case, cast.zhao).status == "agreed"
    assert check_all() == []


@pytest.mark.parametrize(
    ("changes", "asked_again"),
    [
        ({"offer": "上门收寄"}, ["countersign", "in_turn", "sign_off"]),
        ({"price": "每件 8 元"}, ["ballot", "sign_off"]),
        ({"value_yuan": "33000"}, ["review", "sign_off"]),
        ({"title": "夏茶寄递"}, ["sign_off"]),
    ],
)
def test_exactly_the_sign_offs_are_asked_again_that_vouch_for_what_changed(
    cast, case, changes, asked_again
):
    from decimal import Decimal

    if "value_yuan" in changes:
        changes = {"value_yuan": Decimal(changes["value_yuan"])}
    send_back(cast, case, cast.director, resume="back")
    case = resubmit(cast, revise(cast, case, **changes))
    went = []
    while case.status == "running" and case.step != "final":
        went.append(case.step)
        people = list(asked(case))
        for name in people:
            verdict = "for" if case.step == "ballot" else "agreed"
            if name in asked(case) and went[-1] == case.step:
                case = decide(cast, case, getattr(cast, name), verdict)
    # In turn, one is asked behind the other: the step is named once each.
    assert list(dict.fromkeys(went)) == asked_again
    assert decide(cast, case, cast.zhao).status == "agreed"
    assert check_all() == []


def test_what_was_changed_and_changed_back_is_not_asked_again(cast, case):
    send_back(cast, case, cast.director, resume="back")
    revise(cast, case, offer="上门收寄")
    case = resubmit(cast, revise(cast, case, offer=""))
    assert case.step == "sign_off"
    assert check_all() == []


def test_a_greater_value_takes_the_steps_that_it_asks_for(cast):
    from decimal import Decimal

    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    case = send_back(cast, case, cast.director, resume="back")
    case = resubmit(cast, revise(cast, case, value_yuan=Decimal("60000")))
    assert case.step == "unit_review"  # it vouches for the value
    decide(cast, case, cast.wang)
    case = decide(cast, case, cast.qian)
    assert case.step == "discuss"
    assert check_all() == []


def test_returned_twice_what_counts_on_counts_on(cast, case):
    send_back(cast, case, cast.director, resume="back")
    case = resubmit(cast, case)
    case = send_back(cast, case, cast.director, to="in_turn", resume="back")
    assert asked(case) == ["zhou"]
    decide(cast, case, cast.zhou)
    case = decide(cast, case, cast.qian)
    assert (case.step, case.round) == ("sign_off", 3)
    decide(cast, case, cast.director)
    assert decide(cast, case, cast.zhao).status == "agreed"
    assert check_all() == []


def test_the_paper_shows_the_sign_offs_that_count_on(cast, listed):
    from documents.models import Paper

    case = send_back(cast, listed, cast.zhao, to="plan_check", resume="back")
    decide(cast, case, cast.zhou)
    case = decide(cast, case, cast.zhao, "listed")
    form = Paper.objects.get(case=case, kind="approval_form").sheet
    assert [box.person for box in form.boxes] == ["王建国", "周文", "高明", "赵敏"]
    assert check_all() == []


def test_who_decided_before_a_return_is_still_kept_apart(cast, several):
    """The deputy reviews for the unit; the director is away from the next step by rule."""
    cast.post("director", cast.marketing, "marketing_head")
    case = to_sign_off(cast, submit(cast, draft(cast, kind=several)))
    case = decide(cast, case, cast.director)
    assert asked(case) == ["zhao"]  # not the director, who signed right before
    case = send_back(cast, case, cast.zhao, resume="back")
    case = resubmit(cast, case)
    assert (case.step, asked(case)) == ("final", ["zhao"])
    assert check_all() == []


def test_a_return_to_a_step_can_be_taken_back(cast, listed):
    send_back(cast, listed, cast.zhao, to="plan_check", resume="back")
    case = at_row(cast, actions.take_back, listed, cast.zhao, row=done_row(listed, cast.zhao).pk)
    assert (case.step, case.round, asked(case)) == ("listing", 1, ["zhao"])
    assert decide(cast, case, cast.zhao, "listed").status == "agreed"
    assert check_all() == []


def test_a_return_to_the_applicant_can_be_taken_back_until_he_changes_something(cast):
    case = submit(cast, draft(cast))
    send_back(cast, case, cast.wang)
    at_row(cast, actions.take_back, case, cast.wang, row=done_row(case, cast.wang).pk)
    case.refresh_from_db()
    assert (case.status, asked(case)) == ("running", ["wang"])
    send_back(cast, case, cast.wang)
    revise(cast, case, offer="专线")
    with pytest.raises(errors.TooLate):
        at_row(cast, actions.take_back, case, cast.wang, row=done_row(case, cast.wang).pk)
    assert check_all() == []


def test_a_verdict_is_taken_back_while_the_next_step_is_untouched(cast):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    late = row(case, cast.zhou).pk
    at_row(cast, actions.take_back, case, cast.wang, row=done_row(case, cast.wang).pk)
    assert asked(case) == ["wang"]
    with pytest.raises(errors.StepMoved):
        decide(cast, case, cast.zhou, row=late)
    case = decide(cast, case, cast.wang, "refused", "再想想")
    assert case.status == "refused"
    assert check_all() == []


def test_a_verdict_stands_once_the_next_step_was_touched(cast):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    at_row(cast, actions.delegate, case, cast.zhou, to=cast.fang)
    with pytest.raises(errors.TooLate):
        at_row(cast, actions.take_back, case, cast.wang, row=done_row(case, cast.wang).pk)
    assert check_all() == []


def test_a_verdict_that_closed_the_case_stands(cast):
    case = decide(cast, submit(cast, draft(cast, "5000")), cast.wang)
    assert case.status == "recorded"
    with pytest.raises(errors.TooLate):
        at_row(cast, actions.take_back, case, cast.wang, row=done_row(case, cast.wang).pk)


def test_a_vote_is_taken_back_and_given_again(cast):
    from tests.cast import at_discussion

    case = at_discussion(cast)
    vote(cast, case, cast.ma, "against", "太贵")
    at_row(cast, actions.take_back, case, cast.ma, row=done_row(case, cast.ma).pk)
    assert case.discussions.get().votes_against == 0
    vote(cast, case, cast.ma, "for")
    assert case.discussions.get().votes_for == 1
    assert check_all() == []


def test_a_return_by_the_first_in_turn_is_taken_back_and_the_second_waits_again(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    for member in cast.members:
        decide(cast, case, member)
    send_back(cast, case, cast.zhou)
    at_row(cast, actions.take_back, case, cast.zhou, row=done_row(case, cast.zhou).pk)
    assert asked(case) == ["zhou"]
    decide(cast, case, cast.zhou)
    assert asked(case) == ["qian"]
    assert check_all() == []


def test_the_word_of_the_first_in_turn_is_taken_back_until_the_second_has_spoken(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    for member in cast.members:
        decide(cast, case, member)
    decide(cast, case, cast.zhou)
    first = done_row(case, cast.zhou).pk
    at_row(cast, actions.take_back, case, cast.zhou, row=first)
    assert asked(case) == ["zhou"]
    decide(cast, case, cast.zhou)
    at_row(cast, actions.delegate, case, cast.qian, to=cast.fang)
    with pytest.raises(errors.TooLate):
        at_row(cast, actions.take_back, case, cast.zhou, row=first)
    assert check_all() == []
