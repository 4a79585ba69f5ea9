"""A discount and a contract in a browser: two set the table, less is agreed; a signed text is entered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals.models import Case
from registry.customers.models import Agreement
from registry.discounts.models import DiscountGrant
from tests.browser.test_rights import decide_on, fill
from tests.cast import PDF, decide, looked_after
from tests.workflows import discounting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = 1280, 390


def test_a_discount_waits_for_its_table_and_is_granted_for_less(cast, screens):
    cast.now = timezone.now() - timedelta(hours=3)
    looked_after(cast, cast.customer, cast.li)
    today = timezone.localdate()
    li = screens(cast.li, width=PHONE).go("/requests/new/discount/", axe=True)
    li.shows("尚未设定")
    zhao = screens(cast.zhao, width=DESK).go("/discounts/table/", axe=True)
    fill(zhao, **discounting.EXAMPLE, effective=today.isoformat(), why="市局会议决定")
    zhao.press("提出修订").shows("已提出")
    director = screens(cast.director, width=PHONE).go("/discounts/table/", axe=True)
    director.press("批准").shows("已批准")
    li.go("/requests/new/discount/", axe=True)
    until = today + timedelta(days=180)
    fill(li, title="东港茶业快递优惠", customer=cast.customer.name, product="同城快递")
    fill(li, list_yuan="10", price_yuan="9.70", cost_yuan="6", value_yuan="120000")
    fill(li, valid_from=today.isoformat(), valid_until=until.isoformat(), reason="年寄递量增长。")
    li.page.locator("[name=line]").select_option("express")
    li.press("提交").shows("已提交，编号")
    case = Case.objects.get()
    li.shows(f"已提交，编号 {case.number}")
    wang = screens(cast.wang, width=PHONE).go("/inbox/").open(case.title)
    wang.give("agreed").shows("已办理：同意")
    discounting.give_margin(cast, case)
    decide_on(director, case, "agreed_with_changes", "九八折。", depth_percent="2").shows("已办理")
    made = DiscountGrant.objects.get()
    assert made.depth_percent == 2
    li.go(f"/discounts/{made.pk}/", axe=True).shows("同城快递", "￥9.80")
    li.go(f"/cases/{case.pk}/").shows("资费优惠审批表")


def test_a_contract_is_checked_decided_and_entered(cast, screens):
    cast.now = timezone.now() - timedelta(hours=3)
    today = timezone.localdate()
    li = screens(cast.li, width=DESK).go("/requests/new/contract/", axe=True)
    fill(li, title="东港茶业快递合同", customer=cast.customer.name, value_yuan="80000")
    fill(li, agreement_number="DG-2026-08", signed_on=today.isoformat(), terms="月结。")
    fill(li, ends_on=(today + timedelta(days=365)).isoformat())
    file = {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": PDF}
    li.page.locator("[name=agreement]").set_input_files(file)
    li.press("提交").shows("已提交，编号")
    case = Case.objects.get()
    decide(cast, case, cast.wang)
    zhou = screens(cast.zhou, width=PHONE).go("/inbox/").open(case.title)
    zhou.give("agreed").shows("已办理：同意")
    director = screens(cast.director, width=PHONE).go(f"/cases/{case.pk}/", axe=True)
    director.give("agreed", "按审定条款执行。").shows("已办理：同意")
    assert Agreement.objects.get().number == "DG-2026-08"
    li.go(f"/cases/{case.pk}/", axe=True).shows("合同与酬金审核表")
    li.go(f"/customers/{cast.customer.pk}/").shows("DG-2026-08")
