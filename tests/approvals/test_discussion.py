"""The collective discussion: quorum, majority, dissent, and what the chair can conclude."""

import pytest

from approvals import errors
from approvals.models import Opinion
from tests.cast import at_discussion, decide, vote


def test_members_vote_in_parallel_and_the_chair_concludes(cast):
    case = at_discussion(cast)
    for member in cast.members[:4]:
        vote(cast, case, member)
    case = decide(cast, case, cast.director)
    assert case.status == "agreed"
    assert case.assignments.filter(node="discuss", state=2).get().person == cast.ma


@pytest.mark.parametrize(("voted", "can_conclude"), [(3, False), (4, True), (5, True)])
def test_two_thirds_of_five_members_make_a_quorum(cast, voted, can_conclude):
    case = at_discussion(cast)
    assert case.discussions.get().quorum == 4
    for member in cast.members[:voted]:
        vote(cast, case, member)
    if can_conclude:
        assert decide(cast, case, cast.director).status == "agreed"
    else:
        with pytest.raises(errors.NoQuorum):
            decide(cast, case, cast.director)


@pytest.mark.parametrize(
    ("votes", "agree", "refuse"),
    [
        ("for for for against", True, False),
        ("for for against against", True, True),
        ("for against against against", False, True),
        ("for abstain abstain abstain", True, False),
        ("abstain abstain abstain against", False, True),
        ("abstain abstain abstain abstain", False, True),
    ],
)
def test_the_conclusion_follows_the_majority_and_a_tie_is_the_chairs(cast, votes, agree, refuse):
    for verdict, possible in (("agreed", agree), ("refused", refuse)):
        case = at_discussion(cast)
        for member, said in zip(cast.members, votes.split(), strict=False):
            vote(cast, case, member, said)
        if possible:
            assert decide(cast, case, cast.director, verdict, "会议结论").status == verdict
        else:
            with pytest.raises(errors.NotCarried):
                decide(cast, case, cast.director, verdict, "会议结论")


def test_dissent_is_kept_with_its_words(cast):
    case = at_discussion(cast)
    vote(cast, case, cast.ma, "against", "成本测算偏低")
    for member in cast.members[:4]:
        vote(cast, case, member)
    decide(cast, case, cast.director)
    assert Opinion.objects.get(case=case, verdict="against").text == "成本测算偏低"


def test_the_chair_returns_the_case_at_any_time(cast):
    case = at_discussion(cast)
    vote(cast, case, cast.ma)
    case = decide(cast, case, cast.director, "returned", "补充竞争对手情况")
    assert (case.status, case.step) == ("returned", "revise")
    assert not case.assignments.filter(node="discuss", state=0).exists()


def test_a_member_does_not_conclude_and_the_chair_votes_once(cast):
    case = at_discussion(cast)
    with pytest.raises(errors.NoSuchVerdict):
        decide(cast, case, cast.ma, "agreed")
    vote(cast, case, cast.director)
    with pytest.raises(errors.NoSuchVerdict):
        decide(cast, case, cast.director, "for")
    vote(cast, case, cast.ma)


def test_agreement_with_changes_says_which_and_ends_the_case_as_such(cast):
    case = at_discussion(cast)
    for member in cast.members:
        vote(cast, case, member)
    case = decide(cast, case, cast.director, "agreed_with_changes", "单价下调百分之五")
    assert case.status == "agreed_with_changes"
    assert case.project is not None


def test_the_deputy_takes_the_chair_where_the_director_has_a_part(cast):
    from tests.cast import draft, submit

    case = submit(cast, draft(cast, b_manager=cast.director))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    chair = case.assignments.get(capacity="centre_director")
    assert (chair.person, chair.reason) == (cast.deputy, "by_rule")
