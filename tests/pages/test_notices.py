"""The page of notices, and their number in the navigation."""

import pytest

from approvals import inbox
from approvals.models import Notice
from approvals.outbox import deliver_batch
from tests.cast import decide, draft, submit


def body(browser, url="/notices/"):
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def told(cast, number):
    """So many cases arrive at Wang, and he is told."""
    cases = [submit(cast, draft(cast, "5000")) for _n in range(number)]
    deliver_batch()
    return cases


def test_a_notice_leads_to_its_case_and_says_what_happened(cast, browse):
    (case,) = told(cast, 1)
    page = body(browse(cast.wang))
    assert f'href="/cases/{case.pk}/"' in page and case.title in page and "待您办理" in page
    assert browse(cast.wang).get(f"/cases/{case.pk}/").status_code == 200
    assert "decide" not in page


def test_nobody_sees_the_notices_of_others(cast, browse):
    (case,) = told(cast, 1)
    page = body(browse(cast.fang))
    assert case.title not in page and "没有通知" in page


def test_the_navigation_counts_what_is_unread(cast, browse):
    told(cast, 3)
    page = body(browse(cast.wang), "/drafts/")
    assert page.split('href="/notices/"')[1].split("</a>")[0].count('<span class="n">3</span>') == 1
    assert inbox.counts(cast.wang) == inbox.Counts(waiting=3, unread=3)


def test_all_that_the_page_showed_is_marked_as_read_and_no_more(cast, browse):
    told(cast, 2)
    wang = browse(cast.wang)
    seen = body(wang).split('name="seen" value="')[1].split('"')[0]
    told(cast, 1)
    assert wang.post("/notices/read/", {"seen": seen}).status_code == 302
    page = body(wang)
    assert page.count("未读") >= 1 and inbox.counts(cast.wang).unread == 1
    wang.post("/notices/read/", {"seen": page.split('name="seen" value="')[1].split('"')[0]})
    assert "全部已读" in body(wang) and 'name="seen"' not in body(wang)


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 30])
def test_a_broken_number_marks_nothing(cast, browse, seen):
    told(cast, 1)
    assert browse(cast.wang).post("/notices/read/", {"seen": seen}).status_code == 302
    assert inbox.counts(cast.wang).unread == 1


def test_reading_the_page_marks_nothing(cast, browse):
    told(cast, 1)
    wang = browse(cast.wang)
    body(wang)
    assert inbox.counts(cast.wang).unread == 1
    assert wang.get("/notices/read/").status_code == 405


def test_the_newest_stand_first_and_pages_follow_without_a_gap(cast, browse):
    case = told(cast, 1)[0]
    first = Notice.objects.get()
    for n in range(30):
        first.pk, first.key, first.title = None, f"copy{n}", f"第{n}条"
        first.at = cast.later()
        first.save(force_insert=True)
    wang = browse(cast.wang)
    page = body(wang)
    assert page.count('<li class="q-row">') == inbox.PAGE and "第29条" in page
    rest = body(wang, "/notices/" + page.split('rel="next" href="')[1].split('"')[0])
    assert rest.count('<li class="q-row">') == 31 - inbox.PAGE and case.title in rest
    assert wang.get("/notices/", {"after": "x"}).status_code == 404


def test_the_page_costs_five_statements(cast, browse, django_assert_max_num_queries):
    told(cast, 4)
    decide(cast, submit(cast, draft(cast, "5000")), cast.wang)
    wang = browse(cast.wang)
    wang.get("/notices/")
    with django_assert_max_num_queries(5):
        wang.get("/notices/")
