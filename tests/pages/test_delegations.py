"""What the province wrote down when it entrusted a diamond customer: entered, seen, ended."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from registry.customers import delegations, record
from registry.customers.models import Customer, Delegation
from tests.cast import Cast


@pytest.fixture
def diamond(cast: Cast) -> Customer:
    cast.customer.tier = "diamond"
    cast.customer.save(update_fields=["tier"])
    return cast.customer


def said(first: int = 0, last: int | None = 30, **changes) -> dict[str, str]:
    """A document that holds from so many days from today to so many."""
    today = timezone.localdate()
    return {
        "authorised_by": "省局市场部",
        "document": "省客12号",
        "delegate": "bureau",
        "ground": "territorial",
        "since": (today + timedelta(days=first)).isoformat(),
        "until": "" if last is None else (today + timedelta(days=last)).isoformat(),
    } | changes


def test_the_centre_and_the_marketing_department_record_it_and_the_customer_shows_it(
    cast, diamond, browse
):
    page, path = f"/customers/{diamond.pk}/", f"/customers/{diamond.pk}/delegation/"
    assert "客户由省局直接管理" in browse(cast.li).get(page).text
    assert browse(cast.zhao).post(path, said()).status_code == 302
    assert browse(cast.qian).post(path, said(31, None, document="省客13号")).status_code == 302
    text = browse(cast.li).get(page).text
    assert "省客12号" in text and "省客13号" in text and "未开始" in text
    assert "客户由省局直接管理" not in text
    assert "登记省局委托" in browse(cast.li).get(f"{page}history/").text
    ended = f"{path}{Delegation.objects.first().pk}/end/"
    assert browse(cast.zhao).post(ended, {"why": " "}).status_code == 422
    assert browse(cast.zhao).post(ended, {"why": "省局收回"}).status_code == 302
    assert browse(cast.zhao).post(ended, {"why": "再一次"}).status_code == 409
    assert "省局收回" in browse(cast.li).get(path).text
    assert list(record.faults()) == []


def test_others_read_it_and_enter_nothing(cast, diamond, browse):
    path = f"/customers/{diamond.pk}/delegation/"
    for person in (cast.li, cast.wang):
        assert "<h2>登记委托</h2>" not in browse(person).get(path).text
        assert browse(person).post(path, said()).status_code == 404
        with pytest.raises(delegations.NotADelegationKeeper, match="市场部"):
            delegations.end(diamond, 1, why="收回", by=person, at=cast.now)
    assert browse(cast.chen).get(path).status_code == 404


def test_two_do_not_hold_on_one_day_and_only_diamond_customers_are_delegated(cast, diamond, browse):
    path = f"/customers/{diamond.pk}/delegation/"
    centre = browse(cast.director)
    centre.post(path, said(0, 30))
    assert centre.post(path, said(5, 3)).status_code == 409  # over before it begins
    again = centre.post(path, said(30, None, document="省客14号"))
    assert again.status_code == 409 and "省客12号" in again.text and "省客14号" in again.text
    Customer.objects.filter(pk=diamond.pk).update(tier="gold")
    refused = centre.post(path, said(40, 50))
    assert refused.status_code == 409 and "不是钻石客户" in refused.text
    with pytest.raises(DatabaseError), transaction.atomic():
        Delegation.objects.update(document="别的")


def test_what_the_province_leaves_to_this_bureau_is_not_to_be_transferred_to_it(
    cast, diamond, browse
):
    Customer.objects.filter(pk=diamond.pk).update(responsible_unit="province")
    page, moves = f"/customers/{diamond.pk}/", "/customers/?flag=moves"
    centre = browse(cast.director)
    assert "待移交：" in centre.get(page).text and page in centre.get(moves).text
    company = said(0, 3, delegate="company")
    centre.post(f"{page}delegation/", company)
    assert "待移交：" in centre.get(page).text and page in centre.get(moves).text
    centre.post(f"{page}delegation/{Delegation.objects.get().pk}/end/", {"why": "改为委托本局"})
    centre.post(f"{page}delegation/", said())
    assert "待移交：" not in centre.get(page).text and page not in centre.get(moves).text
