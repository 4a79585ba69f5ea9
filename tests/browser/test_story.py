"""The whole story in a browser: from Li's form to the paper, on a desk, on a phone, without scripts."""

import pytest

from approvals.models import Case
from tests.cast import PDF, Cast, draft, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "中秋月饼团购寄递"
PLAN = {"name": "营销方案.pdf", "mimeType": "application/pdf", "buffer": PDF}


def fill(cast: Cast, li) -> None:
    page = li.page
    page.get_by_label("项目名称").fill(TITLE)
    page.get_by_label("预计收入（元）").fill("32000")
    page.get_by_label("客户", exact=False).first.fill(cast.customer.name)
    page.get_by_label("开始日期").fill("2027-04-01")
    page.get_by_label("结束日期").fill("2027-06-30")


def ask(cast: Cast, li) -> Case:
    """Li's request of 32,000 yuan; the plan is forgotten first."""
    li.expected = {422}
    li.go("/requests/").press("营销项目报批")
    fill(cast, li)
    if not li.scripts:
        li.press("预览流转")
    route = li.page.locator("#route-in")
    route.get_by_text("集体讨论", exact=True).wait_for()
    assert "王建国" in route.inner_text() and "第5条第8项" in route.inner_text()
    li.press("提交")
    li.shows("草稿已保存", "须附营销方案")
    assert li.page.get_by_label("项目名称").input_value() == TITLE
    li.page.set_input_files("[name=plan]", PLAN)
    li.press("提交")
    case = Case.objects.get()
    li.shows(f"已提交，编号 {case.number}")
    return case


def decide(screen, verdict: str, text: str = "") -> None:
    screen.go("/inbox/").open(TITLE).give(verdict, text)
    screen.shows("已办理" if verdict not in ("for", "against", "abstain") else "表决")


def tell_it(cast: Cast, screens, **given) -> None:
    li = screens(cast.li, **given)
    case = ask(cast, li)
    decide(screens(cast.wang, **given), "agreed", "客户基础好，请抓紧。")
    zhou = screens(cast.zhou, **given)
    decide(zhou, "agreed_with_changes", "每周通报一次进度。")
    decide(zhou, "for")
    decide(screens(cast.deputy, **given), "for", "同意。")
    decide(screens(cast.qian, **given), "against", "价格偏低，不赞成。")
    chair = screens(cast.director, **given)
    chair.go(f"/cases/{case.pk}/").shows("待您办理")
    decide(chair, "for")
    chair.go("/inbox/").open(TITLE)
    chair.shows("请您以主持人身份作出结论")
    chair.give("agreed", "按方案执行。").shows("已办理：同意")
    li.go(f"/cases/{case.pk}/", axe=True)
    li.shows("已同意", "4 人表决", "赞成 3，反对 1，弃权 0", "价格偏低，不赞成。", "按方案执行。")
    paper = li.page.locator("#papers a", has_text="营销项目审批表")
    answer = li.page.context.request.get(paper.get_attribute("href"))
    assert answer.status == 200 and answer.body().startswith(b"%PDF-")
    li.press("核验")
    li.shows("营销项目审批表", "人民币叁万贰仟元整")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_request_goes_all_the_way_to_its_paper(cast, screens, width):
    tell_it(cast, screens, width=width)


def test_the_whole_story_needs_no_script(cast, screens):
    tell_it(cast, screens, width=390, java_script_enabled=False)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_returned_request_is_revised_and_comes_again(cast, screens, width):
    case = submit(cast, draft(cast, title=TITLE))
    wang, li = screens(cast.wang, width=width), screens(cast.li, width=width)
    wang.expected = {422}
    wang.go("/inbox/").open(TITLE).give("returned")
    wang.shows("请写明理由")
    wang.look(axe=True)
    wang.page.locator("textarea").fill("请补报价。")
    wang.press("提交：退回").shows("已办理：退回")
    li.go("/inbox/").open(TITLE).shows("修改")
    li.page.get_by_label("价格").fill("每件 20 元")
    li.press("重新提交")
    li.shows("第 1 轮", "请补报价。", "第 2 轮", "每件 20 元")
    wang.go(f"/cases/{case.pk}/", axe=True).shows("待您办理")


def test_an_outsider_is_told_that_there_is_no_such_page(cast, screens):
    case = submit(cast, draft(cast, title=TITLE))
    chen = screens(cast.chen)
    chen.expected = {404}
    chen.go(f"/cases/{case.pk}/", axe=True)
    assert TITLE not in chen.text and chen.page.get_by_role("link", name="回到待办").count() == 1


def test_the_language_is_switched_by_one_press(cast, screens):
    submit(cast, draft(cast, title="Spring tea"))
    wang = screens(cast.wang)
    wang.go("/inbox/").press("English").look(axe=True)
    assert wang.page.locator("html").get_attribute("lang") == "en"
    wang.shows("1 step waits for you", "As Head of the unit")
    wang.open("Spring tea").press("中文")
    wang.shows("待您办理")
