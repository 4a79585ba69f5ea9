"""Chromium with the people of the cast in it; every page that they see is looked at."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from registry.org.models import Person
from tests.browser.screen import AXE, WATCH, Screen

# Playwright keeps an event loop in this thread; Django would refuse to ask the database in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = {1280: 900, 390: 844}


# One a worker, open as long as it has tests of this folder and not for the whole session: an event
# loop runs in this thread then, and what asks for a loop of its own (sealing a paper) or parses code
# in another depth (the house tests) would fail.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(
            "There is no Chromium: apt-get install chromium-headless-shell, or pytest -m 'not browser'."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def screens(chromium: Browser, live_server):
    """screen_of(person, width=...): that person's own browser. All that went wrong fails the test."""
    opened: list[Screen] = []

    def screen_of(person: Person | None, *, width: int = 1280, **given) -> Screen:
        with_axe = given.pop("with_axe", False)
        context = chromium.new_context(
            base_url=live_server.url,
            locale=given.pop("locale", "zh-CN"),
            viewport={"width": width, "height": HEIGHT[width]},
            has_touch=width < 500,
            **given,
        )
        context.set_default_timeout(40_000)  # several browsers share the cores
        context.add_init_script(WATCH)
        if with_axe:  # sent once, not with each page
            context.add_init_script(path=AXE)
        if person is not None:
            client = Client()
            client.force_login(person)
            name = settings.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        opened.append(Screen(context.new_page(), scripts=given.get("java_script_enabled", True)))
        return opened[-1]

    yield screen_of
    for screen in opened:
        screen.page.context.close()
    assert not [problem for screen in opened for problem in screen.problems]
