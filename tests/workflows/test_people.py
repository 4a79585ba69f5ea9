"""Change of rank, discipline, year-end adjustment and business lead: proposed, decided, on record."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from approvals import access, drafts, reading
from approvals.attachments import checked
from approvals.drafts import Content
from approvals.errors import Incomplete, NoSuchVerdict
from approvals.invariants import check_all
from approvals.kinds import kind_of
from approvals.models import Attachment, Case
from approvals.words import Part, Status
from documents.models import Paper
from policy.errors import NotSet
from registry import amending
from registry.people import cards, earning, managers
from registry.people.models import AccountManager, Change
from tests.cast import Cast, asked, decide, new_key, plan_file, submit
from tests.scoring import AFTER, FEBRUARY, filled, paid, register
from workflows.lead.models import Lead
from workflows.year_end.models import YearEnd

SINCE = date(2026, 4, 1)


@pytest.fixture
def manager(cast) -> AccountManager:
    """Li, in the register."""
    return register(cast, "li", appointed_on=date(2025, 1, 6))["li"]


def case_of(cast: Cast, sort: str, by: Any, unit: Any, title: str, **request: Any) -> Case:
    """A draft of that kind; a `manager` among its fields is the person concerned."""
    held = request.get("manager")
    evidence = [checked(plan_file(), Attachment.Kind.OTHER)] if sort == "discipline" else []
    return drafts.create(
        kind=kind_of(sort),
        actor=by,
        content=Content(
            unit=unit,
            case={"title": title},
            request=request,
            parts={Part.SUBJECT: held.person} if held else {},
            added=evidence,
        ),
        at=cast.later(),
        key=new_key(),
    )


def change_of_rank(cast: Cast, manager: AccountManager) -> Case:
    terms = {"manager": manager, "rank": "senior", "since": SINCE, "reason": "业绩突出"}
    return submit(cast, case_of(cast, "rank_change", cast.director, cast.centre, "升级", **terms))


def violation(cast: Cast, manager: AccountManager) -> Case:
    terms = {"manager": manager, "kind": "seizing", "on_day": FEBRUARY, "told": "争抢西港客户"}
    return submit(cast, case_of(cast, "discipline", cast.zhao, cast.marketing, "争抢", **terms))


def statement(cast: Cast, case: Case) -> Case:
    return decide(cast, case, cast.li, "given", "客户自行来找")


def test_a_change_of_rank_is_decided_by_the_office_meeting(cast, manager):
    case = change_of_rank(cast, manager)
    assert asked(case) == ["sun"]
    decide(cast, case, cast.sun)
    assert asked(case) == ["leader"]
    done = decide(cast, case, cast.leader)
    assert done.status == Status.AGREED
    held = managers.rank_of(manager, SINCE)
    assert (held.rank, held.origin) == ("senior", done.journal_subject)
    assert managers.rank_of(manager, date(2026, 3, 31)).rank == "manager"
    change = manager.changes.get(what=Change.What.RANK)
    assert (change.due_on, change.filed_on) == (date(2026, 4, 25), None)
    sheet = Paper.objects.get(case=case).sheet
    told = {fact.label: fact.value for fact in sheet.facts}
    assert sheet.title == "客户经理级别调整审批表"
    assert (told["原级别"], told["调整后级别"]) == ("客户经理", "高级客户经理")


def test_a_refused_change_of_rank_changes_nothing(cast, manager):
    case = change_of_rank(cast, manager)
    decide(cast, case, cast.sun)
    assert decide(cast, case, cast.leader, "refused", "业绩不足").status == Status.REFUSED
    assert manager.ranks.count() == 1


@pytest.mark.parametrize("sort", ["rank_change", "discipline", "year_end"])
def test_the_person_hr_and_leaders_alone_read_such_a_case_and_leave_a_trace(cast, manager, sort):
    amend(cast, "competent_senior_yuan", "10000")
    made = {"rank_change": change_of_rank, "discipline": violation}.get(sort)
    case = made(cast, manager) if made else submit(cast, year_end(cast, manager, "100000"))
    for name, reads in (
        *(("li", True), ("sun", True), ("leader", True), ("director", True)),
        *(("lin", False), ("chen", False), ("fang", False), ("qian", False), ("auditor", False)),
    ):
        seen = access.visible_to(cast.people[name], date(2026, 3, 2))
        assert seen.filter(pk=case.pk).exists() == reads, name
    for reader in (cast.li, cast.leader):
        reading.leave_trace(case, reader, cast.now)
    assert [(one.by, one.what) for one in manager.readings.all()] == [(cast.leader, sort)]


def test_the_person_is_heard_before_a_finding(cast, manager):
    case = violation(cast, manager)
    assert asked(case) == ["li"]
    statement(cast, case)
    assert asked(case) == ["sun"]
    with pytest.raises(NoSuchVerdict):
        decide(cast, case, cast.sun, "agreed")


@pytest.mark.parametrize(
    ("says", "entered"),
    [
        ({"pay": "on"}, {"violation"}),
        ({"points": "on"}, {"fought_over"}),
        ({"pay": "on", "points": "on"}, {"violation", "fought_over"}),
    ],
    ids=["pay", "points", "both"],
)
def test_a_violation_brings_what_the_finding_names_and_no_more(cast, manager, says, entered):
    case = violation(cast, manager)
    statement(cast, case)
    decide(cast, case, cast.sun, "proven", "属实", answers=says)
    done = decide(cast, case, cast.leader)
    assert done.status == Status.AGREED
    card = manager.scorecards.get(month=date(2026, 3, 1))
    assert {entry.fact for entry in card.entries.all()} == entered


def test_a_violation_withholds_sixty_percent_of_the_months_pay(cast, manager):
    card = filled(cast, manager)
    paid(cast, manager)
    cards.enter(card.pk, {"violation": Decimal(1)}, by=cast.leader, at=cast.now)
    cards.close(cast.bureau, FEBRUARY, by=cast.sun, at=AFTER, on=AFTER.date())
    # wage 1800 + subsidy 300; no income, so the completion is nothing; 60% of 2100
    worked = earning.of(manager.scorecards.get())
    assert worked.pay.yuan("withheld") == Decimal("-1260.00")


@pytest.mark.parametrize("how", ["finding", "leader"])
def test_what_is_not_proven_brings_nothing(cast, manager, how):
    case = violation(cast, manager)
    statement(cast, case)
    if how == "finding":
        done = decide(cast, case, cast.sun, "not_proven", "证据不足")
    else:
        decide(cast, case, cast.sun, "proven", "属实", answers={"pay": "on"})
        done = decide(cast, case, cast.leader, "refused", "证据不足")
    assert done.status == Status.REFUSED
    assert not manager.scorecards.exists()
    assert Paper.objects.get(case=case).content["title"] == "营销纪律核查结果告知书"
    assert check_all() == []


def test_nobody_finds_on_hearsay(cast, manager):
    case = case_of(
        cast,
        "discipline",
        cast.zhao,
        cast.marketing,
        "争抢",
        manager=manager,
        kind="seizing",
        on_day=FEBRUARY,
        told="听说",
    )
    case.attachments.all().delete()
    with pytest.raises(Incomplete):
        submit(cast, case)


def amend(cast: Cast, name: str, value: str) -> None:
    today = date(2026, 3, 2)
    row = amending.propose(
        parameter=name,
        value=value,
        bureau=cast.bureau,
        set="merged",
        chapter="managers",
        effective=today,
        says={"zh": "本局", "en": "ours"},
        by=cast.zhao,
        at=cast.now,
        today=today,
    )
    about = {"by": cast.director, "at": cast.now, "today": today}
    amending.settle(amendment_id=row.pk, approve=True, **about)


def year_end(cast: Cast, manager: AccountManager, yuan: str, **more: Any) -> Case:
    terms = {"manager": manager, "year": 2025, "rank": "senior", "year_yuan": Decimal(yuan)}
    terms |= {"paid_as": "manager", "reason": "未达胜任条件"} | more
    return case_of(cast, "year_end", cast.sun, cast.hr_unit, "年终薪级", **terms)


def test_without_the_figures_of_the_bureau_no_year_is_judged(cast, manager):
    with pytest.raises(NotSet):
        submit(cast, year_end(cast, manager, "100000"))


@pytest.mark.parametrize(("yuan", "keeps"), [("119999.99", False), ("120000", True)])
def test_a_year_below_what_the_rank_asks_for_is_paid_as_what_it_was(cast, manager, yuan, keeps):
    amend(cast, "competent_senior_yuan", "10000")
    case = year_end(cast, manager, yuan)
    if keeps:
        with pytest.raises(Incomplete):
            submit(cast, case)
        return
    submit(cast, case)
    statement(cast, case)
    done = decide(cast, case, cast.leader)
    assert (done.status, done.ruling.value) == (Status.AGREED, "pay_grade")
    assert managers.rank_of(manager, date(2026, 1, 1)).origin == done.journal_subject
    shown = [value for _label, value in kind_of("year_end").facts(done, YearEnd.of(done))]
    assert Decimal(10_000) in shown
    assert manager.changes.filter(what=Change.What.PAY).exists()
    told = {fact.label: fact.value for fact in Paper.objects.get(case=case).sheet.facts}
    assert (told["年度业绩"], told["胜任月均业绩"]) == ("￥119,999.99", "￥10,000.00")


def test_a_lead_that_brings_profit_gives_its_supplier_a_tenth(cast):
    told = {"prospect": "海风食品", "need": "年货寄递"}
    case = submit(cast, case_of(cast, "lead", cast.li, cast.county, "海风食品年货", **told))
    assert asked(case) == ["director"]
    decide(cast, case, cast.director, "adopted")
    assert asked(case) == ["zhao"]  # no finance department here
    done = decide(cast, case, cast.zhao, answers={"profit_yuan": "12345.65"})
    assert done.status == Status.AGREED
    found = Lead.of(case)
    assert (found.profit_yuan, found.reward_yuan) == (Decimal("12345.65"), Decimal("1234.57"))
    assert "1,234.57" in Paper.objects.get(case=case).content["conclusion"]


@pytest.mark.parametrize("at", ["adoption", "profit"])
def test_a_lead_that_is_not_adopted_or_brings_nothing_has_no_reward(cast, at):
    told = {"prospect": "海风食品", "need": "年货寄递"}
    case = submit(cast, case_of(cast, "lead", cast.li, cast.county, "海风食品年货", **told))
    if at == "adoption":
        done = decide(cast, case, cast.director, "not_adopted", "已有客户经理跟进")
    else:
        decide(cast, case, cast.director, "adopted")
        done = decide(cast, case, cast.zhao, "refused", "没有创利")
    assert (done.status, Lead.of(case).reward_yuan) == (Status.REFUSED, None)
    assert check_all() == []
