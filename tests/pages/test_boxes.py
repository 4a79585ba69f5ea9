"""The boxes: what waits, what was done, what was requested, what is being written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import inbox, waiting
from approvals.models import Assignment, Case
from tests.cast import at_discussion, decide, draft, submit


def body(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_inbox_says_what_waits_and_why_it_is_mine(cast, browse):
    submit(cast, draft(cast, title="重阳贺卡"))
    page = body(browse(cast.wang), "/inbox/")
    for said in (
        "重阳贺卡",
        "李晓岚",
        "东港分局",
        "￥32,000.00",
        "单位审核",
        "单位负责人",
        "1 项等您办理",
    ):
        assert said in page


def test_the_count_equals_the_list(cast, browse):
    for _ in range(3):
        submit(cast, draft(cast))
    page = body(browse(cast.wang), "/inbox/")
    assert page.count('<li class="q-row">') == 3
    assert '<span class="n">3</span>' in page


def test_the_count_stops_at_99(cast, browse, monkeypatch):
    monkeypatch.setattr(inbox, "counts", lambda person: inbox.Counts(100, 0))
    assert '<span class="n">99+</span>' in body(browse(cast.wang), "/inbox/")


def test_an_empty_box_says_what_to_do(cast, browse):
    sun = browse(cast.sun)
    assert "待办已清空" in body(sun, "/inbox/")
    assert "您还没有办理过事项" in body(sun, "/done/")
    assert "您还没有发起过申请" in body(sun, "/sent/")
    assert "没有草稿" in body(sun, "/drafts/")
    assert "/requests/" not in body(browse(cast.auditor), "/drafts/")
    assert "/requests/" in body(browse(cast.li), "/drafts/")


def test_nobody_sees_what_waits_for_others(cast, browse):
    submit(cast, draft(cast, title="重阳贺卡"))
    for other in (cast.sun, cast.chen, cast.fang, cast.director):
        assert "重阳贺卡" not in body(browse(other), "/inbox/")


def test_what_i_decided_stands_under_done_with_my_verdict(cast, browse):
    case = submit(cast, draft(cast, title="重阳贺卡"))
    decide(cast, case, cast.wang, "returned", "缺报价")
    page = body(browse(cast.wang), "/done/")
    assert "重阳贺卡" in page and "退回" in page and "已退回" in page
    assert "重阳贺卡" not in body(browse(cast.wang), "/inbox/")


def test_what_i_requested_and_what_i_write_are_two_boxes(cast, browse):
    submit(cast, draft(cast, title="已经提交"))
    draft(cast, title="还在写")
    li = browse(cast.li)
    sent, drafts = body(li, "/sent/"), body(li, "/drafts/")
    assert "已经提交" in sent and "还在写" not in sent
    assert "还在写" in drafts and "已经提交" not in drafts


def test_pages_follow_each_other_without_a_gap(cast, browse):
    case = submit(cast, draft(cast))
    first = Assignment.objects.get(case=case)
    for n in range(30):
        Assignment.objects.filter(pk=first.pk).update(title=f"第{n}件")
        row = Assignment.objects.get(pk=first.pk)
        row.pk, row.capacity = None, f"copy{n}"
        row.save(force_insert=True)
    wang = browse(cast.wang)
    page = body(wang, "/inbox/")
    assert page.count('<li class="q-row">') == inbox.PAGE
    link = page.split('rel="next" href="')[1].split('"')[0]
    rest = body(wang, "/inbox/" + link)
    assert rest.count('<li class="q-row">') == 31 - inbox.PAGE
    assert 'rel="next"' not in rest


@pytest.mark.parametrize(
    "key", ["x", "2026-13-40T00:00,1", "2026-03-01T00:00,1", "2026-03-01T00:00Z,٣"]
)
def test_a_broken_page_key_is_no_page(cast, browse, key):
    assert browse(cast.li).get("/inbox/", {"after": key}).status_code == 404


def test_the_inbox_costs_ten_statements_however_much_waits(
    cast, browse, django_assert_max_num_queries
):
    wang = browse(cast.wang)
    for _ in range(3):
        for _ in range(3):
            submit(cast, draft(cast))
        wang.get("/inbox/")
        with django_assert_max_num_queries(10):
            wang.get("/inbox/")


def test_a_deadline_is_told_in_working_days(cast, browse):
    case = submit(cast, draft(cast))
    wang = browse(cast.wang)
    assert "已超期" in body(wang, "/inbox/")
    tonight = timezone.localtime().replace(hour=23, minute=59, second=59)
    Assignment.objects.filter(case=case).update(due_at=tonight)
    assert "今天到期" in body(wang, "/inbox/")


def test_rows_stand_under_the_day_on_which_they_are_due(cast, browse):
    now = timezone.now()
    for days, title in ((30, "以后的"), (0, "今天的"), (-3, "晚了的"), (None, "不急的")):
        case = submit(cast, draft(cast, title=title))
        due = None if days is None else now + timedelta(days=days)
        if days == 0:
            due = timezone.localtime().replace(hour=23, minute=59, second=59)
        Assignment.objects.filter(case=case).update(due_at=due)
    page = body(browse(cast.wang), "/inbox/")
    order = (
        "已超期",
        "晚了的",
        "今天到期",
        "今天的",
        "下周及以后",
        "以后的",
        "无时限",
        "不急的",
    )
    places = [page.index(said, page.index("<h2")) for said in order]
    assert places == sorted(places)
    assert "4 项等您办理，其中 1 项已超期，1 项今天到期" in page


def test_a_box_of_several_pages_claims_only_what_stands_on_the_page(cast, browse, monkeypatch):
    monkeypatch.setattr(waiting.page_of, "__defaults__", ("", 2))
    for _ in range(3):
        submit(cast, draft(cast))
    page = body(browse(cast.wang), "/inbox/")
    assert "3 项等您办理" in page and "本页 2 项" in page and "其中 3 项已超期" in page


def test_the_chair_sees_both_of_his_steps(cast, browse):
    at_discussion(cast)
    page = body(browse(cast.director), "/inbox/")
    assert page.count('<li class="q-row">') == 2
    assert "您是讨论成员，待表决" in page and "您主持讨论，待作结论" in page
    assert page.index("待表决") < page.index("待作结论")


def test_a_returned_case_waits_at_its_form(cast, browse):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang, "returned", "缺报价")
    page = body(browse(cast.li), "/inbox/")
    assert f"/cases/{case.pk}/edit/" in page
    assert Case.objects.get().status == "returned"


def test_a_deadline_in_a_year_without_its_official_calendar_is_shown_as_projected(cast, browse):
    year = timezone.localdate().year
    case = submit(cast, draft(cast))
    rows = Assignment.objects.filter(case=case)
    rows.update(due_at=timezone.now().replace(year=year + 2, month=6, day=10))
    wang = browse(cast.wang)
    assert "预计</span>" in body(wang, "/inbox/") and "预计</span>" in body(
        wang, f"/cases/{case.pk}/"
    )
    rows.update(due_at=timezone.now().replace(year=2026, month=12, day=10))
    assert "预计</span>" not in body(wang, "/inbox/")
