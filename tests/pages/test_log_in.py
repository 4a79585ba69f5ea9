"""Log in and out, languages, and the pages that nobody sees without logging in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages.test_access_table import addresses

OPEN_TO_ALL = {
    "first-password",
    "login",
    "demo-login",
    "set_language",
    "health",
    "logout",
    "verify",
    "verified",
}
PASSWORD = "a-long-enough-password"


@pytest.fixture
def li(cast):
    cast.li.set_password(PASSWORD)
    cast.li.save()
    return cast.li


def log_in(client, username="li", password=PASSWORD, **more):
    return client.post("/login/", {"username": username, "password": password, **more})


def test_who_logs_in_comes_to_the_inbox(li, client):
    answer = log_in(client)
    assert answer.status_code == 302 and answer["Location"] == "/inbox/"
    assert "李晓岚" in client.get("/inbox/").content.decode()


def test_the_session_gets_a_new_key_at_log_in(li, client):
    client.get("/login/")
    before = client.session.session_key
    log_in(client)
    assert client.session.session_key and client.session.session_key != before


def test_a_wrong_password_is_told_at_the_form_without_saying_which_was_wrong(li, client):
    wrong, unknown = log_in(client, password="x"), log_in(client, username="nobody")
    for answer in (wrong, unknown):
        assert answer.status_code == 422
        assert "用户名或密码不对" in answer.content.decode()


def test_too_many_attempts_lock_the_log_in_in_words(li, client):
    answers = [log_in(client, password="x") for _ in range(9)]
    assert answers[-1].status_code == 429 and "登录已锁定" in answers[-1].content.decode()
    assert log_in(client).status_code == 429


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_next_leads_to_our_own_pages_only(li, client, evil):
    assert log_in(client, next=evil)["Location"] == "/inbox/"


def test_next_leads_to_the_page_that_was_asked_for(li, client):
    assert log_in(client, next="/sent/")["Location"] == "/sent/"


def test_every_page_but_a_few_asks_for_the_log_in(cast, client):
    for name, takes in addresses():
        if name in OPEN_TO_ALL:
            continue
        given = {n: "proposal" if n == "name" else 1 for n in takes}
        answer = client.get(reverse(name, kwargs=given))
        # The route alone takes POST only, and says so before it asks who is there.
        assert answer.status_code in (302, 405), name
        if answer.status_code == 302:
            assert answer["Location"].startswith("/login/?next=")


def test_logging_out_takes_a_post(cast, browse):
    li = browse(cast.li)
    assert li.get("/logout/").status_code == 405
    assert li.get("/inbox/").status_code == 200
    assert li.post("/logout/").status_code == 302
    assert li.get("/inbox/").status_code == 302


def test_a_form_without_its_token_changes_nothing(cast, browse):
    li = browse(cast.li, enforce_csrf_checks=True)
    answer = li.post("/logout/")
    assert answer.status_code == 403 and "这张表单已失效" in answer.content.decode()
    assert li.get("/inbox/").status_code == 200


def test_the_language_changes_for_all_pages(cast, browse):
    li = browse(cast.li)
    assert "待办" in li.get("/inbox/").content.decode()
    answer = li.post("/language/", {"language": "en", "next": "/inbox/"})
    assert answer["Location"] == "/inbox/"
    page = li.get("/inbox/").content.decode()
    assert "To decide" in page and "待办" not in page and '<html lang="en">' in page


def test_the_language_switch_leads_to_our_own_pages_only(cast, browse):
    answer = browse(cast.li).post("/language/", {"language": "en", "next": "//evil.example"})
    assert answer["Location"] == "/"


def test_the_demo_log_in_does_not_exist_outside_the_demo(cast, client, settings):
    cast.li.is_demo = True
    cast.li.save()
    settings.DEMO = False
    assert client.post("/login/demo/", {"username": "li"}).status_code == 404
    assert "/login/demo/" not in client.get("/login/").content.decode()
    assert client.get("/inbox/").status_code == 302


def test_the_demo_log_in_takes_the_people_of_the_demo_alone(cast, client, settings):
    settings.DEMO = True
    assert client.post("/login/demo/", {"username": "li"}).status_code == 404
    cast.li.is_demo = True
    cast.li.save()
    assert "/login/demo/" in client.get("/login/").content.decode()
    answer = client.post("/login/demo/", {"username": "li", "next": "//evil.example"})
    assert answer["Location"] == "/inbox/"
    page = client.get("/inbox/").content.decode()
    assert "李晓岚" in page and "/login/demo/" in page


def test_errors_are_told_in_both_languages_without_inner_details(cast, browse):
    li = browse(cast.li)
    assert "没有您要找的页面" in li.get("/nothing/").content.decode()
    english = li.get("/nothing/", headers={"accept-language": "en"}).content.decode()
    assert "There is no such page for you" in english and "nothing" not in english


def test_a_fault_of_ours_is_told_without_a_traceback(cast, browse, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("inner detail")

    monkeypatch.setattr("approvals.waiting.page_of", broken)
    li = browse(cast.li, raise_request_exception=False)
    answer = li.get("/inbox/")
    assert answer.status_code == 500 and "系统出了问题" in answer.content.decode()
    assert "inner detail" not in answer.content.decode()


def test_no_page_is_kept_on_the_way(cast, browse):
    assert browse(cast.li).get("/inbox/")["Cache-Control"] == "private, no-cache"


def test_no_page_has_inline_script_or_style(cast, browse):
    page = browse(cast.li).get("/inbox/")
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "style=" not in page.content.decode() and "<script>" not in page.content.decode()


def test_the_server_says_that_it_is_there(client):
    assert Client().get("/healthz").content == b"ok"
