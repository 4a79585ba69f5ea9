"""转办, 委派, 加签, 减签: a step is handed over, advice is asked for, signers are added and removed."""

import pytest

from approvals import actions, errors
from approvals.invariants import check_all
from approvals.models import Assignment, Case
from tests.cast import Cast, asked, at_row, decide, done_row, draft, row, submit

State = Assignment.State


@pytest.fixture
def case(cast: Cast) -> Case:
    """Waits for Wang, who heads the unit; the plan check follows."""
    return submit(cast, draft(cast))


def state_of(case: Case, person) -> int:
    return Assignment.objects.get(case=case, person=person, node=case.step).state


def test_what_is_handed_over_becomes_anothers_and_the_record_names_both(cast, case):
    at_row(cast, actions.transfer, case, cast.wang, to=cast.fang, note="我出差")
    assert asked(case) == ["fang"]
    assert state_of(case, cast.wang) == State.PASSED
    line = case_line(case, "transferred")
    assert (line.actor, line.detail["name"], line.detail["text"]) == (cast.wang, "方海", "我出差")
    with pytest.raises(errors.GivenToOthers, match="方海"):
        passed = Assignment.objects.get(case=case, person=cast.wang)
        decide(cast, case, cast.wang, row=passed.pk)
    case = decide(cast, case, cast.fang)
    assert case.step == "plan_check"
    assert check_all() == []


def case_line(case: Case, verb: str):
    from registry.journal import Entry

    return Entry.objects.get(subject=case.journal_subject, verb=verb)


def test_what_was_handed_over_can_be_handed_back(cast, case):
    at_row(cast, actions.transfer, case, cast.wang, to=cast.fang)
    at_row(cast, actions.transfer, case, cast.fang, to=cast.wang)
    assert asked(case) == ["wang"]
    assert check_all() == []
    assert decide(cast, case, cast.wang).step == "plan_check"
    assert check_all() == []


@pytest.mark.parametrize("where", ["beside", "after"])
@pytest.mark.parametrize("back", [False, True], ids=["handed on", "handed back"])
def test_whoever_was_added_is_waited_for_also_when_the_step_is_handed_over(cast, case, where, back):
    if back:
        at_row(cast, actions.transfer, case, cast.wang, to=cast.fang)
    by, to = (cast.fang, cast.wang) if back else (cast.wang, cast.fang)
    at_row(cast, actions.add_signer, case, by, to=cast.chen, where=where)
    at_row(cast, actions.transfer, case, by, to=to)
    assert decide(cast, case, to).step == "unit_review"
    assert asked(case) == ["chen"]
    assert decide(cast, case, cast.chen).step == "plan_check"
    assert check_all() == []


def test_whoever_the_step_was_handed_to_sends_away_whom_the_other_added(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.chen, where="beside")
    at_row(cast, actions.transfer, case, cast.wang, to=cast.fang)
    added = row(case, cast.chen).pk
    with pytest.raises(errors.NotThere):
        at_row(cast, actions.remove_signer, case, cast.wang, row=added)
    at_row(cast, actions.remove_signer, case, cast.fang, row=added)
    assert asked(case) == ["fang"]
    assert check_all() == []


@pytest.mark.parametrize(("who", "why"), [("li", "applicant"), ("wang", "self"), ("out", "post")])
def test_nobody_is_brought_in_who_may_not_decide(cast, case, who, why):
    from registry.org.models import Person

    person = Person.objects.create(username="out", name="外人") if who == "out" else None
    for action, more in (
        (actions.transfer, {}),
        (actions.delegate, {}),
        (actions.add_signer, {"where": "before"}),
    ):
        with pytest.raises(errors.CannotBeAsked):
            at_row(cast, action, case, cast.wang, to=person or getattr(cast, who), **more)
    assert asked(case) == ["wang"], why


def test_who_is_away_is_asked_through_the_substitute(cast, case):
    from registry.org import substitutions

    substitutions.set_up(
        person=cast.fang,
        substitute=cast.chen,
        since=cast.now.date(),
        until=cast.now.date(),
        by=cast.fang,
        at=cast.now,
    )
    at_row(cast, actions.transfer, case, cast.wang, to=cast.fang)
    assert asked(case) == ["chen"]
    asked_row = row(case, cast.chen)
    assert asked_row.acting_for == cast.fang
    assert decide(cast, case, cast.chen).step == "plan_check"
    assert check_all() == []


def test_advice_is_given_and_the_step_comes_back(cast, case):
    at_row(cast, actions.delegate, case, cast.wang, to=cast.fang, note="请看价格")
    assert asked(case) == ["fang"]
    assert state_of(case, cast.wang) == State.HELD
    with pytest.raises(errors.WaitsForOthers, match="方海"):
        held = Assignment.objects.get(case=case, person=cast.wang)
        decide(cast, case, cast.wang, row=held.pk)
    with pytest.raises(errors.NoSuchVerdict):
        decide(cast, case, cast.fang)
    decide(cast, case, cast.fang, "advised", "价格可行")
    assert asked(case) == ["wang"]
    case = decide(cast, case, cast.wang)
    assert case.step == "plan_check"
    assert check_all() == []


def test_who_waits_for_advice_can_still_refuse(cast, case):
    at_row(cast, actions.delegate, case, cast.wang, to=cast.fang)
    held = Assignment.objects.get(case=case, person=cast.wang)
    case = decide(cast, case, cast.wang, "refused", "不办", row=held.pk)
    assert (case.status, asked(case)) == ("refused", [])
    assert check_all() == []


def test_a_signer_before_me_signs_first(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="before")
    assert asked(case) == ["fang"]
    decide(cast, case, cast.fang)
    assert asked(case) == ["wang"]
    assert decide(cast, case, cast.wang).step == "plan_check"
    assert check_all() == []


def test_a_signer_before_me_who_refuses_ends_the_step(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="before")
    case = decide(cast, case, cast.fang, "refused", "风险太大")
    assert (case.status, asked(case)) == ("refused", [])
    assert check_all() == []


def test_while_an_added_signer_is_open_refusing_still_works(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="before")
    held = Assignment.objects.get(case=case, person=cast.wang)
    case = decide(cast, case, cast.wang, "returned", "重写", row=held.pk)
    assert (case.status, asked(case)) == ("returned", ["li"])
    assert check_all() == []


@pytest.mark.parametrize("first", ["wang", "fang"])
def test_two_beside_each_other_sign_in_any_order(cast, case, first):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    assert asked(case) == ["wang", "fang"]
    second = {"wang": "fang", "fang": "wang"}[first]
    assert decide(cast, case, getattr(cast, first)).step == "unit_review"
    assert decide(cast, case, getattr(cast, second)).step == "plan_check"
    assert check_all() == []


def test_a_signer_after_me_is_asked_when_i_agreed(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="after")
    assert asked(case) == ["wang"]
    decide(cast, case, cast.wang)
    assert asked(case) == ["fang"]
    assert decide(cast, case, cast.fang, "agreed_with_changes", "缩短期限").step == "plan_check"
    task = case.process.task_set.get(flow_task__endswith="unit_review")
    assert task.data["outcome"] == "agreed_with_changes"
    assert check_all() == []


def test_if_i_refuse_nobody_is_asked_after_me(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="after")
    case = decide(cast, case, cast.wang, "refused", "不办")
    assert (case.status, asked(case)) == ("refused", [])
    assert check_all() == []


def test_a_signer_who_was_removed_is_not_waited_for(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="before")
    added = row(case, cast.fang).pk
    at_row(cast, actions.remove_signer, case, cast.wang, row=added)
    assert asked(case) == ["wang"]
    with pytest.raises(errors.GivenToOthers, match="王建国"):
        decide(cast, case, cast.fang, row=added)
    assert decide(cast, case, cast.wang).step == "plan_check"
    assert check_all() == []


def test_removing_the_last_who_is_waited_for_ends_the_step(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    decide(cast, case, cast.wang)
    added = row(case, cast.fang).pk
    assert at_row(cast, actions.remove_signer, case, cast.wang, row=added).step == "plan_check"
    assert check_all() == []


def test_nobody_removes_a_signer_whom_another_added(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    added = row(case, cast.fang).pk
    for person in (cast.fang, cast.chen, cast.li):
        with pytest.raises(errors.NotThere):
            at_row(cast, actions.remove_signer, case, person, row=added)
    with pytest.raises(errors.NotThere):
        at_row(cast, actions.remove_signer, case, cast.wang, row=row(case, cast.wang).pk)


def test_an_added_signer_adds_another_and_all_are_waited_for(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="before")
    at_row(cast, actions.add_signer, case, cast.fang, to=cast.chen, where="beside")
    decide(cast, case, cast.fang)
    assert asked(case) == ["chen"]
    decide(cast, case, cast.chen)
    assert asked(case) == ["wang"]
    assert decide(cast, case, cast.wang).step == "plan_check"
    assert check_all() == []


def test_whoever_is_asked_already_is_not_asked_twice(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    with pytest.raises(errors.AskedAlready, match="方海"):
        at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="after")


def test_the_members_of_a_discussion_speak_for_themselves(cast):
    from tests.cast import at_discussion

    case = at_discussion(cast)
    for action, more in ((actions.transfer, {}), (actions.add_signer, {"where": "after"})):
        with pytest.raises(errors.NotHandedOn):
            at_row(cast, action, case, cast.ma, to=cast.wang, **more)


def test_in_a_countersigned_step_a_signer_belongs_to_the_place_of_who_added_them(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    at_row(cast, actions.add_signer, case, cast.ma, to=cast.fang, where="before")
    for member in cast.members[:4]:
        decide(cast, case, member)
    assert asked(case) == ["fang"]
    decide(cast, case, cast.fang)
    assert decide(cast, case, cast.ma).step == "in_turn"
    assert check_all() == []


def test_the_administrator_gives_what_waits_to_another_and_says_why(cast, case):
    waits = row(case, cast.wang).pk
    at_row(cast, actions.reassign, case, cast.qian, row=waits, to=cast.fang, reason="王建国住院")
    assert asked(case) == ["fang"]
    with pytest.raises(errors.NotAdministrator):
        waits = row(case, cast.fang).pk
        at_row(cast, actions.reassign, case, cast.zhou, row=waits, to=cast.chen, reason="……")
    with pytest.raises(errors.SayWhy):
        at_row(cast, actions.reassign, case, cast.qian, row=waits, to=cast.chen, reason=" ")
    assert check_all() == []


def test_my_word_after_which_another_signs_can_be_taken_back_until_he_does(cast, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="after")
    decide(cast, case, cast.wang)
    at_row(cast, actions.take_back, case, cast.wang, row=done_row(case, cast.wang).pk)
    assert asked(case) == ["wang"]
    decide(cast, case, cast.wang)
    decide(cast, case, cast.fang)
    assert check_all() == []


def test_the_superior_who_was_sent_away_is_asked_all_the_same_after_the_deadline(cast, case):
    from datetime import timedelta

    from approvals import deadlines

    at_row(cast, actions.add_signer, case, cast.wang, to=cast.deputy, where="beside")
    added = row(case, cast.deputy)
    at_row(cast, actions.remove_signer, case, cast.wang, row=added.pk)
    assert deadlines.sweep(row(case, cast.wang).due_at + timedelta(seconds=1)) == 1
    assert asked(case) == ["wang", "deputy"]
    assert decide(cast, case, cast.deputy).step == "plan_check"
    assert check_all() == []


def test_a_signer_who_is_there_is_not_asked_again_as_superior(cast, case):
    from datetime import timedelta

    from approvals import deadlines

    at_row(cast, actions.add_signer, case, cast.wang, to=cast.deputy, where="beside")
    assert deadlines.sweep(row(case, cast.wang).due_at + timedelta(seconds=1)) == 1
    assert asked(case) == ["wang", "deputy", "leader"]
    assert check_all() == []
