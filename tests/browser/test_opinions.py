"""Ticked rows, phrases and drafts of opinions in a browser, on a desk and on a phone."""

import pytest

from approvals import phrases
from approvals.models import Case, Opinion, OpinionDraft
from approvals.words import Status
from tests.cast import Cast, at_discussion, draft, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("width", [1280, 390])
WORDS = "客户基础好，但价格偏低。"
TITLES = ("重阳贺卡", "中秋月饼寄递", "春茶寄递")


def waiting(cast: Cast) -> list[Case]:
    return [submit(cast, draft(cast, "5000", title=title)) for title in TITLES]


def share(cast: Cast) -> None:
    for text in ("同意。", "拟同意，请领导审批。", "请补充材料后再报。"):
        phrases.add(text=text, actor=cast.sun, bureau=cast.bureau, on=cast.now.date())


def tick(screen, *titles: str) -> None:
    if screen.page.viewport_size["width"] < 500 and not screen.page.is_checked("#pickmode"):
        screen.page.locator("label[for=pickmode]").click()
    for title in titles:
        screen.page.get_by_label(f"选择：{title}").check()
    screen.look()


def kept(screen) -> None:
    """Wait until the script has kept what was typed."""
    screen.page.locator(".q-saved", has_text="尚未提交").wait_for()


def arrived(screen) -> None:
    """Wait until the server has kept what a page sent that is closed by now."""
    for _ in range(400):
        if OpinionDraft.objects.exists():
            return
        screen.page.wait_for_timeout(50)
    pytest.fail("what was typed did not arrive within 20 s")


@BOTH
def test_two_ticked_rows_are_agreed_to_at_once(cast, screens, width):
    cases = waiting(cast)
    share(cast)
    wang = screens(cast.wang, width=width).go("/inbox/")
    assert not wang.page.locator("#bulk").is_visible()
    tick(wang, *TITLES[:2])
    wang.shows("已选")
    wang.page.locator("#bulk .q-phrase", has_text="请补充材料后再报。").wait_for()
    wang.page.locator("#bulk .q-phrase", has_text="同意。").first.click()
    wang.look(axe=True)
    wang.page.locator("#bulk [value=agreed]").click()
    wang.shows("2 项已办理", *TITLES[:2])
    wang.look(axe=True)
    assert Opinion.objects.filter(text="同意。").count() == 2
    assert Case.objects.get(pk=cases[2].pk).status == Status.RUNNING


@BOTH
def test_all_are_ticked_at_once_and_a_refusal_without_words_is_mended(cast, screens, width):
    waiting(cast)
    wang = screens(cast.wang, width=width).go("/inbox/")
    wang.expected = {422}
    tick(wang)
    wang.page.locator(".q-all input").check()
    assert wang.page.locator(".q-row .pick :checked").count() == 3
    wang.page.locator("#bulk [value=refused]").click()
    wang.page.wait_for_load_state()
    wang.shows("3 项未办理", "请写明理由")
    wang.look(axe=True)
    wang.page.locator("#bulk textarea").fill("重复报送。")
    wang.page.locator("#bulk [value=refused]").click()
    wang.shows("3 项已办理")
    assert Opinion.objects.filter(verdict="refused", text="重复报送。").count() == 3


def test_enter_on_a_tick_decides_nothing(cast, screens):
    waiting(cast)
    wang = screens(cast.wang).go("/inbox/")
    wang.expected = {422}
    tick(wang, TITLES[0])
    wang.page.locator("#bulk textarea").fill("再想想。")
    wang.page.get_by_label(f"选择：{TITLES[0]}").press("Enter")
    wang.shows("1 项未办理")
    assert wang.page.get_by_label(f"选择：{TITLES[0]}").is_checked()
    assert wang.page.locator("#bulk textarea").input_value() == "再想想。"
    assert not Opinion.objects.exists()


@BOTH
def test_an_opinion_that_was_not_sent_is_there_after_a_reload(cast, screens, width):
    case = submit(cast, draft(cast))
    wang = screens(cast.wang, width=width).go(f"/cases/{case.pk}/")
    wang.page.locator(".q-v:has([value=returned]) > label").click()
    wang.page.locator("textarea[name=text]").fill(WORDS)
    kept(wang)
    for screen in (wang, screens(cast.wang, width=width)):
        screen.go(f"/cases/{case.pk}/", axe=True).shows("尚未提交，暂存于")
        assert screen.page.locator("textarea[name=text]").input_value() == WORDS
        assert screen.page.locator("[value=returned]").is_checked()
    wang.press("提交：退回").shows("已办理：退回")
    assert Opinion.objects.get().text == WORDS and not OpinionDraft.objects.exists()


def test_what_was_typed_last_is_kept_when_the_page_is_closed_at_once(cast, screens):
    case = submit(cast, draft(cast))
    wang = screens(cast.wang).go(f"/cases/{case.pk}/")
    wang.page.locator("textarea[name=text]").fill(WORDS)
    wang.go("/done/")
    arrived(wang)  # it is sent while the page closes: the next page may be asked for before it
    wang.go(f"/cases/{case.pk}/").shows("尚未提交，暂存于")
    assert wang.page.locator("textarea[name=text]").input_value() == WORDS


def test_on_a_phone_a_kept_opinion_can_be_put_aside(cast, screens):
    case = submit(cast, draft(cast))
    wang = screens(cast.wang, width=390).go(f"/cases/{case.pk}/")
    wang.page.locator(".q-v:has([value=returned]) > label").click()
    wang.page.locator("textarea[name=text]").fill(WORDS)
    kept(wang)
    wang.go(f"/cases/{case.pk}/").press("暂不办理")
    assert not wang.page.locator("textarea[name=text]").is_visible()
    wang.page.locator(".q-v:has([value=refused]) > label").click()
    assert wang.page.locator("textarea[name=text]").input_value() == WORDS


def test_a_phrase_goes_where_the_cursor_stands(cast, screens):
    share(cast)
    case = at_discussion(cast)
    ma = screens(cast.ma).go(f"/cases/{case.pk}/")
    ma.page.locator("textarea[name=text]").fill("已阅。")
    ma.page.locator(".q-phrase", has_text="拟同意").click()
    kept(ma)
    assert ma.page.locator("textarea[name=text]").input_value() == "已阅。拟同意，请领导审批。"
    assert OpinionDraft.objects.get().text == "已阅。拟同意，请领导审批。"


@BOTH
def test_phrases_are_added_shared_and_deleted(cast, screens, width):
    sun = screens(cast.sun, width=width).go("/settings/phrases/", axe=True)
    sun.page.get_by_label("内容").fill("请补充材料后再报。")
    sun.page.get_by_label("全局共享").check()
    sun.press("添加").shows("常用语已添加", "请补充材料后再报。")
    sun.look(axe=True)
    sun.page.get_by_role("button", name="删除：请补充材料后再报。").click()
    sun.shows("常用语已删除", "还没有共享的常用语。")


def test_rows_are_ticked_and_an_opinion_is_kept_without_a_script(cast, screens):
    cases = waiting(cast)
    wang = screens(cast.wang, width=390, java_script_enabled=False).go("/inbox/")
    tick(wang, TITLES[0])
    wang.page.locator("#bulk [value=agreed]").click()
    wang.shows("1 项已办理")
    wang.go(f"/cases/{cases[1].pk}/")
    wang.page.locator(".q-v:has([value=returned]) > label").click()
    wang.page.locator("textarea[name=text]").fill(WORDS)
    wang.press("暂存").shows("已暂存", "尚未提交，暂存于")
    assert OpinionDraft.objects.get().text == WORDS
