"""Operations on a case in a browser, on a desk and on a phone, with and without scripts."""

import pytest

from approvals import actions
from approvals.models import Assignment, Copy, Opinion
from registry.org.roles import PostRole
from tests.cast import Cast, asked, at_row, decide, done_row, draft, on_case, row, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("width", [1280, 390])


def listed(cast: Cast):
    """At the second step: the unit has agreed."""
    case = submit(cast, draft(cast))
    return decide(cast, case, cast.wang)


def choose_return(screen) -> None:
    screen.page.locator(".q-v:has([value=returned]) > label").click()
    screen.look()


@BOTH
def test_the_way_back_is_chosen_before_the_click(cast, screens, width):
    case = listed(cast)
    zhou = screens(cast.zhou, width=width).go(f"/cases/{case.pk}/")
    assert not zhou.page.get_by_text("退给谁").is_visible()
    choose_return(zhou)
    zhou.shows("退给谁", "办好之后", "由其修改后重新提交")
    zhou.look(axe=True)
    zhou.page.get_by_label("单位审核").check()
    zhou.page.get_by_label("直接回到我这里").check()
    zhou.page.locator("textarea[name=text]").fill("请单位再核。")
    zhou.press("提交：退回").shows("已办理：退回", "下一步：单位审核")
    assert asked(case) == ["wang"]
    decide(cast, case, cast.wang)
    zhou.go(f"/cases/{case.pk}/", axe=True).shows("您退回后内容没有变化", "办后直接回到退回人")


def test_the_way_back_is_chosen_without_a_script_too(cast, screens):
    case = listed(cast)
    zhou = screens(cast.zhou, width=390, java_script_enabled=False).go(f"/cases/{case.pk}/")
    choose_return(zhou)
    zhou.page.get_by_label("单位审核").check()
    zhou.page.locator("textarea[name=text]").fill("请单位再核。")
    zhou.press("提交：退回")
    assert Opinion.objects.get(verdict="returned").returned_to == "unit_review"


@BOTH
def test_a_step_is_handed_over_to_one_of_two_hundred(cast, screens, width):
    for number in range(200):
        cast.post(f"p{number}", cast.other, PostRole.ACCOUNT_MANAGER, f"员工{number:03}")
    case = submit(cast, draft(cast))
    wang = screens(cast.wang, width=width).go(f"/cases/{case.pk}/").press("转办")
    people = wang.page.locator("[data-find]")
    wang.page.get_by_placeholder("姓名、单位或岗位").fill("西港 主任")
    assert people.filter(visible=True).all_inner_texts()[0].startswith("方海")
    assert people.filter(visible=True).count() == 1
    wang.look(axe=True)
    wang.page.get_by_placeholder("姓名、单位或岗位").fill("没有这个人")
    wang.shows("没有找到")
    wang.page.get_by_placeholder("姓名、单位或岗位").fill("fang")
    wang.page.get_by_label("方海").check()
    wang.page.get_by_label("附言").fill("我出差")
    wang.press("转办").shows("已转办。", "我出差")
    assert asked(case) == ["fang"]
    screens(cast.fang, width=width).go(f"/cases/{case.pk}/", axe=True).shows(
        "王建国把本环节转给您办理"
    )


def test_a_person_is_chosen_without_a_script(cast, screens):
    case = submit(cast, draft(cast))
    wang = screens(cast.wang, width=390, java_script_enabled=False).go(f"/cases/{case.pk}/")
    wang.press("加签")
    assert not wang.page.locator(".q-search").is_visible()
    wang.page.get_by_label("在我之后").check()
    wang.page.get_by_label("方海").check()
    wang.press("确认加签").shows("已加签")
    assert Assignment.objects.get(person=cast.fang).state == Assignment.State.WAITING


@BOTH
def test_advice_comes_and_goes(cast, screens, width):
    case = submit(cast, draft(cast))
    wang, fang = screens(cast.wang, width=width), screens(cast.fang, width=width)
    wang.expected = {422}
    wang.go(f"/cases/{case.pk}/").press("委派").press("委派").shows("请选择一人")
    wang.look(axe=True)
    wang.page.get_by_label("方海").check()
    wang.press("委派").shows("已委派", "正在等待方海")
    wang.look(axe=True)
    fang.go(f"/cases/{case.pk}/", axe=True).give("advised", "价格可行。").shows("您的意见已提交")
    wang.go(f"/cases/{case.pk}/", axe=True).give("agreed").shows("已办理：同意")


@BOTH
def test_a_verdict_is_taken_back_and_a_copy_is_sent(cast, screens, width):
    case = listed(cast)
    wang = screens(cast.wang, width=width).go(f"/cases/{case.pk}/").press("拿回意见")
    wang.look(axe=True)
    wang.press("确认拿回").shows("已拿回，由您重新办理")
    wang.look(axe=True)
    wang.press("抄送")
    for name in ("孙丽", "赵敏"):
        wang.page.get_by_label(name).check()
    wang.press("抄送").shows("已抄送。")
    assert Copy.objects.count() == 2
    sun = screens(cast.sun, width=width).go("/copies/", axe=True)
    sun.shows("未读")
    sun.open(case.title).look(axe=True)
    sun.go("/copies/")
    assert "未读" not in sun.text


@BOTH
def test_an_administrator_suspends_resumes_and_terminates(cast, screens, width):
    case = submit(cast, draft(cast))
    qian = screens(cast.qian, width=width).go(f"/cases/{case.pk}/").press("挂起")
    qian.page.get_by_label("理由").fill("合同有争议。")
    qian.press("挂起").shows("已挂起。", "钱进于", "合同有争议。")
    qian.look(axe=True)
    qian.press("恢复").press("恢复").shows("已恢复办理。")
    qian.press("终止")
    qian.page.get_by_label("理由").fill("客户已注销。")
    qian.press("终止").shows("已终止。", "客户已注销。")
    qian.look(axe=True)


@BOTH
def test_a_story_with_every_operation_is_told(cast, screens, width):
    case = submit(cast, draft(cast))
    at_row(cast, actions.transfer, case, cast.wang, to=cast.fang, note="我出差。")
    at_row(cast, actions.add_signer, case, cast.fang, to=cast.sun, where="beside")
    at_row(cast, actions.delegate, case, cast.fang, to=cast.chen)
    at_row(cast, actions.remove_signer, case, cast.fang, row=row(case, cast.chen).pk)
    on_case(cast, actions.urge, case, cast.li, note="客户催得急")
    decide(cast, case, cast.sun)
    decide(cast, case, cast.fang)
    at_row(cast, actions.take_back, case, cast.fang, row=done_row(case, cast.fang).pk)
    li = screens(cast.li, width=width).go(f"/cases/{case.pk}/", axe=True)
    li.shows("转办给", "加签", "委派", "撤下", "催办", "拿回意见：", "方海加签", "转办自王建国")
