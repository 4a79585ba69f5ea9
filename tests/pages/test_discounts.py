"""The pages of discounts: the table that two people set, the grants, revocation, and uses without a grant."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.models import Message
from registry.discounts.models import DiscountGrant, DiscountUse
from tests.cast import Cast, decide, looked_after
from tests.workflows.discounting import EXAMPLE, at_the_centre, set_table
from workflows.discount import clock


@pytest.fixture
def granted(cast: Cast) -> DiscountGrant:
    """A discount of 4 % that the director granted today, by the clock of the server."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    cast.now = max(timezone.now() - timedelta(hours=2), midnight)
    set_table(cast)
    looked_after(cast, cast.customer, cast.li)
    cast.customer.refresh_from_db()
    decide(cast, at_the_centre(cast), cast.director)
    return DiscountGrant.objects.get()


def charged(cast: Cast, yuan: str, **changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    data = {"customer": cast.customer.name, "line": "express", "used_on": today.isoformat()}
    return data | {"list_yuan": "1000", "charged_yuan": yuan, "reference": "1号"} | changes


def test_the_product_says_that_nothing_can_be_approved_and_who_sets_it(cast: Cast, browse) -> None:
    for page in ("/discounts/", "/discounts/table/"):
        text = browse(cast.li).get(page).content.decode()
        assert "目前不能审批任何优惠" in text
        assert "由市场部或大客户中心设定" in text
    form = browse(cast.li).get(reverse("new", args=["discount"])).content.decode()
    assert "尚未设定" in form


def test_the_table_is_set_by_two_people(cast: Cast, browse) -> None:
    today = timezone.localdate().isoformat()
    figures = {name: str(value) for name, value in EXAMPLE.items()}
    proposed = figures | {"effective": today, "why": "市局会议决定"}
    assert browse(cast.li).post("/discounts/table/", proposed).status_code == 404
    crooked = proposed | {"market_up_to": "5"}
    assert browse(cast.zhao).post("/discounts/table/", crooked).status_code == 422
    assert browse(cast.zhao).post("/discounts/table/", proposed).status_code == 302
    page = browse(cast.director).get("/discounts/table/")
    [(proposal, _rows)] = page.context["waiting"]
    said = {"proposal": proposal.first.pk, "do": "approve"}
    assert browse(cast.zhao).post("/discounts/table/settle/", said).status_code == 409
    assert browse(cast.li).post("/discounts/table/settle/", said).status_code == 404
    assert browse(cast.director).post("/discounts/table/settle/", said).status_code == 302
    assert browse(cast.li).get("/discounts/").context["is_set"]


def test_a_grant_is_seen_by_its_unit_and_the_bureau(granted, cast: Cast, browse) -> None:
    for name, status in (
        ("li", 200),
        ("wang", 200),
        ("director", 200),
        ("auditor", 200),
        ("chen", 404),
    ):
        assert browse(cast.people[name]).get(f"/discounts/{granted.pk}/").status_code == status
        shown = browse(cast.people[name]).get("/discounts/").context["found"]
        assert len(shown) == (status == 200)


def test_the_heads_revoke_and_its_managers_are_told(granted, cast: Cast, browse) -> None:
    path = f"/discounts/{granted.pk}/revoke/"
    assert browse(cast.li).post(path, {"why": "欠费"}).status_code == 404
    assert browse(cast.zhao).post(path, {"why": ""}).status_code == 422
    assert browse(cast.zhao).post(path, {"why": "欠费"}).status_code == 302
    assert browse(cast.director).post(path, {"why": "欠费"}).status_code == 409
    told = Message.objects.get(topic="discount_revoked")
    assert set(told.body["people"]) == {cast.li.pk, cast.wang.pk}
    assert browse(cast.li).get("/discounts/?view=over").context["found"].paginator.count == 1


def test_what_was_charged_is_held_against_the_grant(granted, cast: Cast, browse) -> None:
    li = browse(cast.li)
    assert li.post("/discounts/uses/new/", charged(cast, "1000")).status_code == 422
    assert li.post("/discounts/uses/new/", charged(cast, "960")).status_code == 302
    assert li.get("/discounts/uses/").context["found"].paginator.count == 0
    assert li.post("/discounts/uses/new/", charged(cast, "959")).status_code == 302
    assert li.get("/discounts/uses/").context["found"].paginator.count == 1
    assert DiscountUse.objects.filter(flagged=True).count() == 1
    assert browse(cast.chen).post("/discounts/uses/new/", charged(cast, "960")).status_code == 422
    assert browse(cast.sun).get("/discounts/uses/new/").status_code == 404
    assert li.get(f"/discounts/{granted.pk}/").context["months"][0]["n"] == 2


def test_managers_are_alerted_once_before_the_end(granted, cast: Cast) -> None:
    end = granted.valid_until
    for days, sent in ((31, 0), (30, 1), (29, 0), (-1, 0)):
        at = cast.now + (end - timezone.localdate(cast.now)) - timedelta(days=days)
        assert clock.sweep(at) == sent
    told = Message.objects.get(topic="discount_ends")
    assert told.body["path"] == f"/discounts/{granted.pk}/"
    assert set(told.body["people"]) == {cast.li.pk, cast.wang.pk}


def test_the_list_costs_the_same_however_long(
    granted, cast: Cast, browse, django_assert_max_num_queries
) -> None:
    DiscountGrant.objects.bulk_create(
        DiscountGrant(
            **{
                f.attname: getattr(granted, f.attname)
                for f in granted._meta.fields
                if f.name != "id"
            }
            | {"origin": f"case:{n}", "line": "letters", "depth_percent": "0.01"}
        )
        for n in range(9000, 9030)
    )
    client = browse(cast.director)
    with django_assert_max_num_queries(12):
        assert client.get("/discounts/").status_code == 200
