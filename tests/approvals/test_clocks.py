"""Steps that wait for a moment and go on by themselves, and those in which people with a part speak."""

from datetime import timedelta
from decimal import Decimal

import pytest

from approvals import actions, clocks, errors, reorganise
from approvals.invariants import check_all
from approvals.models import Case, Clock, Party
from registry.org import people
from tests.cast import Cast, asked, decide, draft, new_key, on_case, submit


@pytest.fixture
def case(cast: Cast, asking: str) -> Case:
    """Waits for its B manager, who tells something."""
    case = submit(cast, draft(cast, kind=asking, b_manager=cast.lin))
    return decide(
        cast, case, cast.wang, "confirmed", answers={"unit": cast.other.pk, "months": "1"}
    )


def later(cast: Cast, **delta: float) -> int:
    return clocks.sweep(cast.later(**delta))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def resting(cast: Cast, case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(other_unit=cast.other)
    return decide(cast, fresh(case), cast.lin, "given", "已告知客户")


def test_who_has_a_part_in_a_case_speaks_there_and_decides_nothing(cast, case):
    assert asked(case) == ["lin"]
    with pytest.raises(errors.NoSuchVerdict):
        decide(cast, case, cast.lin, "agreed")
    case = resting(cast, case)
    assert case.step == "rest"
    said = case.opinions.get(person=cast.lin)
    assert (said.verdict, said.signed_as) == ("given", "B角（协办）")
    assert check_all() == []


def test_who_has_no_part_any_more_is_refused(cast, case):
    Party.objects.filter(case=case, person=cast.lin).delete()
    with pytest.raises(errors.NoPart):
        decide(cast, case, cast.lin, "given")


def test_for_whom_has_left_the_head_of_the_unit_speaks(cast, case):
    people.deactivate(person=cast.lin, by=cast.sun, at=cast.later())
    reorganise.after_change([cast.lin.pk], cast.now)
    assert asked(case) == ["wang"]
    assert check_all() == []


@pytest.mark.parametrize(("minutes", "step"), [(-1, "rest"), (0, "sign_off"), (1, "sign_off")])
def test_a_wait_is_over_at_the_minute(cast, case, minutes, step):
    case = resting(cast, case)
    assert (case.step, asked(case)) == ("rest", [])
    assert check_all() == []
    over = Clock.objects.get(case=case, stopped_at=None).due_at
    clocks.sweep(over + timedelta(minutes=minutes))
    assert fresh(case).step == step
    assert check_all() == []


def test_two_sweeps_let_a_case_go_on_once(cast, case):
    case = resting(cast, case)
    assert (later(cast, days=3), later(cast)) == (1, 0)
    assert asked(fresh(case)) == ["fang"]
    assert decide(cast, fresh(case), cast.fang).status == "agreed"
    assert check_all() == []


def test_a_word_that_nobody_gives_in_time_is_not_waited_for(cast, case, monkeypatch):
    Clock.objects.filter(case=case).update(due_at=cast.now + timedelta(days=1))
    assert later(cast, hours=23) == 0
    assert later(cast, hours=2) == 1
    assert fresh(case).step == "rest"
    with pytest.raises(errors.StepMoved):
        decide(cast, case, cast.lin, "given", row=case.assignments.get(person=cast.lin).pk)
    assert check_all() == []


def test_a_suspended_case_stands_still_and_its_wait_is_longer(cast, case):
    case = resting(cast, case)
    due = Clock.objects.get(case=case, stopped_at=None).due_at
    on_case(cast, actions.suspend, case, cast.qian, reason="核查")
    assert later(cast, days=7) == 0
    on_case(cast, actions.resume, case, cast.qian)
    assert Clock.objects.get(case=case, stopped_at=None).due_at == due + timedelta(days=7)
    assert check_all() == []


def test_only_whom_the_process_names_ends_a_wait_and_says_why(cast, case):
    case = resting(cast, case)
    answers = {"on_day": "2026-03-04"}
    how = {"verdict": "ended_early", "text": "本人申请", "answers": answers}
    for person in (cast.li, cast.wang, cast.director):
        with pytest.raises(errors.NotYours):
            on_case(cast, actions.end_wait, case, person, **how)
    with pytest.raises(errors.SayWhy):
        on_case(cast, actions.end_wait, case, cast.sun, **(how | {"text": ""}))
    with pytest.raises(errors.NoSuchVerdict):
        on_case(cast, actions.end_wait, case, cast.sun, **(how | {"verdict": "lapsed"}))
    with pytest.raises(errors.BadAnswers):
        on_case(cast, actions.end_wait, case, cast.sun, **(how | {"answers": {}}))
    key = new_key()
    case = on_case(cast, actions.end_wait, case, cast.sun, key=key, **how)
    assert (case.status, case.result) == ("refused", "ended_early")
    assert on_case(cast, actions.end_wait, case, cast.sun, key=key, **how).status == "refused"
    assert later(cast, days=3) == 0
    assert check_all() == []


def test_the_page_that_ends_a_wait_is_there_for_whom_it_is(cast, case, browse):
    from django.utils import timezone

    case = resting(cast, case)
    Case.objects.filter(pk=case.pk).update(saved_at=timezone.now())
    address = f"/cases/{case.pk}/wait/ended_early/"
    assert browse(cast.wang).get(address).status_code == 404
    from guardian.shortcuts import assign_perm

    assign_perm("approvals.view_case", cast.sun, case)
    assert browse(cast.sun).get(address).status_code == 200
    silent = browse(cast.sun).post(address, {"text": "", "a-on_day": "2026-03-04"})
    assert silent.status_code == 422 and 'aria-describedby="id_text_error"' in silent.text
    wrong = browse(cast.sun).post(address, {"text": "本人申请", "a-on_day": "x"})
    assert wrong.status_code == 422
    assert "本人申请" in wrong.text
    done = browse(cast.sun).post(address, {"text": "本人申请", "a-on_day": "2026-03-04"})
    assert done.status_code == 302


def test_a_case_is_started_by_rule_once_and_its_story_says_why(cast, asking, browse):
    request = {"season": "regular", "line": "letters", "a_manager": cast.li}
    request |= {"starts_on": "2026-04-01", "ends_on": "2026-05-01"}
    how = {"kind": asking, "applicant": cast.li, "unit": cast.county, "title": "到期处理"}
    how |= {"request": request, "because": "保护期已满", "customer": cast.customer}
    how |= {"value_yuan": Decimal(5000), "at": cast.later(), "key": new_key()}
    case = actions.start(**how)
    assert (case.status, asked(case)) == ("running", ["wang"])
    assert actions.start(**how).pk == case.pk
    assert Case.objects.count() == 1
    page = browse(cast.wang).get(f"/cases/{case.pk}/")
    assert "按规则发起" in page.text and "保护期已满" in page.text
    assert check_all() == []
