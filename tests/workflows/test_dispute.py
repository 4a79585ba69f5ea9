"""Disputes: the registers are the evidence, both sides are heard, marketing rules, a leader reviews once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from approvals import actions, clocks, errors
from approvals.invariants import check_all
from approvals.models import Case, Message
from registry.org.roles import PostRole
from registry.sharing import splits
from registry.sharing.models import CarriedOut, Instruction
from tests.cast import asked, decide, looked_after, new_key, submit
from tests.workflows.contesting import dispute
from tests.workflows.declaring import after_the_last_day, confirmed
from workflows.dispute import following


def heard(cast, **given) -> Case:
    """Both sides have made their statements; the centre mediates."""
    case = submit(cast, dispute(cast, **given))
    decide(cast, case, cast.chen, "given", "客户主动来电询价")
    return decide(cast, case, given.get("by") or cast.li, "given", "有上门报价记录")


def ruled(cast, verdict="ruled", **answers) -> Case:
    """Marketing has ruled."""
    case = decide(cast, heard(cast), cast.director, "unsettled", "双方各执一词")
    return decide(cast, case, cast.zhao, verdict, "查证属实", answers=answers)


def over(cast, case) -> Case:
    """Nobody asked for a review in time."""
    cast.now += timedelta(days=10)
    clocks.sweep(cast.now)
    return Case.objects.get(pk=case.pk)


GUILTY = {"fine_yuan": "on", "no_credit": "on"}


def test_the_registers_speak_first(cast):
    held = confirmed(cast, customer=cast.customer)
    case = submit(cast, dispute(cast))
    evidence = case.dispute.evidence
    assert evidence["owners"][0][0] == "东港分局"
    assert evidence["protections"] == [
        ["东港分局", "李晓岚", "2026年3月2日", "2026年5月2日", "保护中"]
    ]
    assert [row[0] for row in evidence["cases"]] == [Case.objects.get(kind="registration").number]
    cast.customer.refresh_from_db()
    assert evidence["head"] == f"{cast.customer.journal_seq}:{cast.customer.journal_digest}"
    paper = case.papers.get()
    assert (paper.kind, paper.sheet.title) == ("dispute_evidence", "登记证据清单")
    assert {table.title for table in paper.sheet.tables} >= {"客户归属", "报备保护"}
    assert held.state == "running" and asked(case) == ["chen"]
    assert check_all() == []


def test_who_is_responsible_pays_five_hundred_yuan_and_gets_no_credit(cast):
    case = over(cast, ruled(cast, responsible=[str(cast.chen.pk)], **GUILTY))
    assert (case.status, case.result) == ("recorded", "ruled")
    found = Instruction.objects.order_by("pk").values_list(
        "what", "person__username", "amount_yuan"
    )
    assert list(found) == [("fine", "chen", Decimal(500)), ("no_credit", "chen", None)]
    paper = case.papers.get(kind="arbitration_decision")
    facts = {fact.label: fact.value for fact in paper.sheet.facts}
    assert facts["认定责任人"] == "陈思远"
    assert facts["执行事项"] == "陈思远：罚款500元；陈思远：不计个人业绩"
    assert [clause.source for clause in paper.sheet.clauses] == [
        "《市邮政局大客户中心营销管理办法（试行）》第6条第2项"
    ] * 3
    assert check_all() == []


def carry_out(cast, case, row, person, how="凭证 2026-118"):
    about = {"case_id": case.pk, "instruction_id": row.pk, "actor": person, "reason": how}
    return following.carry_out(**about, at=cast.later(), key=new_key())


def test_human_resources_and_finance_say_that_it_was_carried_out(cast):
    cast.post("jin", cast.bureau, PostRole.FINANCE, "金会计")
    case = over(cast, ruled(cast, responsible=[str(cast.chen.pk)], **GUILTY))
    told = Message.objects.get(topic="instructed")
    assert set(told.body["people"]) == {cast.sun.pk, cast.people["jin"].pk}
    fine, credit = Instruction.objects.order_by("pk")
    for person, row in ((cast.chen, fine), (cast.wang, fine), (cast.people["jin"], credit)):
        with pytest.raises(following.NotDoneYet):
            carry_out(cast, case, row, person)
    with pytest.raises(errors.SayWhy):
        carry_out(cast, case, fine, cast.sun, how="")
    carry_out(cast, case, fine, cast.people["jin"])
    carry_out(cast, case, credit, cast.sun, how="三月业绩已核减")
    told = Message.objects.filter(topic="instruction_done").order_by("pk")
    assert [m.body["note"] for m in told] == [
        "罚款（陈思远）：凭证 2026-118",
        "不计个人业绩（陈思远）：三月业绩已核减",
    ]
    assert set(told[0].body["people"]) == {cast.zhao.pk, cast.li.pk, cast.chen.pk}
    with pytest.raises(following.NotDoneYet, match="金会计"):
        carry_out(cast, case, fine, cast.sun)
    with transaction.atomic(), pytest.raises(DatabaseError):
        CarriedOut.objects.update(how="改写")
    assert check_all() == []


def test_nobody_marks_what_is_ordered_against_oneself(cast):
    cast.post("chen", cast.bureau, PostRole.HR)
    case = over(cast, ruled(cast, responsible=[str(cast.chen.pk)], **GUILTY))
    row = Instruction.objects.get(what="fine")
    with pytest.raises(following.NotDoneYet):
        carry_out(cast, case, row, cast.chen)
    carry_out(cast, case, row, cast.sun)


def test_a_ruling_moves_the_customer_and_ends_the_others_protection(cast):
    looked_after(cast, cast.foreign, cast.chen)
    case = submit(cast, dispute(cast, customer=cast.foreign))
    decide(cast, case, cast.chen, "given", "本局客户")
    decide(cast, case, cast.li, "given", "签约在东港")
    decide(cast, case, cast.director, "unsettled", "未达成一致")
    said = {"owner": cast.county.pk, "how": "both_count"}
    case = over(cast, decide(cast, case, cast.zhao, "ruled", "按属地原则", answers=said))
    cast.foreign.refresh_from_db()
    assert (cast.foreign.unit, cast.foreign.a_manager) == (cast.county, cast.li)
    made = splits.on(cast.foreign, cast.now.date())
    assert {str(s.percent) for s in made.shares.all() if s.ledger == "performance"} == {"100.00"}
    assert not Instruction.objects.exists()
    assert check_all() == []


def test_what_cannot_move_now_is_ordered_instead(cast):
    looked_after(cast, cast.customer, cast.li)
    held = confirmed(cast, customer=cast.customer)
    case = ruled(cast, owner=cast.other.pk)
    after_the_last_day(cast, held)
    case = over(cast, case)
    assert case.status == "recorded"
    cast.customer.refresh_from_db()
    assert cast.customer.unit == cast.county
    row = Instruction.objects.get()
    assert row.what == "ownership"
    told = Message.objects.get(topic="instructed")
    assert cast.director.pk in told.body["people"] and cast.sun.pk not in told.body["people"]
    with pytest.raises(following.NotDoneYet, match="西港分局"):
        carry_out(cast, case, row, cast.director)
    assert check_all() == []


def test_what_both_sides_agree_needs_no_ruling(cast):
    case = decide(
        cast,
        heard(cast, allegation="split"),
        cast.director,
        "settled",
        answers={"how": "agreed", "lead_percent": "60"},
    )
    assert (case.status, case.result) == ("recorded", "settled")
    made = splits.on(cast.customer, cast.now.date())
    assert {str(s.percent) for s in made.shares.all()} == {"60.00", "40.00"}
    assert check_all() == []


def test_what_is_not_proven_has_no_consequence(cast):
    case = over(cast, ruled(cast, "not_proven"))
    assert (case.status, case.result) == ("recorded", "not_proven")
    assert not Instruction.objects.exists()


def object_(cast, case, person):
    return actions.end_wait(
        case_id=case.pk,
        actor=person,
        verdict="objected",
        text="不服裁决",
        at=cast.later(),
        key=new_key(),
    )


def test_a_leader_reviews_once_and_what_the_leader_says_counts(cast):
    case = ruled(cast, responsible=[str(cast.chen.pk)], **GUILTY)
    for stranger in (cast.wang, cast.lin, cast.zhao):
        with pytest.raises(errors.NotYours):
            object_(cast, case, stranger)
    case = object_(cast, case, cast.chen)
    assert asked(case) == ["leader"]
    said = {"responsible": [str(cast.chen.pk)], "no_credit": "on"}
    case = decide(cast, case, cast.leader, "changed", "情节轻微", answers=said)
    assert (case.status, case.result) == ("recorded", "changed")
    assert list(Instruction.objects.values_list("what", flat=True)) == ["no_credit"]
    with pytest.raises(errors.Refused):
        object_(cast, case, cast.li)
    assert check_all() == []


def test_a_ruling_that_is_upheld_is_carried_out_as_it_was(cast):
    case = object_(cast, ruled(cast, responsible=[str(cast.chen.pk)], fine_yuan="on"), cast.li)
    case = decide(cast, case, cast.leader, "upheld")
    assert case.result == "upheld"
    assert Instruction.objects.get().amount_yuan == 500


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"fine_yuan": "on"}, {"responsible"}),
        ({"responsible": "chen"}, {"responsible"}),
        ({"responsible": "wang", "fine_yuan": "on"}, {"responsible"}),
        ({"how": "agreed"}, {"lead_percent"}),
        ({"owner": "centre"}, {"owner"}),
    ],
)
def test_a_ruling_says_who_is_responsible_and_for_what(cast, answers, wrong):
    case = decide(cast, heard(cast), cast.director, "unsettled", "各执一词")
    said = dict(answers)
    if "responsible" in said:
        said["responsible"] = [str(cast.people[said["responsible"]].pk)]
    if said.get("owner") == "centre":
        said["owner"] = cast.centre.pk
    with pytest.raises(errors.BadAnswers) as refused:
        decide(cast, case, cast.zhao, "ruled", "查证属实", answers=said)
    assert set(refused.value.problems) == wrong


def test_who_keeps_silent_does_not_stop_it(cast):
    case = submit(cast, dispute(cast))
    for _step in ("answer", "reply"):
        cast.now += timedelta(days=7)
        clocks.sweep(cast.now)
    assert asked(case) == ["director"]


def test_neither_side_rules_in_its_own_dispute(cast):
    case = submit(cast, dispute(cast))
    for person in (cast.li, cast.wang, cast.director):
        with pytest.raises(errors.NotThere):
            decide(cast, case, person, "given", row=case.assignments.get().pk)
    case = decide(cast, case, cast.chen, "given", "没有")
    case = decide(cast, case, cast.li, "given", "有")
    assert asked(case) == ["director"]


def test_a_rule_opens_a_dispute_about_who_used_what_was_not_granted(cast):
    looked_after(cast, cast.customer, cast.li)
    case = actions.start(
        kind="dispute",
        applicant=cast.li,
        unit=cast.county,
        title="无批件使用资费优惠",
        customer=cast.customer,
        request={"allegation": "tariff", "told": "账单按八折计费，没有优惠批件"},
        because="登记的优惠用量没有有效批件",
        at=cast.later(),
        key=new_key(),
    )
    assert asked(case) == ["li"]
    case = decide(cast, case, cast.li, "given", "客户已口头同意")
    assert asked(case) == ["wang"]
    decide(cast, case, cast.wang, "given", "单位没有同意")
    decide(cast, case, cast.director, "unsettled", "转市场部")
    said = {"responsible": [str(cast.li.pk)], "severe": "on"}
    over(cast, decide(cast, case, cast.zhao, "ruled", "属实", answers=said))
    assert list(Instruction.objects.values_list("what", "person__username")) == [("severe", "li")]
    assert check_all() == []


def test_what_is_missing_is_said_at_each_field(cast):
    empty = {"customer": None, "other_unit": None, "happened_on": None, "told": ""}
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, dispute(cast, **empty))
    assert set(refused.value.problems) == set(empty)
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, dispute(cast, customer=cast.foreign, other_unit=cast.centre))
    assert set(refused.value.problems) == {"customer"}


def test_the_form_finds_a_customer_by_its_full_name_and_offers_none(cast, browse):
    li = browse(cast.li)
    page = li.get("/requests/new/dispute/")
    assert page.status_code == 200 and cast.foreign.name not in page.text
    form = {"title": "争议", "unit": cast.county.pk, "allegation": "poaching", "do": "save"}
    form |= {"other_unit": cast.other.pk, "respondent": cast.chen.pk, "customer": "西港"}
    assert li.post("/requests/new/dispute/", form).status_code == 422
    assert li.post("/requests/new/dispute/", form | {"customer": "西港宾馆"}).status_code == 302
    assert browse(cast.sun).get("/requests/new/dispute/").status_code == 403


def test_the_centre_takes_up_what_one_unit_did_to_a_customer_of_another(cast):
    looked_after(cast, cast.customer, cast.li)
    told = {"by": cast.qian, "unit": cast.centre, "allegation": "unreported"}
    case = submit(cast, dispute(cast, **told))
    assert asked(case) == ["chen"]
    decide(cast, case, cast.chen, "given", "客户主动来电")
    decide(cast, case, cast.qian, "given", "巡查时当场发现")
    case = decide(cast, case, cast.director, "unsettled", "转市场部")
    said = {"responsible": [str(cast.chen.pk)], "fine_yuan": "on", "owner": cast.county.pk}
    case = over(cast, decide(cast, case, cast.zhao, "ruled", "属实", answers=said))
    assert Instruction.objects.get().person == cast.chen
    cast.customer.refresh_from_db()
    assert cast.customer.unit == cast.county
    third = {"by": cast.fang, "unit": cast.other, "other_unit": cast.centre, "respondent": None}
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, dispute(cast, **third))
    assert set(refused.value.problems) == {"customer"}
    assert check_all() == []
