"""Rights over a customer in a browser: fought about, put out to bidding, handed over and consented to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import clocks
from approvals.models import Case
from registry.bidding.models import Bid, Tender
from registry.sharing.models import Instruction
from tests.cast import decide, looked_after, submit
from tests.workflows import bidding, contesting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = 1280, 390


@pytest.fixture
def today(cast):
    """The cast works now, as the pages do."""
    cast.now = timezone.now() - timedelta(hours=3)
    return cast


def fill(screen, **said) -> None:
    for name, value in said.items():
        screen.page.locator(f"[name={name}]").filter(visible=True).fill(str(value))


def decide_on(screen, case, verdict: str, text: str = "", **said):
    """At the panel of the case: a verdict, the ticks and fields that go with it, and an opinion."""
    panel = screen.go(f"/cases/{case.pk}/").choose(verdict)
    for name, value in said.items():
        field = panel.locator(f"[name=a-{name}]")
        if value is True:
            field.check()
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    return screen.give(verdict, text)


def test_a_dispute_is_filed_answered_ruled_on_and_carried_out(today, screens):
    cast = today
    looked_after(cast, cast.customer, cast.li)
    li = screens(cast.li, width=DESK).go("/requests/new/dispute/", axe=True)
    fill(li, title="东港茶业归属争议", customer=cast.customer.name, told="未报告即上门报价")
    fill(li, happened_on=timezone.localdate().isoformat(), wanted="停止跨区营销")
    li.page.locator("[name=other_unit]").select_option(str(cast.other.pk))
    li.page.locator("[name=respondent]").select_option(str(cast.chen.pk))
    li.press("提交").shows("已提交，编号")
    case = Case.objects.get()
    li.shows(f"已提交，编号 {case.number}", "证据：客户归属")
    chen = screens(cast.chen, width=PHONE).go("/inbox/").open(case.title)
    chen.give("given", "客户主动来电询价，未上门。").shows("谢谢")
    decide(cast, case, cast.li, "given", "有报价单为证")
    decide(cast, case, cast.director, "unsettled", "双方各执一词")
    zhao = screens(cast.zhao, width=DESK)
    zhao.go(f"/cases/{case.pk}/", axe=True).shows("客户主动来电询价", "有报价单为证")
    ruling = zhao.choose("ruled")
    ruling.locator(f"[name=a-responsible][value='{cast.chen.pk}']").check()
    for name in ("fine_yuan", "no_credit"):
        ruling.locator(f"[name=a-{name}]").check()
    zhao.give("ruled", "查证属实。").shows("已办理")
    assert not Instruction.objects.exists()
    cast.now = timezone.now() + timedelta(days=10)
    clocks.sweep(cast.now)
    sun = screens(cast.sun, width=PHONE).go("/instructions/", axe=True)
    sun.shows("罚款", "￥500.00", "不计个人业绩", "陈思远")
    sun.press("标记为已执行").look(axe=True)
    fill(sun, reason="收据 2026-118")
    sun.press("标记为已执行").shows("已标记为执行完毕")
    sun.go("/instructions/?view=done", axe=True).shows("收据 2026-118")
    chen.go(f"/cases/{case.pk}/").shows("争议仲裁决定书", "收据 2026-118", "待执行")


def test_a_customer_is_put_out_bid_for_opened_by_two_judged_and_awarded(today, screens):
    cast = today
    cast.later(days=-75)  # the time to develop the customer was over twelve days ago
    case = bidding.published(cast)
    tender = bidding.tender_of(case)
    Tender.objects.update(closes_at=timezone.now() + timedelta(days=1))
    chen = screens(cast.chen, width=PHONE).go(f"/tenders/{tender.pk}/", axe=True)
    chen.shows("年货与日常寄递")
    chen.press("投标").look(axe=True)
    fill(chen, revenue_yuan="80000", days=60, share=15, plan="上门揽收", resources="两人一车")
    chen.page.locator("[name=a_manager]").select_option(str(cast.chen.pk))
    chen.press("封存并提交").shows("本单位标书")
    assert (
        "上门揽收" not in chen.text and b"\xe4\xb8\x8a" not in bytes(Bid.objects.get().sealed)[:9]
    )
    moment = timezone.now()
    Tender.objects.update(closes_at=moment)
    clocks.sweep(max(moment, cast.now) + timedelta(days=9))
    chen.expected = {409, 422}
    chen.go(f"/tenders/{tender.pk}/")
    assert "重新投标" not in chen.text
    for name, passphrase in bidding.PASSPHRASES.items():
        holder = screens(cast.people[name], width=DESK if name == "deputy" else PHONE)
        holder.go(f"/tenders/{tender.pk}/").press("开标").look(axe=True)
        fill(holder, passphrase=passphrase)
        holder.press("开启我的一份").shows("标书已开启" if name == "qian" else "等待另一位")
    zhou = screens(cast.zhou, width=PHONE).go(f"/cases/{case.pk}/", axe=True)
    given = Bid.objects.get()
    marks = {f"b{given.pk}_{name}": 8 for name in ("plan", "revenue", "resources", "split")}
    decide_on(zhou, case, "scored", "可行。", **marks).shows("已办理")
    for name in ("ma", "judge"):
        decide(cast, case, cast.people[name], "scored", answers=bidding.points(case, other=7))
    director = screens(cast.director, width=DESK).go(f"/cases/{case.pk}/", axe=True)
    decide_on(director, case, "awarded", "同意中标。", winner=given.pk, share="15").shows("已办理")
    cast.now = timezone.now() + timedelta(days=12)
    clocks.sweep(cast.now)
    page = chen.go(f"/customers/{cast.customer.pk}/", axe=True)
    page.shows("西港分局", "公开竞标中标", "竞标结束")


def test_a_customer_is_handed_over_and_a_consent_is_taken_back(today, screens):
    cast = today
    looked_after(cast, cast.foreign, cast.chen)
    case = contesting.before_the_centre(cast)
    director = screens(cast.director, width=DESK)
    decide_on(director, case, "agreed", how="both_count").shows("已办理")
    chen = screens(cast.chen, width=PHONE).go(f"/cases/{case.pk}/", axe=True)
    chen.choose("given").locator("[name=a-received][value=archive]").check()
    chen.give("given", "已当面交接。").shows("谢谢")
    page = chen.go(f"/customers/{cast.customer.pk}/", axe=True)
    page.shows("双方各计全额业绩", "客户移交：")
    asked = contesting.consent(cast, by=cast.li, unit=cast.county, a_manager=cast.li)
    submit(cast, asked)
    decide(cast, asked, cast.wang)
    decide(cast, asked, cast.director)
    chen.go("/consents/", axe=True).shows("东港分局", "李晓岚")
    director.go("/consents/", axe=True).press("撤回同意").look(axe=True)
    fill(director, reason="客户来函谢绝")
    director.press("撤回同意").shows("同意已撤回", "客户来函谢绝")
    chen.go(f"/customers/{cast.customer.pk}/").shows("客户来函谢绝")
