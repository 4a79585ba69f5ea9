"""What is written without a connection, or logged out: the page says so and loses nothing."""

import pytest
from django.conf import settings
from django.test import Client

from approvals.models import Case, OpinionDraft
from approvals.words import Status
from tests.cast import Cast, decide, draft, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED, OFFLINE, OUT = "已自动保存", "网络已断开", "登录已失效"
UNSENT = "没有发出：您在这里的登录已失效"


def quiet(screen) -> None:
    """The browser itself complains of requests that fail here."""
    screen.page.on("console", lambda _message: screen.problems.clear())


def log_out(screen) -> None:
    screen.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def log_in(screen, person) -> None:
    """As in another tab: a new session, and a new token for the forms."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    url = screen.page.evaluate("location.origin")
    context = screen.page.context
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])
    context.clear_cookies(name=settings.CSRF_COOKIE_NAME)


def come_back(screen) -> None:
    screen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def written(cast: Cast, screens, title: str):
    li = screens(cast.li).go("/requests/new/proposal/")
    quiet(li)
    li.page.fill("[name=title]", title)
    li.page.fill("[name=value_yuan]", "5000")
    li.shows(SAVED)
    return li


def test_a_request_says_that_it_was_not_saved_without_a_connection(cast, screens):
    li = written(cast, screens, "春茶")
    li.page.context.set_offline(True)
    li.page.fill("[name=title]", "春茶寄递")
    li.shows(OFFLINE)
    li.page.context.set_offline(False)
    li.shows(SAVED)
    assert Case.objects.get().title == "春茶寄递"


def test_a_request_that_is_written_logged_out_is_saved_after_the_log_in(cast, screens):
    li = written(cast, screens, "春茶")
    log_out(li)
    li.page.fill("[name=title]", "春茶寄递")
    li.shows(OUT)
    li.page.get_by_role("button", name="保存草稿").click()
    li.shows(OUT)
    assert li.page.input_value("[name=title]") == "春茶寄递"
    log_in(li, cast.wang)
    come_back(li)
    li.page.wait_for_timeout(500)
    assert Case.objects.get().title == "春茶", "another person saves nothing of hers"
    log_in(li, cast.li)
    li.page.get_by_role("button", name="保存草稿").click()
    li.shows("草稿已保存")
    assert Case.objects.get().title == "春茶寄递"


def test_an_opinion_that_is_written_logged_out_is_kept_after_the_log_in(cast, screens):
    case = submit(cast, draft(cast))
    wang = screens(cast.wang).go(f"/cases/{case.pk}/")
    quiet(wang)
    log_out(wang)
    wang.page.locator("textarea[name=text]").fill("价格偏低。")
    wang.shows(OUT)
    wang.page.locator(".q-v:has([value=returned]) > label").click()
    wang.page.locator(".q-send button").filter(visible=True).click()
    wang.shows(OUT)
    log_in(wang, cast.wang)
    come_back(wang)
    wang.shows("尚未提交")
    assert OpinionDraft.objects.get().text == "价格偏低。"


def long_open(screens, person, path: str):
    """That page, opened two minutes ago."""
    screen = screens(person)
    quiet(screen)
    screen.page.clock.install()
    screen.go(path)
    screen.page.clock.fast_forward(120_000)
    return screen


def test_a_comment_is_not_lost_that_is_sent_logged_out(cast, screens):
    case = submit(cast, draft(cast))
    li = long_open(screens, cast.li, f"/cases/{case.pk}/")
    li.page.fill("[name=comment]", "客户已确认。")
    log_out(li)
    li.page.click(".q-comment button")
    li.shows(UNSENT)
    li.look(axe=True)
    li.page.click(".q-comment button")
    li.page.wait_for_timeout(300)
    assert li.page.locator(".is-unsent").count() == 1
    assert li.page.input_value("[name=comment]") == "客户已确认。"
    log_in(li, cast.li)
    li.page.click(".q-comment button")
    li.page.locator(".q-comments", has_text="客户已确认。").wait_for()


def test_a_revision_is_not_lost_that_is_sent_without_a_connection_or_logged_out(cast, screens):
    case = submit(cast, draft(cast, title="春茶"))
    decide(cast, case, cast.wang, "returned", "写明客户")
    li = long_open(screens, cast.li, f"/cases/{case.pk}/edit/")
    again = li.page.get_by_role("button", name="重新提交")
    li.page.fill("[name=title]", "春茶寄递")
    li.page.context.set_offline(True)
    again.click()
    li.shows("没有发出：网络已断开")
    li.page.context.set_offline(False)
    log_out(li)
    again.click()
    li.shows(UNSENT)
    log_in(li, cast.li)
    again.click()
    li.page.wait_for_url(f"**/cases/{case.pk}/")
    case.refresh_from_db()
    assert (case.title, case.status) == ("春茶寄递", Status.RUNNING)


def test_a_page_that_was_opened_just_now_asks_nothing_first(cast, screens):
    """The control: without the question the comment goes to the log-in page, and is gone."""
    case = submit(cast, draft(cast))
    li = screens(cast.li).go(f"/cases/{case.pk}/")
    li.page.fill("[name=comment]", "客户已确认。")
    log_out(li)
    li.page.click(".q-comment button")
    li.page.wait_for_url("**/login/**")
