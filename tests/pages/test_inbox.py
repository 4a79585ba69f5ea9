"""The inbox as a person chooses to see it, the next task, and the undo of ten seconds."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals import waiting
from approvals.models import Assignment, Case, NoticeChoice, SavedFilter
from approvals.waiting import Wanted
from pages import desk
from pages.templatetags.working_days import waited
from policy.calendar import Calendar
from registry import rulebook
from tests.cast import decide, draft, new_key, resubmit, row, submit


def titles(person, now=None, **wanted):
    found = waiting.page_of(person, Wanted.of(wanted), now or timezone.now())
    return [one.title for one in found.rows]


def page_of(browser):
    return browser.get("/inbox/").content.decode()


def give(browser, case, person, verdict="agreed", text=""):
    mine = row(case, person)
    sent = {"verdict": verdict, "text": text, "seen": 1, "key": str(new_key())}
    return browser.post(f"/cases/{case.pk}/decide/{mine.pk}/", sent)


@pytest.fixture
def two(cast):
    tea = submit(cast, draft(cast, "5000", title="春茶寄递"))
    cards = submit(cast, draft(cast, "60000", title="重阳贺卡"))
    return tea, cards


@pytest.mark.parametrize(
    "q", ["重阳", "heka", "cyhk", "李晓", "东港茶业", "dgcy", "CYHK", "重阳 李晓岚"]
)
def test_a_step_is_found_by_title_customer_applicant_pinyin_and_initials(cast, two, q):
    assert "重阳贺卡" in titles(cast.wang, q=q)
    assert titles(cast.wang, q=f"{q} 没有的") == []


def test_a_step_is_found_by_the_number_of_its_case(cast, two):
    assert titles(cast.wang, q=two[0].number) == ["春茶寄递"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"floor": "30000"}, ["重阳贺卡"]),
        ({"kind": "proposal"}, ["春茶寄递", "重阳贺卡"]),
        ({"kind": "nothing"}, []),
        ({"unit": "东港分局"}, ["春茶寄递", "重阳贺卡"]),
        ({"unit": "西港分局"}, []),
        ({"why": "substitute"}, []),
        ({"order": "amount"}, ["重阳贺卡", "春茶寄递"]),
        ({"order": "arrived"}, ["重阳贺卡", "春茶寄递"]),
        ({"order": "submitted"}, ["春茶寄递", "重阳贺卡"]),
        ({"order": "drop table"}, ["春茶寄递", "重阳贺卡"]),
    ],
)
def test_the_inbox_is_narrowed_and_ordered(cast, two, wanted, found):
    assert titles(cast.wang, **wanted) == found


def test_each_count_equals_the_list_behind_it(cast, two):
    now = timezone.now()
    Assignment.objects.filter(case=two[0]).update(due_at=now + timedelta(minutes=1))
    Assignment.objects.filter(case=two[1]).update(due_at=now - timedelta(days=1), seen_seq=0)
    counts = waiting.tally_of(cast.wang, now, [30000]).counts
    lists = {"late": {"due": "late"}, "news": {"news": "1"}, "from30000": {"floor": "30000"}}
    lists |= {"all": {}, "substitute": {"why": "substitute"}}
    for name, wanted in lists.items():
        assert counts[name] == len(titles(cast.wang, now, **wanted)), name
    assert (counts["all"], counts["late"], counts["news"]) == (2, 1, 1)


@pytest.mark.parametrize("order", waiting.ORDERS)
def test_pages_follow_each_other_in_every_order_without_a_gap(cast, order):
    for value in ("5000", "5000", "60000"):
        submit(cast, draft(cast, value))
    Assignment.objects.filter(value_yuan=60000).update(due_at=None)
    wanted, now, after, seen = Wanted.of({"order": order}), timezone.now(), "", []
    for _ in range(3):
        found = waiting.page_of(cast.wang, wanted, now, after, size=1)
        after, seen = found.after, [*seen, *(one.pk for one in found.rows)]
    assert len(set(seen)) == 3 and not after


def test_each_row_says_what_its_buttons_do(cast, browse, two):
    page = browse(cast.wang).get("/inbox/").content.decode()
    assert "<b>同意</b> → 方案审查" in page and "<b>退回</b> → 申请人修改" in page
    assert "<b>不同意</b> → 办结" in page


def test_a_case_that_moved_since_it_was_seen_is_marked_until_it_is_opened(cast, browse):
    case = submit(cast, draft(cast))
    wang = browse(cast.wang)
    assert "未读" in wang.get("/inbox/").content.decode()
    wang.get(f"/cases/{case.pk}/")
    assert "未读" not in wang.get("/inbox/").content.decode()
    Case.objects.filter(pk=case.pk).update(journal_seq=99)
    assert "有更新" in wang.get("/inbox/?news=1").content.decode()
    wang.get(f"/cases/{case.pk}/")
    assert "没有符合条件的事项" in wang.get("/inbox/?news=1").content.decode()


def test_a_view_is_kept_under_a_name_and_removed(cast, browse, two):
    wang = browse(cast.wang)
    answer = wang.post("/inbox/views/", {"name": "大额", "floor": "30000", "order": "due"})
    assert answer["Location"] == "/inbox/?floor=30000"
    page = wang.get("/inbox/?floor=30000").content.decode()
    assert 'href="/inbox/?floor=30000" aria-current="true">大额' in page
    kept = SavedFilter.objects.get()
    assert browse(cast.li).post("/inbox/views/forget/", {"filter": kept.pk}).status_code == 404
    assert wang.post("/inbox/views/forget/", {"filter": kept.pk}).status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_view_needs_a_name_and_there_are_eight_at_most(cast, browse):
    wang = browse(cast.wang)
    for name in ("", "长" * 21, "一\u202e二"):
        wang.post("/inbox/views/", {"name": name})
    assert not SavedFilter.objects.exists()
    for number in range(9):
        wang.post("/inbox/views/", {"name": f"第{number}个"})
    assert SavedFilter.objects.count() == 8


def test_after_a_verdict_the_next_task_opens_by_itself_the_most_urgent_first(cast, browse, two):
    tea, cards = two
    third = submit(cast, draft(cast, title="不急的"))
    Assignment.objects.filter(case=cards).update(due_at=timezone.now() - timedelta(days=9))
    Assignment.objects.filter(case=third).update(due_at=None)
    wang = browse(cast.wang)
    assert give(wang, tea, cast.wang)["Location"] == f"/cases/{cards.pk}/"
    assert give(wang, cards, cast.wang)["Location"] == f"/cases/{third.pk}/"
    assert give(wang, third, cast.wang)["Location"] == "/inbox/"


def test_who_wants_it_comes_back_to_the_list_instead(cast, browse, two):
    NoticeChoice.objects.create(person=cast.wang, opens_next=False)
    assert give(browse(cast.wang), two[0], cast.wang)["Location"] == "/inbox/"


def test_a_verdict_is_undone_within_ten_seconds(cast, browse, monkeypatch):
    case = submit(cast, draft(cast))
    wang, mine = browse(cast.wang), row(case, cast.wang)
    answer = give(wang, case, cast.wang)
    assert answer.status_code == 302, answer.content.decode()[-6000:]
    page = wang.get("/inbox/").content.decode()
    undo = reverse("take-back", args=[case.pk, mine.pk])
    assert "q-undo" in page and undo in page
    assert wang.post(undo, {"key": str(new_key())}).status_code == 302
    assert row(case, cast.wang).pk == mine.pk
    monkeypatch.setattr(desk, "UNDO_FOR", timedelta())
    give(wang, case, cast.wang)
    assert "q-undo" not in wang.get("/inbox/").content.decode()


def test_what_the_next_one_has_touched_or_has_its_paper_is_not_undone(cast, browse):
    case, small = submit(cast, draft(cast)), submit(cast, draft(cast, "5000"))
    wang, mine = browse(cast.wang), row(case, cast.wang)
    give(wang, case, cast.wang)
    decide(cast, case, cast.zhou)
    undo = reverse("take-back", args=[case.pk, mine.pk])
    assert wang.post(undo, {"key": str(new_key())}).status_code == 409
    give(wang, small, cast.wang)
    assert Case.objects.get(pk=small.pk).closed_at
    assert f"/cases/{small.pk}/steps/" not in wang.get("/inbox/").content.decode()


def test_the_case_shows_what_is_new_since_it_was_looked_at(cast, browse):
    case = submit(cast, draft(cast))
    wang = browse(cast.wang)
    assert "处更新" not in wang.get(f"/cases/{case.pk}/").content.decode()
    decide(cast, case, cast.wang, "returned", "请补报价。")
    case.refresh_from_db()
    resubmit(cast, case)
    Assignment.objects.filter(case=case, person=cast.wang, state=0).update(seen_seq=1)
    assert "处更新" in wang.get(f"/cases/{case.pk}/").content.decode()
    assert "处更新" not in wang.get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    "q", ["abc123", "ABC123", "ＡＢＣ１２３", "(2027)", "（２０２７）", "50%_"]
)
def test_letters_and_digits_are_found_at_any_width(cast, q):
    cast.customer.name = "东港茶业（２０２７）"
    cast.customer.save()
    submit(cast, draft(cast, "5000", title="ＡＢＣ１２３ 50%_折扣"))
    assert titles(cast.wang, q=q) == ["ＡＢＣ１２３ 50%_折扣"]
    assert titles(cast.wang, q=f"{q}9") == titles(cast.wang, q="50%%折扣") == []


def test_what_was_kept_as_it_was_written_is_still_found(cast):
    submit(cast, draft(cast, "5000", title="（甲）项目"))
    Assignment.objects.update(sought="（甲）项目")
    assert titles(cast.wang, q="（甲）") == ["（甲）项目"]


def test_a_customer_is_found_by_its_initials_however_long_the_title_is(cast):
    submit(cast, draft(cast, "5000", title="长" * 120))
    assert titles(cast.wang, q="dgcy") == titles(cast.wang, q="donggangchaye") != []


def test_a_view_that_does_not_fit_is_refused_and_never_cut(cast, browse):
    much = {"q": "春茶寄递项目" * 5, "unit": "东港分局", "kind": "proposal", "floor": "30000"}
    answer = browse(cast.wang).post("/inbox/views/", much | {"name": "长"}, follow=True)
    assert "请少写几个搜索词" in answer.content.decode() and not SavedFilter.objects.exists()


def test_pressing_undo_twice_undoes_once_and_the_offer_is_gone(cast, browse):
    case = submit(cast, draft(cast))
    wang, mine = browse(cast.wang), row(case, cast.wang)
    give(wang, case, cast.wang)
    key = re.search(r'q-undo.*?name="key" value="([0-9a-f-]{36})"', page_of(wang), re.DOTALL)[1]
    undo = reverse("take-back", args=[case.pk, mine.pk])
    assert [wang.post(undo, {"key": key}).status_code for _ in range(2)] == [302, 302]
    assert "q-undo" not in page_of(wang)


def test_who_sorts_what_changed_still_sees_only_what_changed(cast, browse, two):
    page = browse(cast.wang).get("/inbox/?news=1").content.decode()
    filters = page.split('id="filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="news" value="1">' in filters
    assert 'name="news"' not in page_of(browse(cast.wang))


@pytest.mark.parametrize(
    ("since", "now", "words"),
    [
        ("2026-09-30", "2026-10-03", "等了不到 1 个工作日"),
        ("2026-09-30", "2026-10-08", "等了 1 个工作日"),
        ("2026-09-30", "2026-09-30", "今天到达"),
    ],
)
def test_holidays_are_not_counted_as_waiting(cast, since, now, words):
    since, now = (datetime.fromisoformat(f"{day}T10:00+08:00") for day in (since, now))
    book = rulebook.current(cast.bureau)
    set_ = rulebook.set_of(cast.bureau, book, now.date())
    days = Calendar.of(book, set=set_, on=now.date())
    assert waited(since, SimpleNamespace(on=now.date(), now=now, calendar=days)) == words
