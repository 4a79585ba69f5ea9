"""The pages of a bidding: what is announced, the sealed bid, the key, the opening by two."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.bidding import keys
from registry.bidding.models import Bid, Tender
from tests.cast import plan_file
from tests.workflows.bidding import PASSPHRASES, bid, published, strike, tender_of


@pytest.fixture
def case(cast):
    return published(cast)


@pytest.fixture
def tender(case) -> Tender:
    """It takes bids until tomorrow, by the clock of the machine."""
    made = tender_of(case)
    made.closes_at = timezone.now() + timedelta(days=1)
    made.save()
    return made


@pytest.fixture
def closed(cast, case) -> Tender:
    """Chen's unit has bid and the time is over."""
    made = tender_of(case)
    bid(cast, made, "chen")
    strike(cast, made.closes_at)
    return made


def offer(cast, **given):
    said = {"unit": cast.other.pk, "a_manager": cast.chen.pk, "revenue_yuan": "80000", "days": "60"}
    return said | {"share": "15", "plan": "上门揽收", "resources": "两人一车"} | given


def test_everybody_reads_what_is_put_out_and_nobody_the_bids(cast, case, tender, browse):
    for who in (cast.li, cast.chen, cast.fang, cast.director):
        page = browse(who).get(f"/tenders/{tender.pk}/").text
        assert "年货与日常寄递" in page
        assert "上门揽收" not in page
    assert "东港茶业有限公司" in browse(cast.li).get("/tenders/").text


def test_a_bid_is_sealed_as_it_arrives_and_its_hash_is_told(cast, tender, browse):
    page = f"/tenders/{tender.pk}/bid/"
    answer = browse(cast.chen).post(page, offer(cast, file=plan_file()), follow=True)
    made = Bid.objects.get()
    assert made.digest[:16] in answer.text
    assert made.opened is None
    assert made.file is None
    assert "上门揽收".encode() not in bytes(made.sealed)


def test_until_the_close_a_unit_sends_another_bid_that_takes_its_place(cast, tender, browse):
    chen = browse(cast.chen)
    for days in ("60", "50"):
        chen.post(f"/tenders/{tender.pk}/bid/", offer(cast, days=days))
    assert Bid.objects.count() == 2
    assert Bid.objects.filter(replaced_at=None).count() == 1


@pytest.mark.parametrize(("share", "refused"), [("9.99", True), ("10", False), ("10.01", False)])
def test_a_bid_leaves_the_declaring_unit_what_was_announced(cast, tender, browse, share, refused):
    answer = browse(cast.chen).post(f"/tenders/{tender.pk}/bid/", offer(cast, share=share))
    assert (answer.status_code == 422) == refused
    assert Bid.objects.exists() != refused
    if refused:
        assert "公告规定申报单位分成不低于" in answer.text
        assert "上门揽收" in answer.text  # nothing that was typed is lost


def test_a_bid_that_comes_too_late_is_refused_with_the_hour(cast, tender, browse):
    Tender.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    answer = browse(cast.chen).post(f"/tenders/{tender.pk}/bid/", offer(cast))
    assert answer.status_code == 409
    assert "截止，您的标书未被接收" in answer.text
    assert not Bid.objects.exists()


def test_nobody_bids_for_another_unit(cast, tender, browse):
    answer = browse(cast.li).post(f"/tenders/{tender.pk}/bid/", offer(cast))
    assert answer.status_code == 422
    assert browse(cast.director).get(f"/tenders/{tender.pk}/bid/").status_code == 404


def test_a_key_is_made_of_a_passphrase_that_is_never_shown(cast, browse):
    li = browse(cast.li)
    assert li.post("/settings/seal-key/", {"passphrase": "短", "again": "短"}).status_code == 422
    typed = PASSPHRASES["deputy"]
    differs = li.post("/settings/seal-key/", {"passphrase": typed, "again": typed + "x"})
    assert "两次输入的口令不一致" in differs.text
    assert typed not in differs.text
    answer = li.post("/settings/seal-key/", {"passphrase": typed, "again": typed}, follow=True)
    assert "钥匙已生成" in answer.text
    assert keys.of(cast.li) is not None


def test_two_holders_open_the_bids_and_only_then_are_they_read(cast, case, closed, browse):
    page = f"/tenders/{closed.pk}/"
    for who, last in (("deputy", False), ("qian", True)):
        holder = browse(cast.people[who])
        wrong = holder.post(f"{page}open/", {"passphrase": "不对" * 8})
        assert wrong.status_code == 422
        assert "口令不正确" in wrong.text
        holder.post(f"{page}open/", {"passphrase": PASSPHRASES[who]})
        told = browse(cast.director).get(page).text
        assert ("上门揽收" in told) == ("￥80,000.00" in told) == last
    assert case.assignments.filter(node="score").count() == 3


def test_a_holder_does_not_open_twice_for_the_other(cast, closed, browse):
    deputy = browse(cast.deputy)
    for _again in range(2):
        deputy.post(f"/tenders/{closed.pk}/open/", {"passphrase": PASSPHRASES["deputy"]})
    assert Bid.objects.get().opened is None


@pytest.mark.parametrize("who", ["li", "chen", "wang", "zhou"])
def test_who_holds_no_key_finds_no_page_to_open(cast, closed, browse, who):
    answer = browse(cast.people[who]).get(f"/tenders/{closed.pk}/open/")
    assert answer.status_code == 404


def test_those_who_lost_do_not_read_the_bids_of_others(cast, closed, browse):
    for who in ("deputy", "qian"):
        page = f"/tenders/{closed.pk}/open/"
        browse(cast.people[who]).post(page, {"passphrase": PASSPHRASES[who]})
    assert "上门揽收" not in browse(cast.wang).get(f"/tenders/{closed.pk}/").text
    assert "上门揽收" in browse(cast.chen).get(f"/tenders/{closed.pk}/").text
    assert "上门揽收" in browse(cast.zhou).get(f"/tenders/{closed.pk}/").text
