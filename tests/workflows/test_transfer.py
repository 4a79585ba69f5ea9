"""Transfers: both units agree and the centre decides, in the transaction that moves the customer."""

from datetime import date, timedelta

import pytest

from approvals import clocks, errors
from approvals.invariants import check_all
from approvals.models import Case
from registry.customers import holdings, moving
from registry.sharing import splits
from tests.cast import asked, decide, looked_after, new_key, row, send_back, submit
from tests.workflows.contesting import before_the_centre, moved, transfer
from tests.workflows.declaring import confirmed
from workflows.transfer.effects import NotPossibleNow


def test_a_customer_is_the_receiving_units_from_the_day_of_the_decision(cast):
    looked_after(cast, cast.customer, cast.li)
    case = moved(cast, answers={"how": "lead_assist"})
    cast.customer.refresh_from_db()
    assert (cast.customer.unit, cast.customer.a_manager) == (cast.other, cast.chen)
    was, now = holdings.history_of(cast.customer)[1], holdings.history_of(cast.customer)[0]
    assert (was.unit, was.until) == (cast.county, date(2026, 3, 2))
    assert (now.origin, now.reason) == (case.journal_subject, "客户移交：两单位协商一致")
    assert asked(case) == ["chen"]
    case = decide(cast, case, cast.chen, "given", answers={"received": ["archive", "log"]})
    assert case.status == "agreed"
    paper = case.papers.get()
    assert (paper.kind, paper.sheet.title) == ("transfer_form", "客户移交审批表")
    facts = {fact.label: fact.value for fact in paper.sheet.facts}
    assert (facts["原客户经理"], facts["接手客户经理"]) == ("李晓岚", "陈思远")
    rows = paper.sheet.tables[0].rows
    assert rows == (("西港分局（陈思远）", "70%", "70%"), ("东港分局（李晓岚）", "30%", "30%"))
    assert check_all() == []


@pytest.mark.parametrize(
    ("said", "performance"),
    [
        ({"how": "both_count", "lead_percent": "60"}, {"100.00"}),
        ({"how": "agreed", "lead_percent": "60"}, {"60.00", "40.00"}),
        ({}, set()),
    ],
)
def test_the_centre_says_how_both_units_share_it(cast, said, performance):
    moved(cast, answers=said)
    made = splits.on(cast.customer, cast.now.date())
    found = (
        {str(s.percent) for s in made.shares.all() if s.ledger == "performance"} if made else set()
    )
    assert found == performance
    assert check_all() == []


def test_a_split_that_the_rules_refuse_is_said_at_its_field(cast):
    case = before_the_centre(cast)
    with pytest.raises(errors.BadAnswers) as refused:
        decide(cast, case, cast.director, answers={"how": "agreed"})
    assert set(refused.value.problems) == {"lead_percent"}


def test_nobody_hands_over_a_customer_that_is_not_theirs(cast, browse):
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, transfer(cast, customer=cast.foreign))
    assert set(refused.value.problems) == {"customer"}
    form = {"title": "移交", "unit": cast.county.pk, "customer": cast.foreign.name, "do": "save"}
    form |= {"reason": "agreement", "other_unit": cast.other.pk}
    answer = browse(cast.lin).post("/requests/new/transfer/", form)
    assert answer.status_code == 422 and "西港分局" in answer.text
    answer = browse(cast.lin).post(
        "/requests/new/transfer/", form | {"customer": cast.customer.name}
    )
    assert answer.status_code == 302
    assert browse(cast.fang).get("/requests/new/transfer/").status_code == 403


def test_a_protected_customer_stays_until_its_period_is_over(cast):
    case = before_the_centre(cast)
    confirmed(cast, customer=cast.customer)
    with pytest.raises(NotPossibleNow, match="李晓岚"):
        decide(cast, case, cast.director)
    cast.customer.refresh_from_db()
    assert cast.customer.unit == cast.county
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, transfer(cast, title="再办一次"))
    assert "customer" in refused.value.problems
    assert check_all() == []


def test_who_has_lost_the_customer_meanwhile_moves_nothing(cast):
    case = before_the_centre(cast)
    about = {"unit": cast.other, "a_manager": cast.chen, "b_manager": None, "on": cast.now.date()}
    moving.move(
        cast.customer,
        protected="stays",
        by=None,
        at=cast.now,
        origin="case:0",
        reason="裁决",
        **about,
    )
    with pytest.raises(NotPossibleNow, match="西港分局"):
        decide(cast, case, cast.director)
    assert check_all() == []


def test_one_customer_is_handed_over_once_at_a_time(cast):
    first = submit(cast, transfer(cast))
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, transfer(cast, other_unit=cast.centre))
    assert first.number in refused.value.problems["customer"]


def test_only_those_who_are_asked_decide(cast):
    case = submit(cast, transfer(cast))
    assert asked(case) == ["wang"]
    for person in (cast.lin, cast.fang, cast.director, cast.chen):
        with pytest.raises(errors.NotThere):
            decide(cast, case, person, row=case.assignments.get().pk)
    case = decide(cast, case, cast.wang)
    assert asked(case) == ["fang"]
    case = send_back(cast, case, cast.fang)
    assert (case.status, asked(case)) == ("returned", ["lin"])


def test_what_is_missing_is_said_at_each_field(cast):
    with pytest.raises(errors.Incomplete) as refused:
        submit(cast, transfer(cast, other_unit=None, told="", items="", customer=None))
    assert set(refused.value.problems) == {"other_unit", "told", "items", "customer"}


def test_a_hand_over_that_nobody_confirms_does_not_stay_open(cast):
    case = moved(cast)
    cast.now += timedelta(days=20)
    clocks.sweep(cast.now)
    assert Case.objects.get(pk=case.pk).status == "agreed"


def test_no_undo_is_offered_once_the_customer_has_moved(cast, browse):
    case, director = before_the_centre(cast), browse(cast.director)
    mine = row(case, cast.director)
    sent = {"verdict": "agreed", "seen": case.data_version, "key": str(new_key())}
    address = f"/cases/{case.pk}/decide/{mine.pk}/"
    assert director.post(address, sent).status_code == 302
    cast.customer.refresh_from_db()
    assert cast.customer.unit == cast.other
    assert "q-undo" not in director.get("/inbox/").text
    assert "take-back" not in director.get(f"/cases/{case.pk}/").text
