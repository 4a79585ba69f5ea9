"""What the histories found: each as the shortest story that showed it."""

from datetime import timedelta

from django.utils import timezone

from approvals import actions, reorganise
from approvals.invariants import check_all
from registry.org import posts
from registry.org.roles import PostRole
from tests.cast import Cast, asked, at_row, decide, draft, send_back, submit


def test_who_was_named_from_another_unit_is_still_asked_after_a_sweep(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    at_row(cast, actions.add_signer, case, cast.ma, to=cast.chen, where="beside")
    yesterday = timezone.localdate(cast.now) - timedelta(days=1)
    posts.end(cast.zhou.posts.get().pk, last_day=yesterday, by=cast.sun, at=cast.now)
    assert reorganise.sweep(cast.later()) == 1
    assert set(asked(case)) == {"director", "deputy", "qian", "ma", "chen"}
    assert check_all() == []


def test_a_word_that_still_waits_for_a_signer_is_not_first(cast):
    cast.post("wu", cast.county, PostRole.COUNTY_HEAD, "吴凡")
    case = submit(cast, draft(cast))
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    decide(cast, case, cast.wang)
    case = send_back(cast, case, cast.wu)
    assert (case.status, asked(case)) == ("returned", ["li"])
    assert check_all() == []


def test_a_return_from_below_a_signer_who_waits_is_what_the_step_said(cast):
    case = submit(cast, draft(cast))
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    decide(cast, case, cast.wang)
    at_row(cast, actions.add_signer, case, cast.fang, to=cast.chen, where="before")
    assert send_back(cast, case, cast.chen).status == "returned"
    assert check_all() == []


def end_posts(cast: Cast, *names: str) -> None:
    yesterday = timezone.localdate(cast.now) - timedelta(days=1)
    for name in names:
        posts.end(cast.people[name].posts.get().pk, last_day=yesterday, by=cast.sun, at=cast.now)


def test_a_vote_that_a_leaver_makes_enough_ends_with_the_next_word(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    for member in cast.members:
        decide(cast, case, member)
    decide(cast, case, cast.zhou)
    decide(cast, case, cast.qian)
    for member in cast.members[:3]:
        decide(cast, case, member, "for")  # of five
    end_posts(cast, "qian")
    assert reorganise.sweep(cast.later()) == 1
    assert (asked(case), check_all()) == (["ma"], [])
    assert decide(cast, case, cast.ma, "against").step == "sign_off"


def test_what_was_handed_to_a_leaver_and_then_to_another_ends_with_that_ones_word(cast):
    """Wang hands over to Fang, who hands over to Chen, who leaves; Wang is asked, and asks Lin."""
    case = submit(cast, draft(cast))
    at_row(cast, actions.transfer, case, cast.wang, to=cast.fang)
    at_row(cast, actions.transfer, case, cast.fang, to=cast.chen)
    end_posts(cast, "chen")
    assert reorganise.sweep(cast.later()) == 1
    assert asked(case) == ["wang"]
    at_row(cast, actions.transfer, case, cast.wang, to=cast.lin)
    assert decide(cast, case, cast.lin).step == "plan_check"
    assert check_all() == []


def test_what_was_handed_over_twice_stays_there_when_another_leaves(cast, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    at_row(cast, actions.transfer, case, cast.ma, to=cast.fang)
    at_row(cast, actions.transfer, case, cast.fang, to=cast.chen)
    at_row(cast, actions.transfer, case, cast.deputy, to=cast.lin)
    decide(cast, case, cast.lin)
    end_posts(cast, "zhou")
    assert reorganise.sweep(cast.later()) == 1
    assert set(asked(case)) == {"director", "qian", "chen"}
    assert check_all() == []
