"""Who may decide, and when not: each refusal with its sentence, beside the person who may."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from approvals import drafts, errors
from approvals.drafts import Content
from approvals.kinds import kind_of
from approvals.models import Assignment, Case, Opinion, Party
from approvals.words import Part
from registry import amending
from registry.org import posts
from registry.org.models import Post
from registry.org.roles import PostRole
from tests.cast import (
    at_discussion,
    decide,
    draft,
    new_key,
    resubmit,
    row,
    submit,
    withdraw,
)


def asked(case, step):
    return {a.person.username for a in case.assignments.filter(node=step)}


def test_nobody_decides_on_their_own_proposal_it_goes_up_the_ladder(cast):
    cast.post("li", cast.county, PostRole.COUNTY_HEAD)
    Post.objects.filter(person=cast.wang).update(until=cast.now.date() - timedelta(days=1))
    case = submit(cast, draft(cast, "5000"))
    assert asked(case, "unit_review") == {"deputy"}
    assert row(case, cast.deputy).reason == Assignment.Reason.BY_RULE
    assert decide(cast, case, cast.deputy).status == "recorded"


def test_the_deputy_of_the_unit_is_asked_before_the_centre(cast):
    cast.post("vice", cast.county, PostRole.UNIT_DEPUTY)
    cast.post("li", cast.county, PostRole.COUNTY_HEAD)
    Post.objects.filter(person=cast.wang).delete()
    assert asked(submit(cast, draft(cast, "5000")), "unit_review") == {"vice"}


def test_an_a_or_b_manager_of_the_project_does_not_decide_on_it(cast):
    case = submit(cast, draft(cast, "5000", b_manager=cast.wang))
    assert asked(case, "unit_review") == {"deputy"}
    other = submit(cast, draft(cast, "5000", b_manager=cast.lin))
    assert asked(other, "unit_review") == {"wang"}


def test_an_a_or_b_manager_is_no_member_of_the_discussion(cast):
    case = at_discussion(cast)
    assert asked(case, "discuss") == {"director", "deputy", "zhou", "qian", "ma"}
    case = submit(cast, draft(cast, b_manager=cast.ma))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    assert asked(case, "discuss") == {"director", "deputy", "zhou", "qian"}
    assert case.discussions.get().quorum == 3


def test_whoever_gets_a_part_in_a_case_while_it_waits_is_refused_at_the_decision(cast):
    case = submit(cast, draft(cast, "5000"))
    Party.objects.create(case=case, person=cast.wang, part=Part.EDITOR)
    with pytest.raises(errors.OwnCase):
        decide(cast, case, cast.wang)
    Party.objects.filter(person=cast.wang).delete()
    assert decide(cast, case, cast.wang).status == "recorded"


def test_two_single_steps_in_a_row_are_decided_by_two_people(cast):
    Post.objects.filter(person=cast.wang).delete()
    cast.post("zhou", cast.county, PostRole.COUNTY_HEAD)
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.zhou)
    assert asked(case, "plan_check") == {"qian"}


def test_the_director_does_not_sign_what_he_reviewed_for_the_unit(cast):
    Post.objects.filter(person=cast.wang).delete()
    cast.post("director", cast.county, PostRole.COUNTY_HEAD)
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.director)
    decide(cast, case, cast.zhou)
    assert asked(case, "sign_off") == {"deputy"}


def test_the_centres_own_proposals_are_reviewed_by_its_deputy(cast):
    cast.customer.unit = cast.centre
    cast.customer.save()
    case = submit(cast, draft(cast, "12000", by=cast.ma, unit=cast.centre))
    assert asked(case, "unit_review") == {"deputy"}
    assert row(case, cast.deputy).reason == Assignment.Reason.POST


def test_a_person_with_two_posts_is_asked_once(cast):
    cast.post("zhou", cast.centre, PostRole.INFO_SUPERVISOR)
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    assert asked(case, "plan_check") == {"zhou", "qian"}
    assert case.assignments.filter(node="plan_check", person=cast.zhou).count() == 1


def test_a_post_that_ended_yesterday_decides_nothing(cast):
    case = submit(cast, draft(cast, "5000"))
    yesterday = timezone.localdate(cast.now) - timedelta(days=1)
    posts.end(cast.wang.posts.get().pk, last_day=yesterday, by=cast.sun, at=cast.now)
    with pytest.raises(errors.PostEnded, match=r"东港分局"):
        decide(cast, case, cast.wang)
    posts.end(
        cast.wang.posts.get().pk, last_day=timezone.localdate(cast.now), by=cast.sun, at=cast.now
    )
    assert decide(cast, case, cast.wang).status == "recorded"


def test_a_deactivated_person_decides_nothing(cast):
    case = submit(cast, draft(cast, "5000"))
    cast.wang.is_active = False
    cast.wang.save()
    with pytest.raises(errors.PostEnded):
        decide(cast, case, cast.wang)


def test_only_those_who_are_asked_decide_and_only_on_that_case(cast):
    case, other = submit(cast, draft(cast, "5000")), submit(cast, draft(cast, "6000"))
    with pytest.raises(errors.NotThere):
        decide(cast, case, cast.fang, row=row(case, cast.wang).pk)
    with pytest.raises(errors.NotThere):
        decide(cast, other, cast.wang, row=row(case, cast.wang).pk)
    assert decide(cast, case, cast.wang).status == "recorded"


def test_a_step_knows_only_its_own_verdicts(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    for verdict in ("refused", "listed", "for", "resubmitted", "nonsense", ""):
        with pytest.raises(errors.NoSuchVerdict):
            decide(cast, case, cast.zhou, verdict, "because")
    assert decide(cast, case, cast.zhou).step == "sign_off"


@pytest.mark.parametrize("verdict", ["returned", "refused", "agreed_with_changes"])
def test_who_returns_or_refuses_says_why(cast, verdict):
    case = submit(cast, draft(cast, "12000"))
    with pytest.raises(errors.SayWhy):
        decide(cast, case, cast.wang, verdict, "  \n ")
    decide(cast, case, cast.wang, verdict, "客户名称与协议不符")
    assert Opinion.objects.get().text == "客户名称与协议不符"


def test_the_database_itself_refuses_a_silent_refusal_and_a_second_opinion(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    first = Opinion.objects.get()
    for change in ({"verdict": "refused", "text": "", "capacity": "hr"}, {}):
        fields = {f.attname: getattr(first, f.attname) for f in Opinion._meta.fields}
        with pytest.raises(IntegrityError), transaction.atomic():
            Opinion.objects.create(**fields | {"id": None} | change)


def test_an_opinion_has_at_most_two_thousand_characters(cast):
    case = submit(cast, draft(cast, "5000"))
    with pytest.raises(errors.TooLong):
        decide(cast, case, cast.wang, text="好" * 2001)
    assert decide(cast, case, cast.wang, text="好" * 2000).status == "recorded"


def test_who_looks_at_an_old_page_is_told_and_nothing_is_recorded(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang, "returned", "写明数量")
    case.refresh_from_db()
    case = edit(cast, case, title="春茶寄递项目(修改)")
    case = resubmit(cast, case)
    with pytest.raises(errors.PageIsOld):
        decide(cast, case, cast.wang, seen=1)
    assert decide(cast, case, cast.wang, seen=2).step == "plan_check"


def edit(cast, case, **changes):
    return drafts.save(
        kind=kind_of("proposal"),
        case_id=case.pk,
        actor=case.applicant,
        content=Content(
            unit=case.unit,
            case={"title": case.title, "value_yuan": case.value_yuan} | changes,
            request={},
            parts={Part.A_MANAGER: case.applicant},
        ),
        seen=case.data_version,
        at=cast.later(),
        key=new_key(),
    )


def test_the_same_key_is_carried_out_once(cast):
    case, key = draft(cast, "5000"), new_key()
    assert submit(cast, case, key=key).number == submit(cast, case, key=key).number
    with pytest.raises(errors.AlreadySubmitted):
        submit(cast, case)
    asked, key = row(case, cast.wang).pk, new_key()
    decide(cast, case, cast.wang, row=asked, key=key)
    assert decide(cast, case, cast.wang, row=asked, key=key).status == "recorded"
    with pytest.raises(errors.AlreadyDecided, match="王建国"):
        decide(cast, case, cast.wang, row=asked)
    assert Opinion.objects.count() == 1


def test_a_key_of_another_case_does_not_pass_for_a_repetition(cast):
    one, two = submit(cast, draft(cast, "5000")), submit(cast, draft(cast, "6000"))
    key, asked = new_key(), row(two, cast.wang).pk
    decide(cast, one, cast.wang, key=key)
    decide(cast, two, cast.wang, row=asked)
    with pytest.raises(errors.AlreadyDecided):
        decide(cast, two, cast.wang, row=asked, key=key)


def test_the_second_of_two_heads_reads_who_was_first(cast):
    cast.post("wang2", cast.county, PostRole.COUNTY_HEAD, "汪二")
    case = submit(cast, draft(cast, "12000"))
    second = row(case, cast.wang2).pk
    decide(cast, case, cast.wang)
    with translation.override("en"), pytest.raises(errors.AlreadyDecided, match="王建国 decided"):
        decide(cast, case, cast.wang2, "refused", "不宜", row=second)


def test_a_case_is_withdrawn_before_the_first_verdict_and_not_after(cast):
    case = submit(cast, draft(cast, "12000"))
    waiting = row(case, cast.wang).pk
    with pytest.raises(errors.NotThere):
        withdraw(cast, case, by=cast.lin)
    key = new_key()
    assert withdraw(cast, case, key=key).status == "withdrawn"
    assert withdraw(cast, case, key=key).status == "withdrawn"
    with pytest.raises(errors.AlreadyClosed):
        withdraw(cast, case)
    with pytest.raises(errors.Withdrawn, match="李晓岚"):
        decide(cast, case, cast.wang, row=waiting)
    later = submit(cast, draft(cast, "12000"))
    decide(cast, later, cast.wang)
    with pytest.raises(errors.VerdictGiven, match="王建国"):
        withdraw(cast, later)


def test_a_returned_case_can_be_withdrawn(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang, "returned", "写明数量")
    assert withdraw(cast, case).status == "withdrawn"


def test_a_resubmitted_case_is_ruled_again(cast):
    case = submit(cast, draft(cast, "32000"))
    assert [d.name for d in case.ruling.duties] == ["plan", "discussion"]
    decide(cast, case, cast.wang, "returned", "金额偏高")
    case.refresh_from_db()
    case = resubmit(cast, edit(cast, case, value_yuan="12000.00"))
    assert [d.name for d in case.ruling.duties] == ["plan"]
    assert (case.round, case.step, case.status) == (2, "unit_review", "running")
    decide(cast, case, cast.wang)
    assert decide(cast, case, cast.zhou).step == "sign_off"


def test_a_return_waits_for_the_applicant(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang, "returned", "写明数量")
    case.refresh_from_db()
    assert (case.status, case.step) == ("returned", "revise")
    assert [a.person for a in case.assignments.filter(state=0)] == [cast.li]
    with pytest.raises(errors.OwnCase):
        decide(cast, case, cast.li, "agreed")


def test_a_case_that_would_stall_is_not_submitted(cast):
    Post.objects.filter(person__in=[cast.zhou, cast.qian, cast.deputy]).delete()
    case = draft(cast, "12000")
    with translation.override("en"), pytest.raises(errors.NobodyToDecide, match="Plan check"):
        submit(cast, case)
    assert Case.objects.get().status == "draft"
    cast.post("zhou", cast.centre, PostRole.PLANNER)
    assert submit(cast, case).status == "running"


def test_who_lost_the_post_does_not_submit(cast):
    case = draft(cast, "5000")
    Post.objects.filter(person=cast.li).update(until=cast.now.date() - timedelta(days=1))
    with pytest.raises(errors.NoPostToApply):
        submit(cast, case)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"customer": None}, "customer"),
        ({"a_manager": None}, "a_manager"),
        ({"starts_on": None}, "starts_on"),
        ({"plan": False}, "plan"),
    ],
)
def test_an_incomplete_draft_is_refused_at_the_field(cast, changes, field):
    case = draft(cast, "12000", **changes)
    with pytest.raises(errors.Incomplete) as refusal:
        submit(cast, case)
    assert set(refusal.value.problems) == {field}
    assert submit(cast, draft(cast, "12000")).status == "running"


@pytest.mark.parametrize(
    ("value", "needs"), [("9999.99", False), ("10000", True), ("10000.01", True)]
)
def test_a_plan_is_due_from_ten_thousand(cast, value, needs):
    case = draft(cast, value, plan=False)
    if not needs:
        assert submit(cast, case).status == "running"
        return
    with pytest.raises(errors.Incomplete) as refusal:
        submit(cast, case)
    assert "第5条第8项" in refusal.value.problems["plan"]


def test_a_unit_markets_only_to_its_own_customers(cast):
    case = draft(cast, "5000", customer=cast.foreign)
    with pytest.raises(errors.Incomplete) as refusal:
        submit(cast, case)
    assert "西港分局" in refusal.value.problems["customer"]


def test_before_the_rules_were_in_force_nothing_is_submitted(cast):
    from datetime import UTC, datetime

    from policy.errors import NotInForce

    Post.objects.update(since="2007-01-01")
    case = draft(cast, "5000")
    with pytest.raises(NotInForce):
        submit(cast, case, at=datetime(2007, 3, 31, 3, tzinfo=UTC))
    assert submit(cast, case, at=datetime(2007, 4, 1, 3, tzinfo=UTC)).status == "running"


def test_a_step_that_the_code_lost_is_named_and_nothing_is_changed(cast):
    from django.db import connection

    case = submit(cast, draft(cast, "5000"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_task SET flow_task = replace(flow_task, 'unit_review', 'gone')"
            if "workflow_task" in connection.introspection.table_names()
            else "UPDATE viewflow_task SET flow_task = replace(flow_task, 'unit_review', 'gone')"
        )
    with pytest.raises(errors.Lost):
        decide(cast, case, cast.wang)
    assert Opinion.objects.count() == 0


def test_a_draft_can_be_thrown_away_and_a_case_can_not(cast):
    case = draft(cast, "5000")
    with pytest.raises(errors.NotThere):
        drafts.discard(case_id=case.pk, actor=cast.lin, at=cast.later(), key=new_key())
    drafts.discard(case_id=case.pk, actor=cast.li, at=cast.later(), key=new_key())
    assert not Case.objects.exists()
    case = submit(cast, draft(cast, "5000"))
    with pytest.raises(errors.AlreadySubmitted):
        drafts.discard(case_id=case.pk, actor=cast.li, at=cast.later(), key=new_key())


def test_a_switch_lets_an_organisation_do_without_the_directors_sign_off(cast):

    today = timezone.localdate(cast.now)
    row_ = amending.propose(
        bureau=cast.bureau,
        by=cast.director,
        at=cast.now,
        today=today,
        set="merged",
        chapter="proposals",
        parameter="sign_off",
        effective=today,
        value=False,
        says={
            "zh": "三万元以下项目由方案审查后实施",
            "en": "Below 30,000 the plan check is the last step",
        },
    )
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    assert decide(cast, case, cast.zhou).step == "sign_off"
    amending.settle(amendment_id=row_.pk, by=cast.zhao, at=cast.now, today=today, approve=True)
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    assert decide(cast, case, cast.zhou).status == "agreed"
    assert case.book_version.endswith("+1")
