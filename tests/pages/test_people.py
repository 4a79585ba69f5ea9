"""人员: keepers find people, give and end posts, close accounts, and hand a leaver over on one page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.models import Assignment
from registry.org.models import Person, Post
from registry.org.roles import PostRole
from tests.cast import SINCE, draft, looked_after, new_key, row, submit

PAGE = "/settings/people/"
DAY = timedelta(days=1)


def text_of(answer) -> str:
    return answer.content.decode()


def address(who, page="") -> str:
    return reverse(f"person{page}", args=[who.pk])


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def leaving(today):
    """What the hand-over page posts: the last day was yesterday."""

    def fields(successor=None, **given):
        sent = {"last_day": (today - DAY).isoformat(), "close_account": "on", "do": "confirm"}
        sent |= {"successor": successor.pk if successor else "", "key": str(new_key())}
        return sent | given

    return fields


@pytest.mark.parametrize(
    ("who", "status"), [("sun", 200), ("qian", 200), ("li", 404), ("wang", 404)]
)
def test_keepers_see_the_people_of_their_bureau_and_others_do_not(cast, browse, who, status):
    browser = browse(cast.people[who])
    for url in (PAGE, address(cast.lin), address(cast.lin, "-handover")):
        assert browser.get(url).status_code == status
    assert ('href="/settings/people/"' in text_of(browser.get("/inbox/"))) is (status == 200)


def test_the_list_is_paged_searched_and_keeps_those_who_left(cast, browse):
    for n in range(60):
        person = Person.objects.create(username=f"p{n:02}", name=f"邮员{n:02}", number=f"N{n:02}")
        Post.objects.create(
            person=person, unit=cast.county, role=PostRole.ACCOUNT_MANAGER, since=SINCE
        )
    Person.objects.filter(username="p07").update(is_active=False)
    sun = browse(cast.sun)
    first, last = text_of(sun.get(PAGE)), text_of(sun.get(f"{PAGE}?page=99"))
    assert "第 1 / 3 页" in first and "第 3 / 3 页" in last
    found = text_of(sun.get(f"{PAGE}?q=邮员07"))
    assert "邮员07" in found and "邮员08" not in found and "已停用" in found
    assert "邮员08" in text_of(sun.get(f"{PAGE}?q=n08"))
    assert "p07" not in text_of(sun.get(f"{PAGE}?q=邮员07&state=active"))
    assert "p07" in text_of(sun.get(f"{PAGE}?state=left"))
    assert "没有找到" in text_of(sun.get(f"{PAGE}?q=%00查无此人"))


def test_a_page_of_the_list_costs_the_same_for_many_people(
    cast, browse, django_assert_max_num_queries
):
    for n in range(60):
        person = Person.objects.create(username=f"p{n:02}", name=f"邮员{n:02}")
        Post.objects.create(
            person=person, unit=cast.county, role=PostRole.ACCOUNT_MANAGER, since=SINCE
        )
    sun = browse(cast.sun)
    with django_assert_max_num_queries(10):
        assert sun.get(PAGE).status_code == 200


def test_a_post_that_is_given_moves_what_waits_at_once(cast, browse, today):
    """Wang has left and nobody stands above: the step waits for nobody until Wu gets his post."""
    case = submit(cast, draft(cast, "5000"))
    Person.objects.filter(username__in=("wang", "deputy", "leader")).update(is_active=False)
    wu = Person.objects.create(username="wu", name="吴凡")
    sent = {"post-unit": cast.county.pk, "post-role": "county_head", "post-since": today}
    assert browse(cast.sun).post(address(wu, "-appoint"), sent).status_code == 302
    assert row(case, wu).state == Assignment.State.OPEN


def test_a_post_that_is_ended_gives_what_waits_to_the_next(cast, browse, today):
    case = submit(cast, draft(cast, "5000"))
    post = cast.wang.posts.get()
    sent = {"post": post.pk, "last_day": today - DAY}
    assert browse(cast.sun).post(address(cast.wang, "-relieve"), sent).status_code == 302
    assert row(case, cast.deputy).capacity == "unit_head"
    again = browse(cast.sun).post(address(cast.wang, "-relieve"), sent)
    assert again.status_code == 422 and "已于" in text_of(again)


def test_an_account_is_closed_and_opened_again(cast, browse):
    case = submit(cast, draft(cast, "5000"))
    wang, sun = browse(cast.wang), browse(cast.sun)
    assert sun.post(address(cast.wang, "-deactivate")).status_code == 302
    assert wang.get("/inbox/").status_code == 302
    assert row(case, cast.deputy)
    assert sun.post(address(cast.wang, "-deactivate")).status_code == 422
    assert sun.post(address(cast.wang, "-reactivate")).status_code == 302
    assert row(case, cast.deputy), "who was asked by rule meanwhile stays asked"
    assert cast.wang in Person.objects.filter(is_active=True)
    mine = sun.post(address(cast.sun, "-deactivate"))
    assert mine.status_code == 422 and "不能为本人办理" in text_of(mine)


@pytest.mark.parametrize("page", ["-appoint", "-relieve", "-deactivate", "-reactivate"])
def test_others_change_no_posts_and_accounts_here(cast, browse, page):
    sent = {"post": cast.lin.posts.get().pk, "last_day": "2026-01-01"}
    for who in ("li", "wang", "director"):
        assert browse(cast.people[who]).post(address(cast.lin, page), sent).status_code == 404
    assert Person.objects.get(pk=cast.lin.pk).is_active


def test_what_makes_no_sense_is_refused(cast, browse):
    sun, post = browse(cast.sun), cast.lin.posts.get()
    for odd in ({}, {"post": "x"}, {"post": "9" * 40}):
        assert sun.post(address(cast.lin, "-relieve"), odd).status_code == 404
    theirs = {"post": cast.wang.posts.get().pk, "last_day": "2026-01-01"}
    assert sun.post(address(cast.lin, "-relieve"), theirs).status_code == 404
    for odd in ({}, {"post-unit": "x", "post-role": "king", "post-since": "2026-02-30"}):
        assert sun.post(address(cast.lin, "-appoint"), odd).status_code == 422
    for day in ("", "2026-02-30", "1999-01-01"):
        sent = {"post": post.pk, "last_day": day}
        assert sun.post(address(cast.lin, "-relieve"), sent).status_code == 422
    odd = {"successor": "x", "last_day": "gestern"}
    assert sun.post(address(cast.lin, "-handover"), odd).status_code == 422


def test_the_preview_shows_what_happens_and_changes_nothing(cast, browse, leaving):
    case = submit(cast, draft(cast, "5000"))
    looked_after(cast, cast.customer, cast.li)
    sun = browse(cast.sun)
    shown = text_of(sun.get(address(cast.li, "-handover")))
    assert case.number in shown and cast.customer.name in shown
    assert "请选择接手人" in shown and 'value="confirm"' not in shown
    chosen = text_of(sun.post(address(cast.li, "-handover"), leaving(cast.lin, do="preview")))
    assert 'value="confirm"' in chosen and "交接给林一舟" in chosen
    case.refresh_from_db()
    assert case.applicant == cast.li


def test_a_conflict_is_shown_with_its_case_and_refused(cast, browse, leaving):
    case = submit(cast, draft(cast, "5000"))
    sun = browse(cast.sun)
    shown = text_of(sun.post(address(cast.li, "-handover"), leaving(cast.wang, do="preview")))
    assert f"王建国正在或曾经审批“{case}”" in shown and 'value="confirm"' not in shown
    answer = sun.post(address(cast.li, "-handover"), leaving(cast.wang))
    assert answer.status_code == 409 and case.number in text_of(answer)
    case.refresh_from_db()
    assert case.applicant == cast.li and Person.objects.get(pk=cast.li.pk).is_active


def test_a_leaver_is_handed_over_and_a_second_click_does_nothing_more(cast, browse, leaving):
    case = submit(cast, draft(cast, "5000"))
    sun, sent = browse(cast.sun), leaving(cast.lin)
    for _ in range(2):
        assert sun.post(address(cast.li, "-handover"), sent).status_code == 302
    case.refresh_from_db()
    assert case.applicant == cast.lin and not Person.objects.get(pk=cast.li.pk).is_active
    story = text_of(browse(cast.lin).get(reverse("case", args=[case.pk])))
    assert story.count("申请已交接") == 1 and "李晓岚 → 林一舟" in story


def test_nobody_hands_over_for_themselves_on_the_page(cast, browse, leaving):
    sun = browse(cast.sun)
    assert "不能为本人办理" in text_of(sun.get(address(cast.sun, "-handover")))
    assert sun.post(address(cast.sun, "-handover"), leaving(cast.lin)).status_code == 422
    assert Person.objects.get(pk=cast.sun.pk).is_active
