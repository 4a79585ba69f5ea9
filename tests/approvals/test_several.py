"""Several people at one step: all agree, in turn, a share of the votes, whoever is first."""

from decimal import Decimal

import pytest

from approvals import errors
from approvals.invariants import check_all
from approvals.models import Assignment, Case
from tests.cast import Cast, asked, decide, draft, row, submit

MEMBERS = ["director", "deputy", "zhou", "qian", "ma"]


@pytest.fixture
def case(cast: Cast, several: str) -> Case:
    """At the step where all members have to agree."""
    case = submit(cast, draft(cast, kind=several))
    return decide(cast, case, cast.wang)


def everybody(cast: Cast, case: Case, verdict: str = "agreed") -> None:
    for member in cast.members:
        decide(cast, case, member, verdict)


def test_a_countersigned_step_waits_for_everybody(cast, case):
    for n, member in enumerate(cast.members):
        assert case.step == "countersign", n
        case = decide(cast, case, member)
    assert case.step == "in_turn"
    assert check_all() == []


def test_one_who_refuses_a_countersigned_step_ends_it_and_the_others_are_not_asked_any_more(
    cast, case
):
    decide(cast, case, cast.ma)
    case = decide(cast, case, cast.zhou, "refused", "客户不合适")
    assert case.status == "refused"
    assert asked(case) == []
    closed = case.assignments.filter(state=Assignment.State.CLOSED)
    assert set(closed.values_list("person__username", flat=True)) == {"director", "deputy", "qian"}
    with pytest.raises(errors.AlreadyDecided, match="周文"):
        decide(cast, case, cast.qian, row=closed.get(person=cast.qian).pk)
    assert check_all() == []


def test_one_who_returns_a_countersigned_step_sends_it_to_the_applicant(cast, case):
    decide(cast, case, cast.ma)
    case = decide(cast, case, cast.zhou, "returned", "补充方案")
    assert (case.status, asked(case)) == ("returned", ["li"])
    assert check_all() == []


def test_changes_that_one_of_many_asks_for_are_those_of_all(cast, case):
    for member in cast.members[1:]:
        decide(cast, case, member)
    case = decide(cast, case, cast.director, "agreed_with_changes", "价格再谈")
    assert case.step == "in_turn"
    task = case.process.task_set.get(finished__isnull=False, flow_task__endswith="countersign")
    assert task.data["outcome"] == "agreed_with_changes"


def test_in_turn_only_the_first_is_asked_and_the_order_stays(cast, case):
    everybody(cast, case)
    rows = case.assignments.filter(node="in_turn").order_by("place")
    assert [r.person.username for r in rows] == ["zhou", "qian"]
    assert asked(case) == ["zhou"]
    with pytest.raises(errors.NotYourTurn, match="周文"):
        decide(cast, case, cast.qian, row=rows[1].pk)
    decide(cast, case, cast.zhou)
    assert asked(case) == ["qian"]
    case = decide(cast, case, cast.qian)
    assert case.step == "ballot"
    assert check_all() == []


def test_the_first_in_turn_can_refuse_for_all(cast, case):
    everybody(cast, case)
    case = decide(cast, case, cast.zhou, "refused", "不宜")
    assert case.status == "refused"
    assert check_all() == []


@pytest.fixture
def ballot(cast: Cast, case: Case) -> Case:
    everybody(cast, case)
    decide(cast, case, cast.zhou)
    return decide(cast, case, cast.qian)


def test_a_vote_carries_as_soon_as_two_thirds_are_for_it(cast, ballot):
    for member in cast.members[:3]:
        assert decide(cast, ballot, member, "for").step == "ballot"
    case = decide(cast, ballot, cast.members[3], "for")  # 4 of 5; 10/3 are needed
    assert case.step == "sign_off"
    assert check_all() == []


def test_a_vote_fails_as_soon_as_two_thirds_are_out_of_reach(cast, ballot):
    decide(cast, ballot, cast.ma, "against")
    case = decide(cast, ballot, cast.zhou, "abstain")  # 3 of 5 are left
    assert case.status == "refused"
    assert check_all() == []


def test_at_a_vote_nobody_agrees_or_returns(cast, ballot):
    for verdict in ("agreed", "returned", "refused"):
        with pytest.raises(errors.NoSuchVerdict):
            decide(cast, ballot, cast.ma, verdict, "理由")


def test_the_weight_of_a_vote_comes_from_the_ruling(cast, several, monkeypatch):
    from approvals.tallies import Share

    weigh = lambda self, seat, ruling: 5 if seat.person == cast.director else 1  # noqa: E731
    monkeypatch.setattr(Share, "weight", weigh)
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    everybody(cast, case)
    decide(cast, case, cast.zhou)
    decide(cast, case, cast.qian)
    assert row(case, cast.director).weight == 5
    decide(cast, case, cast.ma, "for")
    case = decide(cast, case, cast.director, "for")  # 6 of 9
    assert case.step == "sign_off"


def test_the_first_of_several_heads_decides_and_the_other_is_told_who(cast):
    cast.post("wu", cast.county, "county_head", "吴凡")
    case = submit(cast, draft(cast, "12000"))
    assert asked(case) == ["wang", "wu"]
    late = row(case, cast.wu).pk
    decide(cast, case, cast.wang)
    with pytest.raises(errors.AlreadyDecided, match="王建国"):
        decide(cast, case, cast.wu, row=late)


def test_a_decimal_amount_is_no_matter_for_a_vote(cast, several):
    case = submit(cast, draft(cast, kind=several, value_yuan=Decimal("29999.99")))
    assert case.step == "review"
