"""The page of a customer tells whose it is and was; consents are taken back, rulings carried out."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from approvals.invariants import check_all
from registry.org.roles import PostRole
from registry.sharing import instructions
from tests.cast import decide, draft, looked_after, new_key, submit
from tests.workflows.contesting import consent, moved


def test_the_page_of_a_customer_tells_its_story_at_a_glance(cast, browse):
    looked_after(cast, cast.customer, cast.li)
    case = moved(cast, answers={"how": "both_count"})
    page = browse(cast.director).get(f"/customers/{cast.customer.pk}/").text
    story = page[page.index("归属与开发权") :]
    assert "西港分局（陈思远）" in story and "东港分局（李晓岚）" in story
    assert "业绩 100/100 · 收入 70/30" in story and "双方各计全额业绩" in story
    assert f"/cases/{case.pk}/" in story
    assert browse(cast.chen).get(f"/customers/{cast.customer.pk}/").status_code == 200


def test_who_handed_a_customer_over_does_not_see_it_any_more(cast, browse):
    moved(cast)
    address = f"/customers/{cast.customer.pk}/"
    assert browse(cast.lin).get(address).status_code == 404
    assert browse(cast.wang).get(address).status_code == 404
    assert browse(cast.fang).get(address).status_code == 200


def test_human_resources_find_what_a_ruling_orders_and_an_account_manager_does_not(cast, browse):
    instructions.give(
        "fine",
        customer=cast.customer,
        person=cast.chen,
        unit=cast.other,
        on=cast.now.date(),
        origin="case:1",
        amount_yuan=Decimal(500),
    )
    page = browse(cast.sun).get("/instructions/")
    assert page.status_code == 200 and "￥500.00" in page.text and "陈思远" in page.text
    assert browse(cast.li).get("/instructions/").status_code == 404


def test_the_centre_takes_a_consent_back_on_a_page_and_both_units_see_that(cast, browse):
    cast.now = timezone.now() - timedelta(hours=2)
    case = submit(cast, consent(cast))
    decide(cast, case, cast.fang)
    decide(cast, case, cast.director, answers={"how": "both_count"})
    address = f"/cases/{case.pk}/consent/take-back/"
    for person in (cast.li, cast.chen, cast.wang, cast.fang):
        page = browse(person).get("/consents/")
        assert "东港茶业有限公司" in page.text and address not in page.text
        assert browse(person).get(address).status_code == 404
    director = browse(cast.director)
    assert address in director.get("/consents/").text
    page = director.get(f"/customers/{cast.customer.pk}/").text
    assert "双方各计全额业绩" in page and "经同意的其他单位" in page
    asked = director.get(address)
    assert "西港分局" in asked.text
    sent = {"key": str(new_key()), "reason": "客户来函谢绝上门"}
    assert director.post(address, sent).status_code == 302
    assert "东港茶业" not in director.get("/consents/").text
    assert "客户来函谢绝上门" in browse(cast.chen).get("/consents/?view=over").text
    page = director.get(f"/customers/{cast.customer.pk}/").text
    assert "撤回同意" in page and "经同意的其他单位" not in page
    assert "分成办法" not in page
    assert "客户来函谢绝上门" in director.get(f"/cases/{case.pk}/").text
    again = director.post(address, sent | {"key": str(new_key())})
    assert again.status_code == 409 and "撤回" in again.text
    assert check_all() == []


def test_finance_marks_a_fine_as_paid_and_not_what_is_for_human_resources(cast, browse):
    jin = cast.post("jin", cast.bureau, PostRole.FINANCE, "金会计")
    case = submit(cast, draft(cast))
    about = {"customer": cast.customer, "person": cast.chen, "unit": cast.other}
    about |= {"on": cast.now.date(), "origin": case.journal_subject}
    fine = instructions.give("fine", amount_yuan=Decimal(500), **about)
    credit = instructions.give("no_credit", **about)
    marks = [f"/instructions/{row.pk}/done/" for row in (fine, credit)]
    client = browse(jin)
    page = client.get("/instructions/").text
    assert marks[0] in page and marks[1] not in page
    assert client.get(marks[1]).status_code == 404
    assert "￥500.00" in client.get(marks[0]).text
    assert client.post(marks[0], {"key": str(new_key()), "reason": ""}).status_code == 422
    sent = {"key": str(new_key()), "reason": "收据 0031"}
    assert client.post(marks[0], sent).status_code == 302
    assert client.post(marks[0], sent).status_code == 302  # the same press again
    assert marks[0] not in client.get("/instructions/").text
    assert "收据 0031" in client.get("/instructions/?view=done").text
    assert client.post(marks[0], sent | {"key": str(new_key())}).status_code == 409
    assert browse(cast.sun).get(marks[1]).status_code == 200
    assert browse(cast.director).get(marks[0]).status_code == 404
