"""退回 on the pages: to whom and how it goes on, and what changed since one signed."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.invariants import check_all
from approvals.models import Case
from registry.customers import entering
from tests.cast import (
    PDF,
    asked,
    decide,
    draft,
    new_key,
    resubmit,
    revise,
    row,
    send_back,
    submit,
    vote,
)


@pytest.fixture
def listed(cast) -> Case:
    """Waits for its listing; the unit, the plan check and the discussion are behind it."""
    case = submit(cast, draft(cast, "50000"))
    decide(cast, case, cast.wang)
    decide(cast, case, cast.zhou)
    for member in cast.members:
        vote(cast, case, member)
    return decide(cast, case, cast.director, capacity="centre_director")


def body(browser, case):
    answer = browser.get(f"/cases/{case.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def give_back(browser, case, person, **sent):
    url = f"/cases/{case.pk}/decide/{row(case, person).pk}/"
    sent = {"verdict": "returned", "text": "请补充", "seen": 1, "key": str(new_key())} | sent
    return browser.post(url, sent)


def test_who_returns_is_offered_the_applicant_and_the_visited_steps(cast, browse, listed):
    page = body(browse(cast.zhao), listed)
    offered = re.findall(r'name="to" value="(\w*)"( checked)?', page)
    assert offered == [
        ("", " checked"),
        ("discuss", ""),
        ("plan_check", ""),
        ("unit_review", ""),
    ]
    assert "李晓岚（申请人）" in page and "周文已办理" in page
    assert "从那里起重新逐级审批" in page and "直接回到我这里" in page


def test_where_nothing_was_visited_there_is_nothing_to_choose(cast, browse):
    case = submit(cast, draft(cast))
    page = body(browse(cast.wang), case)
    assert 'name="to"' not in page and 'name="resume"' not in page


def test_a_step_that_knows_no_return_offers_none(cast, browse, several):
    case = submit(cast, draft(cast, kind=several))
    decide(cast, case, cast.wang)
    for member in cast.members:
        decide(cast, case, member)
    decide(cast, case, cast.zhou)
    case = decide(cast, case, cast.qian)
    assert case.step == "ballot"
    page = body(browse(cast.ma), case)
    assert 'name="to"' not in page and 'value="for"' in page


@pytest.mark.parametrize(
    ("sent", "step", "status"),
    [
        ({}, "revise", "returned"),
        ({"to": "", "resume": "back"}, "revise", "returned"),
        ({"to": "plan_check", "resume": "again"}, "plan_check", "running"),
        ({"to": "unit_review", "resume": "back"}, "unit_review", "running"),
    ],
)
def test_it_goes_to_whom_the_returner_chose(cast, browse, listed, sent, step, status):
    assert give_back(browse(cast.zhao), listed, cast.zhao, **sent).status_code == 302
    listed.refresh_from_db()
    assert (listed.step, listed.status) == (step, status)
    assert check_all() == []


def test_what_came_straight_back_tells_which_sign_offs_count_on(cast, browse, listed):
    give_back(browse(cast.zhao), listed, cast.zhao, to="plan_check", resume="back")
    page = body(browse(cast.zhou), listed)
    assert "退到“方案审查”" in page and "办后直接回到退回人" in page
    decide(cast, listed, cast.zhou)
    assert asked(listed) == ["zhao"]
    steps = body(browse(cast.zhao), listed).split('class="q-steps"')[1].split("</ol>")[0]
    names = ["单位审核", "方案审查", "集体讨论"]
    assert sorted(names, key=steps.index) == names and "王建国" in steps


def test_a_step_that_returned_the_case_is_ahead_and_not_behind(cast, browse):
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang, "returned", "写明客户")
    steps = body(browse(cast.li), case).split('class="q-steps"')[1].split("</ol>")[0]
    assert steps.count("单位审核") == 1 and steps.count("is-done") == 1
    assert "is-future" in steps.split("单位审核")[0].rpartition("<li")[2]


@pytest.mark.parametrize("to", ["listing", "nowhere", "agreed", "长" * 80])
def test_a_step_that_was_not_visited_is_refused_and_the_words_are_kept(cast, browse, listed, to):
    answer = give_back(browse(cast.zhao), listed, cast.zhao, to=to, text="我写了很久")
    page = answer.content.decode()
    assert answer.status_code == 422 and "我写了很久" in page
    assert re.search(r'value="returned" checked', page)
    assert asked(listed) == ["zhao"]


def test_a_way_to_go_on_that_there_is_not_is_refused(cast, browse, listed):
    answer = give_back(browse(cast.zhao), listed, cast.zhao, resume="sideways")
    assert answer.status_code == 422 and asked(listed) == ["zhao"]


def test_what_was_chosen_stays_when_the_reason_is_missing(cast, browse, listed):
    answer = give_back(
        browse(cast.zhao), listed, cast.zhao, to="plan_check", resume="back", text=" "
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="to" value="plan_check" checked' in page
    assert 'name="resume" value="back" checked' in page


def test_where_a_return_leads_bears_on_no_other_verdict(cast, browse, listed):
    answer = give_back(browse(cast.zhao), listed, cast.zhao, verdict="listed", to="plan_check")
    assert answer.status_code == 302
    listed.refresh_from_db()
    assert listed.status == "agreed"


def test_who_signed_before_sees_what_changed_since(cast, browse, listed):
    send_back(cast, listed, cast.zhao)
    case = revise(cast, listed, price="每件 8 元", value_yuan=Decimal("52000"))
    case = resubmit(cast, case)
    url = f"/cases/{case.pk}/decide/{row(case, cast.wang).pk}/"
    for page in (body(browse(cast.wang), case), browse(cast.wang).get(url).content.decode()):
        changed = page.split("q-since")[1].split("</div>")[0]
        assert "您签署后的改动（第 1 轮" in changed
        assert "<del>￥50,000.00</del> → <ins>￥52,000.00</ins>" in changed
        assert "<ins>每件 8 元</ins>" in changed


def test_who_returned_it_sees_what_became_of_it(cast, browse):
    case = submit(cast, draft(cast))
    send_back(cast, case, cast.wang)
    case = resubmit(cast, revise(cast, case, price="每件 8 元"))
    assert "您退回后的改动（第 1 轮" in body(browse(cast.wang), case)


def test_another_customer_and_another_manager_are_told_by_name(cast, browse, filled):
    new = {"since": cast.now.date(), "by": None, "at": cast.now}
    entering.enter(unit=cast.county, name="东港纸业", code="44051100019000", **new)
    case = submit(cast, draft(cast))
    send_back(cast, case, cast.wang)
    sent = filled(plan=False, seen=1, customer="东港纸业", b_manager=cast.lin.pk, do="save")
    assert browse(cast.li).post(f"/cases/{case.pk}/edit/", sent).status_code == 302
    page = body(browse(cast.wang), case)
    assert "<del>东港茶业有限公司</del> → <ins>东港纸业</ins>" in page
    assert "<del>—</del> → <ins>林一舟</ins>" in page


def test_a_changed_file_is_told_by_its_name(cast, browse, filled):
    case, li = submit(cast, draft(cast)), browse(cast.li)
    send_back(cast, case, cast.wang)
    plan = case.attachments.get()
    again = SimpleUploadedFile(plan.name, PDF + b"\n% another")
    sent = filled(plan=False, seen=1, do="save", remove=[plan.pk]) | {"plan": again}
    assert li.post(f"/cases/{case.pk}/edit/", sent).status_code == 302
    page = body(browse(cast.wang), case)
    assert f"附件 <ins>{plan.name}</ins>（同名文件已更换）" in page
    other = SimpleUploadedFile("补充.pdf", PDF)
    sent = filled(plan=False, seen=2, do="save") | {"other": other}
    assert li.post(f"/cases/{case.pk}/edit/", sent).status_code == 302
    assert "<del>—</del> → <ins>补充.pdf</ins>" in body(browse(cast.wang), case)


def test_where_nothing_changed_a_quiet_line_says_so(cast, browse):
    case = submit(cast, draft(cast))
    send_back(cast, case, cast.wang)
    case.refresh_from_db()
    case = resubmit(cast, case)
    page = body(browse(cast.wang), case)
    assert "您退回后内容没有变化（第 1 轮" in page and "q-diff" not in page


def test_what_was_changed_and_changed_back_is_no_change(cast, browse):
    case = submit(cast, draft(cast))
    send_back(cast, case, cast.wang)
    revise(cast, case, price="每件 8 元")
    case = resubmit(cast, revise(cast, case, price=""))
    assert "您退回后内容没有变化" in body(browse(cast.wang), case)


def test_who_sees_the_case_for_the_first_time_is_told_of_no_change(cast, browse):
    case = submit(cast, draft(cast))
    send_back(cast, case, cast.wang)
    case = resubmit(cast, revise(cast, case, price="每件 8 元"))
    decide(cast, case, cast.wang)
    assert "q-since" not in body(browse(cast.zhou), case)
