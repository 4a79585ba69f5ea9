"""The page of a customer tells whose it is and was; who carries out rulings finds what they order."""

from decimal import Decimal

from registry.sharing import instructions
from tests.cast import looked_after
from tests.workflows.contesting import moved


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
