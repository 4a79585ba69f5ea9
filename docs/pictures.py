"""Makes the pictures of the README and the tour from a running demo: python docs/pictures.py http://127.0.0.1:8000"""

import io
import os
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
NAMES = ("chromium-headless-shell", "chromium")
ARGS = ["--no-sandbox", "--disable-gpu"]
# The browser's own words, as in the field of a date.
CHINESE = os.environ | {"LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}


def page_of(browser: Browser, base: str, person: str, width: int, height: int) -> Page:
    """A page of somebody of the demo who is logged in."""
    view = {"width": width, "height": height}
    page = browser.new_context(locale="zh-CN", base_url=base, viewport=view).new_page()
    page.goto("/login/")
    page.click(f"button[value={person}]")
    page.wait_for_url("**/inbox/")
    return page


def save(page: Page, name: str) -> None:
    """The window as a small PNG."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    # The widest cover keeps the few pixels of amber and red, which the median cut turns grey.
    small = picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(FOLDER / name, optimize=True)


def make(browser: Browser, base: str) -> None:
    director = page_of(browser, base, "director", 1280, 900)
    save(director, "inbox.png")
    # The discussion that the director chairs, and in which most have voted.
    director.goto("/inbox/?q=账单商函打印寄递")
    row = director.locator(".q-row a").first
    address = row.get_attribute("href") or ""
    director.goto(address)
    save(director, "case.png")
    phone = page_of(browser, base, "director", 390, 844)
    phone.goto(address)
    save(phone, "phone.png")
    li = page_of(browser, base, "li", 1280, 900)
    li.goto("/requests/new/proposal/")
    li.get_by_label("项目名称").fill("中秋月饼团购寄递")
    li.get_by_label("预计收入（元）").fill("32000")
    li.locator("#route-in").get_by_text(re.compile("集体讨论")).first.wait_for()
    save(li, "new.png")
    tour(browser, base)


def tour(browser: Browser, base: str) -> None:
    """The pictures of the tour: the rules, an amendment of one, the overview, the settings."""
    director = page_of(browser, base, "director", 1280, 900)
    director.goto("/rules/proposals/")
    save(director, "rules.png")
    director.goto("/rules/proposals/discussion/amend/")
    director.fill("[name=a-value]", "40000")
    director.fill("[name=a-says_zh]", "项目达到 4 万元，由大客户中心集体讨论。")
    director.click("button[value=look]")
    save(director, "amendment.png")
    director.goto("/overview/")
    save(director, "overview.png")
    sun = page_of(browser, base, "sun", 1280, 900)
    sun.goto("/settings/")
    save(sun, "settings.png")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, NAMES))), args=ARGS, env=CHINESE
        )
        make(chromium, sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
        chromium.close()
