"""Who is asked while somebody is away, what the record says, and who may not be asked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from approvals import errors, invariants
from approvals.forecast import forecast
from approvals.kinds import kind_of
from approvals.models import Assignment, Case, Opinion, Party
from approvals.people import People
from approvals.timeline import rounds_of
from approvals.words import Part
from registry.journal import Entry
from registry.org import posts, substitutions
from registry.org.models import Post, Substitution
from registry.org.roles import PostRole
from tests.cast import (
    at_discussion,
    decide,
    draft,
    resubmit,
    row,
    submit,
    vote,
)

TODAY = date(2026, 3, 2)


def away(cast, who, substitute, **given) -> Substitution:
    """Somebody is away today; asked at once, so that nothing of the clock is spent."""
    person = cast.people[who]
    terms = {"since": TODAY, "until": TODAY, "by": person, "at": cast.now} | given
    return substitutions.set_up(person=person, substitute=cast.people[substitute], **terms)


def asked(case, step="unit_review"):
    rows = case.assignments.filter(node=step, state=Assignment.State.OPEN)
    return {(a.person.username, a.acting_for and a.acting_for.username) for a in rows}


def test_whoever_stands_in_is_asked_and_the_record_names_both(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    assert asked(case) == {("fang", "wang")}
    waits = row(case, cast.fang)
    assert waits.reason == Assignment.Reason.SUBSTITUTE and waits.post.person == cast.wang
    assert decide(cast, case, cast.fang).status == "recorded"
    said = Opinion.objects.get(case=case)
    assert (said.person, said.acting_for) == (cast.fang, cast.wang)
    line = Entry.objects.get(subject=case.journal_subject, verb="opinion")
    assert (line.actor, line.detail["acting_for"]) == (cast.fang, cast.wang.pk)
    told = [line for line in rounds_of(case)[0].lines if line.verb == "opinion"]
    assert [(line.person, line.acting_for) for line in told] == [(cast.fang, "王建国")]
    assert invariants.check_all() == []


def test_the_first_and_the_last_day_count_and_no_other(cast):
    away(cast, "wang", "fang", since=date(2026, 3, 4), until=date(2026, 3, 5))
    found = {}
    for _ in range(5):
        case = submit(cast, draft(cast, "5000"))
        found[timezone.localdate(cast.now).day] = asked(case)
        cast.later(days=1)
    own, stood_in = {("wang", None)}, {("fang", "wang")}
    assert found == {2: own, 3: own, 4: stood_in, 5: stood_in, 6: own}


@pytest.mark.parametrize(
    ("value", "who"), [("7999.99", "fang"), ("8000.00", "fang"), ("8000.01", "wang")]
)
def test_a_limit_covers_amounts_up_to_it(cast, value, who):
    away(cast, "wang", "fang", up_to_yuan=Decimal("8000.00"))
    case = submit(cast, draft(cast, value))
    assert {name for name, _ in asked(case)} == {who}


def test_a_substitution_for_another_kind_covers_nothing_here(cast):
    away(cast, "wang", "fang", kind="discount")
    assert asked(submit(cast, draft(cast, "5000"))) == {("wang", None)}
    away(cast, "wang", "fang", kind="proposal")
    assert asked(submit(cast, draft(cast, "5000"))) == {("fang", "wang")}


def test_a_case_without_an_amount_needs_a_substitution_without_a_limit(cast):
    away(cast, "wang", "fang", up_to_yuan=Decimal("8000"))
    known = {"bureau_id": cast.bureau.pk, "on": TODAY, "kind": "proposal"}
    assert substitutions.away(**known, value_yuan=None) == {}
    assert cast.wang.pk in substitutions.away(**known, value_yuan=Decimal(1))


def test_while_the_substitute_is_away_too_the_next_one_stands_in(cast):
    away(cast, "wang", "fang")
    away(cast, "fang", "lin")
    case = submit(cast, draft(cast, "5000"))
    assert asked(case) == {("lin", "wang")}
    assert decide(cast, case, cast.lin).status == "recorded"
    assert invariants.check_all() == []


def test_nobody_on_the_way_from_the_post_to_the_decider_has_a_part_in_the_case(cast):
    away(cast, "wang", "fang")
    away(cast, "fang", "lin")
    assert asked(submit(cast, draft(cast, "5000", b_manager=cast.fang))) == {("deputy", None)}


def test_a_substitute_with_a_part_is_passed_over_by_rule(cast):
    away(cast, "wang", "lin")
    case = submit(cast, draft(cast, "5000", b_manager=cast.lin))
    assert asked(case) == {("deputy", None)}
    assert row(case, cast.deputy).reason == Assignment.Reason.BY_RULE


def test_a_substitute_does_not_decide_for_somebody_who_has_a_part(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000", b_manager=cast.wang))
    assert asked(case) == {("deputy", None)}


def test_applicants_do_not_decide_on_their_own_case_as_substitutes(cast):
    away(cast, "wang", "li")
    assert asked(submit(cast, draft(cast, "5000"))) == {("deputy", None)}


@pytest.mark.parametrize("part_of", ["fang", "wang"])
def test_a_part_that_either_gets_while_it_waits_bars_the_substitute(cast, part_of):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    Party.objects.create(case=case, person=cast.people[part_of], part=Part.EDITOR)
    with pytest.raises(errors.OwnCase):
        decide(cast, case, cast.fang)
    Party.objects.filter(part=Part.EDITOR).delete()
    assert decide(cast, case, cast.fang).status == "recorded"


def test_a_substitute_who_also_holds_the_post_is_asked_once_by_the_own_post(cast):
    """The own post began later, so the claim as substitute is found first."""
    cast.post("wu", cast.county, PostRole.COUNTY_HEAD, "吴凡")
    away(cast, "wang", "wu")
    case = submit(cast, draft(cast, "5000"))
    assert asked(case) == {("wu", None)}
    assert row(case, cast.wu).reason == Assignment.Reason.POST


def test_one_who_stands_in_for_two_is_asked_once(cast):
    cast.post("wu", cast.county, PostRole.COUNTY_HEAD, "吴凡")
    away(cast, "wang", "fang")
    away(cast, "wu", "fang")
    assert asked(submit(cast, draft(cast, "5000"))) == {("fang", "wang")}


def test_a_member_who_stands_in_for_another_has_one_voice(cast):
    away(cast, "ma", "qian")
    case = at_discussion(cast)
    members = case.assignments.filter(node="discuss", capacity="centre_member")
    assert members.count() == case.discussions.get().members == 4
    assert members.get(person=cast.qian).acting_for is None


def test_the_chairs_substitute_votes_for_themselves_and_concludes_for_the_chair(cast):
    away(cast, "director", "deputy")
    case = at_discussion(cast, "50000")
    rows = case.assignments.filter(node="discuss", person=cast.deputy)
    assert {(r.capacity, r.acting_for and r.acting_for.username) for r in rows} == {
        ("centre_member", None),
        ("centre_director", "director"),
    }
    for member in (cast.deputy, cast.zhou, cast.qian):
        vote(cast, case, member)
    decided = decide(cast, case, cast.deputy, capacity="centre_director")
    assert decided.step == "listing"


def test_the_substitute_of_one_step_is_not_asked_alone_on_the_next(cast):
    away(cast, "wang", "zhou")
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.zhou)
    assert asked(case, "plan_check") == {("qian", None)}


def test_nobody_decides_in_person_what_was_decided_for_them_the_step_before(cast):
    """Zhou holds the post of the head as well: Fang decided for Zhou, so Zhou checks no plan."""
    Post.objects.filter(person=cast.wang).delete()
    cast.post("zhou", cast.county, PostRole.COUNTY_HEAD)
    link = away(cast, "zhou", "fang")
    case = submit(cast, draft(cast, "12000"))
    substitutions.end(substitution_id=link.pk, by=cast.zhou, at=cast.later())
    away(cast, "zhou", "fang", since=date(2026, 3, 3), until=date(2026, 3, 3))
    Substitution.objects.filter(pk=link.pk).update(ended_at=None, ended_by=None)
    decide(cast, case, cast.fang)
    assert asked(case, "plan_check") == {("qian", None)}


def test_a_step_that_names_others_to_be_apart_from_counts_both_persons(cast):
    """The director's substitute reviewed for the unit: the director does not sign it off."""
    Post.objects.filter(person=cast.wang).delete()
    cast.post("director", cast.county, PostRole.COUNTY_HEAD)
    link = away(cast, "director", "fang")
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.fang)
    substitutions.end(substitution_id=link.pk, by=cast.director, at=cast.later())
    decide(cast, case, cast.zhou)
    assert asked(case, "sign_off") == {("deputy", None)}
    assert invariants.check_all() == []


def test_a_substitution_that_is_ended_while_the_step_waits_decides_nothing(cast):
    link = away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    substitutions.end(substitution_id=link.pk, by=cast.wang, at=cast.later())
    with pytest.raises(errors.SubstitutionEnded, match="王建国"):
        decide(cast, case, cast.fang)


def test_a_substitution_that_runs_out_while_the_step_waits_decides_nothing(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    with pytest.raises(errors.SubstitutionEnded):
        decide(cast, case, cast.fang, at=cast.later(days=1))


def test_a_post_that_ends_while_its_holder_is_away_ends_the_substitutes_right(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    post = cast.wang.posts.get()
    posts.end(post.pk, last_day=TODAY - timedelta(days=1), by=cast.sun, at=cast.later())
    with pytest.raises(errors.SubstitutionEnded, match="东港分局"):
        decide(cast, case, cast.fang)


def test_a_substitute_who_has_left_decides_nothing_and_is_not_asked(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    cast.fang.is_active = False
    cast.fang.save()
    with pytest.raises(errors.SubstitutionEnded):
        decide(cast, case, cast.fang)
    assert asked(submit(cast, draft(cast, "5000"))) == {("wang", None)}


def test_a_middle_one_whose_row_waits_may_still_decide_when_away_as_well(cast):
    away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    away(cast, "fang", "lin")
    assert decide(cast, case, cast.fang).status == "recorded"
    assert invariants.check_all() == []


def test_the_forecast_names_the_substitute_who_is_asked_then(cast):
    away(cast, "wang", "fang")
    away(cast, "zhou", "ma")
    away(cast, "qian", "ma")
    case = draft(cast, "12000")
    people = People(
        applicant=cast.li,
        bureau_id=cast.bureau.pk,
        unit_id=cast.county.pk,
        kind=case.kind,
        value_yuan=case.value_yuan,
        on=TODAY,
    )
    submit(cast, case)
    case = Case.objects.get(pk=case.pk)
    route = forecast(kind_of("proposal").flow, case.ruling, people)
    foretold = {
        step.name: {(s.person.username, s.acting_for and s.acting_for.username) for s in step.seats}
        for step in route.steps
    }
    assert foretold["unit_review"] == asked(case) == {("fang", "wang")}
    decide(cast, case, cast.fang)
    assert foretold["plan_check"] == asked(case, "plan_check") == {("ma", "zhou")}
    decide(cast, case, cast.ma)
    assert foretold["sign_off"] == asked(case, "sign_off")


def test_a_returned_case_is_the_applicants_even_if_somebody_stands_in(cast):
    away(cast, "li", "lin")
    case = submit(cast, draft(cast, "5000"))
    returned = decide(cast, case, cast.wang, "returned", "写明客户")
    assert asked(case, "revise") == {("li", None)}
    assert resubmit(cast, returned).status == "running"


def test_an_opinion_for_somebody_without_a_substitution_is_found(cast):
    link = away(cast, "wang", "fang")
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.fang)
    assert invariants.check_all() == []
    Substitution.objects.filter(pk=link.pk).update(up_to_yuan=Decimal("4999.99"))
    assert any("without a substitution" in fault for fault in invariants.check_all())
