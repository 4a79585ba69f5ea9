"""What is written without a connection, or logged out: the page says so and loses nothing."""

import pytest
from django.conf import settings
from django.test import Client

from approvals.models import Case, OpinionDraft
from tests.cast import Cast, draft, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED, OFFLINE, OUT = "已自动保存", "网络已断开", "登录已失效"


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
