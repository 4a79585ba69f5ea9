"""How much a director does from the inbox to the tenth decision: keys, taps, or all together."""

import pytest

from approvals.models import Opinion
from tests.cast import draft, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TASKS = 10


@pytest.fixture
def ten(cast):
    return [submit(cast, draft(cast, "5000", title=f"第{n}个项目")) for n in range(TASKS)]


def test_ten_decisions_take_two_keys_each(cast, screens, ten):
    wang = screens(cast.wang).go("/inbox/")
    keys = 0
    for done in range(TASKS):
        wang.page.keyboard.press("a")
        wang.page.wait_for_url("**/cases/**")
        wang.page.locator(".q-send button:focus").filter(has_text="同意").wait_for()
        wang.page.keyboard.press("Enter")
        wang.page.locator(".q-said").wait_for()
        keys += 2
        assert Opinion.objects.count() == done + 1
        wang.page.wait_for_load_state()
        if done < TASKS - 1:
            wang.page.evaluate("document.querySelector('.q-said').remove()")
    assert keys <= 2 * TASKS and wang.page.url.endswith("/inbox/")


def test_ten_decisions_take_two_taps_together(cast, screens, ten):
    wang = screens(cast.wang).go("/inbox/")
    wang.page.locator(".q-all input").check()
    wang.press("同意")
    wang.shows("10 项已办理")
    assert Opinion.objects.count() == TASKS


def test_a_verdict_is_taken_back_with_one_key_while_it_is_fresh(cast, screens):
    submit(cast, draft(cast))
    wang = screens(cast.wang).go("/inbox/")
    wang.page.keyboard.press("a")
    wang.page.locator(".q-send button:focus").filter(has_text="同意").wait_for()
    wang.page.keyboard.press("Enter")
    wang.shows("十秒内可以撤销")
    wang.page.keyboard.press("z")
    wang.shows("已拿回")
    assert not Opinion.objects.standing().exists()


def test_a_draft_saves_itself_with_its_file_and_refuses_one_of_a_wrong_kind(cast, screens):
    li = screens(cast.li).go("/requests/new/proposal/")
    li.page.fill("[name=title]", "秋茶寄递")
    li.shows("尚未保存，请填写或改正：预计收入")
    li.page.fill("[name=value_yuan]", "32000")
    wrong = {"name": "a.exe", "mimeType": "application/pdf", "buffer": b"MZ nothing"}
    li.page.locator("[name=plan]").set_input_files([wrong])
    li.shows("不支持这种文件")
    right = {"name": "方案.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}
    li.page.locator("[name=plan]").set_input_files([right])
    li.page.locator("#attached a").wait_for()
    li.shows("已自动保存")
    assert "/edit/" in li.page.url
    li.page.reload()
    assert li.page.input_value("[name=title]") == "秋茶寄递" and "方案" in li.text
