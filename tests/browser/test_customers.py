"""A customer in a browser: declared, confirmed, protected, developed; on a desk and on a phone."""

import pytest
from django.utils import timezone

from registry.customers.models import Customer, Protection
from tests.cast import PDF, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, ALIKE = "东港茶叶有限公司", "东港茶业有限公司（东港分局）"
LICENCE, WRONG = "91440515MA4UP3LD0Q", "91440515MA4UP3LD08"
FILES = {
    "plan": {"name": "方案.pdf", "mimeType": "application/pdf", "buffer": PDF},
    "agreement": {"name": "协议.pdf", "mimeType": "application/pdf", "buffer": PDF},
}


def declare(cast: Cast, li) -> None:
    """Li's: a licence copied wrongly first, then another unit's customer, then one that is alike."""
    li.expected = {422}
    page = li.go("/requests/new/registration/").page
    page.get_by_label("项目名称").fill("春茶寄递")
    page.get_by_label("客户", exact=True).fill("dgcy")
    offered = page.locator(f"#customers option[value={cast.customer.name}]")
    offered.filter(has_text="dgcyyxgs").wait_for(state="attached")
    page.get_by_label("客户", exact=True).fill("")
    page.get_by_label("新客户名称").fill(cast.foreign.name)
    page.get_by_label("统一社会信用代码").fill(WRONG)
    page.get_by_label("B角").select_option(label=cast.lin.name)
    li.press("提交").look(axe=True)
    li.shows("末位是校验码")
    page.get_by_label("统一社会信用代码").fill(LICENCE)
    li.press("提交").shows("西港分局", "须经客户移交或大客户中心同意")
    page.get_by_label("新客户名称").fill(NAME)
    li.shows("登记册中有名称相近的客户", "请核对")
    page.set_input_files("[name=plan]", FILES["plan"])
    li.press("提交").shows("已提交，编号")


def refused(cast: Cast, chen) -> None:
    """Chen of another unit, wherever a customer is chosen."""
    chen.expected = {422}
    for kind in ("proposal", "registration"):
        chen.go(f"/requests/new/{kind}/").page.get_by_label("客户", exact=True).fill(NAME)
        chen.press("提交").shows("东港分局")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_customer_is_declared_protected_and_developed(cast, screens, width):
    cast.county.division = "440511"
    cast.county.save()
    li, wang, director, chen = (
        screens(who, width=width) for who in (cast.li, cast.wang, cast.director, cast.chen)
    )
    declare(cast, li)
    wang.go("/inbox/").open("春茶寄递").give("agreed")
    director.go("/inbox/").open("春茶寄递").shows(ALIKE)
    director.give("confirmed").shows("已办理")
    held = Protection.objects.get()
    customer = Customer.objects.get(name=NAME)
    li.go(f"/customers/{customer.pk}/", axe=True).shows(customer.code, "东港分局", "剩余")
    li.go("/protections/", axe=True).shows(NAME)
    refused(cast, chen)
    Customer.objects.filter(pk=customer.pk).update(tier="gold")
    li.press("报告开发成功")
    li.page.get_by_label("签约或首笔收入日期").fill(timezone.localdate().isoformat())
    li.page.set_input_files("[name=agreement]", FILES["agreement"])
    li.press("提交").shows("已提交，编号")
    wang.go("/inbox/").open("春茶寄递").give("agreed")
    director.go("/inbox/").open("春茶寄递").give("confirmed").shows("已办理")
    li.go(f"/customers/{customer.pk}/").shows("林一舟", "李晓岚", "开发成功")
    held.refresh_from_db()
    customer.refresh_from_db()
    assert held.state == "succeeded"
    assert customer.managers == (cast.lin.pk, cast.li.pk)
