"""Who decides where nobody can, one person on two steps, withdrawing late: as the bureau chose."""

from decimal import Decimal

import pytest

from approvals import errors
from approvals.forecast import rest_of
from approvals.invariants import check_all
from approvals.models import Carry, Case, Opinion
from approvals.move import Move
from documents.models import Paper
from registry import amending
from registry.org.models import Post
from tests.cast import Cast, asked, decide, draft, resubmit, revise, send_back, submit, withdraw


def choose(cast: Cast, name: str, value: str) -> None:
    """One person proposes a policy of conduct, another approves it; it holds from today."""
    today = cast.now.date()
    row = amending.propose(
        bureau=cast.bureau,
        by=cast.zhao,
        at=cast.now,
        today=today,
        set="common",
        chapter="conduct",
        parameter=name,
        effective=today,
        value=value,
        says={"zh": "本局的选择。", "en": "The bureau’s choice."},
    )
    amending.settle(amendment_id=row.pk, by=cast.director, at=cast.now, today=today, approve=True)


def vacant(cast: Cast, name: str) -> None:
    Post.objects.filter(person=getattr(cast, name)).delete()


def test_by_default_the_next_level_decides_in_place_of_a_vacant_post(cast):
    vacant(cast, "wang")
    case = submit(cast, draft(cast))
    assert asked(case) == ["deputy"]
    assert case.assignments.get().reason == "by_rule"


def test_a_bureau_can_let_its_administrator_decide_in_place_of_a_vacant_post(cast):
    choose(cast, "nobody_decides", "administrator")
    vacant(cast, "wang")
    case = submit(cast, draft(cast))
    assert asked(case) == ["qian"]
    assert case.assignments.get().reason == "by_rule"
    assert decide(cast, case, cast.qian).step == "plan_check"
    assert check_all() == []


def test_a_bureau_can_refuse_what_would_stall_at_a_vacant_post(cast):
    choose(cast, "nobody_decides", "refuse")
    case = draft(cast)
    vacant(cast, "wang")
    with pytest.raises(errors.NobodyToDecide, match="单位"):
        submit(cast, case)
    assert Case.objects.get(pk=case.pk).status == "draft"


@pytest.mark.parametrize("policy", ["superior", "administrator", "refuse"])
def test_who_heads_the_unit_and_asks_is_never_asked_whatever_the_policy(cast, policy):
    if policy != "superior":
        choose(cast, "nobody_decides", policy)
    cast.post("wang", cast.county, "account_manager")
    case = submit(cast, draft(cast, by=cast.wang))
    assert asked(case) == ["deputy"]  # the post is held, its holder may not: the next level does
    assert case.assignments.get().reason == "by_rule"


def test_a_case_under_way_keeps_the_policy_on_which_it_began(cast):
    case = submit(cast, draft(cast, "12000"))
    choose(cast, "nobody_decides", "administrator")
    vacant(cast, "director")
    decide(cast, case, cast.wang)
    case = decide(cast, case, cast.zhou)
    assert (case.step, asked(case)) == ("sign_off", ["deputy"])


@pytest.fixture
def twice(cast: Cast) -> Cast:
    """Wang heads the unit and checks plans too."""
    vacant(cast, "zhou")
    vacant(cast, "qian")
    cast.post("wang", cast.centre, "planner")
    return cast


def test_by_default_the_same_person_is_not_asked_at_the_next_step(twice):
    case = decide(twice, submit(twice, draft(twice, "12000")), twice.wang)
    assert (case.step, asked(case)) == ("plan_check", ["deputy"])


def test_by_policy_the_same_person_is_asked_once_and_that_is_recorded(twice):
    choose(twice, "same_person", "carried")
    case = submit(twice, draft(twice, "12000"))
    foretold = rest_of(Move(case, twice.li, twice.now)).steps
    case = decide(twice, case, twice.wang)
    assert (case.step, asked(case)) == ("sign_off", ["director"])
    carry = Carry.objects.get(case=case)
    assert (carry.node, carry.why) == ("plan_check", "same_person")
    assert [(s.name, s.carried) for s in foretold] == [("plan_check", True), ("sign_off", False)]
    decide(twice, case, twice.director)
    boxes = Paper.objects.get(case=case, kind="approval_form").sheet.boxes
    assert [(b.person, b.capacity) for b in boxes] == [
        ("王建国", ""),
        ("王建国", "同一人，沿用前一环节意见"),
        ("高明", ""),
    ]
    assert check_all() == []


def test_agreement_with_changes_is_not_carried_over(twice):
    choose(twice, "same_person", "carried")
    case = submit(twice, draft(twice, "12000"))
    case = decide(twice, case, twice.wang, "agreed_with_changes", "缩短期限")
    assert (case.step, asked(case)) == ("plan_check", ["wang"])


def test_nothing_is_carried_over_steps_that_must_be_apart(cast):
    """The sign-off is apart from the unit review by the flow, whatever the policy says."""
    choose(cast, "same_person", "carried")
    cast.post("wang", cast.centre, "centre_director")
    vacant(cast, "director")
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    case = decide(cast, case, cast.zhou)
    assert (case.step, asked(case)) == ("sign_off", ["deputy"])


def test_nothing_is_carried_over_a_return(twice):
    choose(twice, "same_person", "carried")
    case = submit(twice, draft(twice, "12000"))
    decide(twice, case, twice.wang)
    send_back(twice, case, twice.director)
    case = resubmit(twice, revise(twice, case, value_yuan=Decimal("13000")))
    assert (case.step, asked(case)) == ("unit_review", ["wang"])
    assert decide(twice, case, twice.wang).step == "sign_off"
    assert Opinion.objects.filter(case=case, person=twice.wang).count() == 2


def test_by_default_a_case_is_withdrawn_before_the_first_verdict_only(cast):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    with pytest.raises(errors.VerdictGiven):
        withdraw(cast, case)


def test_by_policy_a_case_is_withdrawn_at_any_time_before_its_end(cast):
    choose(cast, "withdraw_until", "end")
    case = submit(cast, draft(cast, "5000"))
    other = submit(cast, draft(cast))
    decide(cast, other, cast.wang)
    assert withdraw(cast, other).status == "withdrawn"
    decide(cast, case, cast.wang)
    with pytest.raises((errors.AlreadyClosed, errors.VerdictGiven)):
        withdraw(cast, case)
    assert check_all() == []
