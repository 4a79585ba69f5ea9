"""Biddings: sealed until two open them, closed at the minute, awarded with a split, objected to, failed."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from approvals import actions, errors
from approvals.invariants import check_all
from approvals.models import Case, Message, Opinion
from registry.bidding import keys, sealing, tenders
from registry.bidding.models import Bid, BidPart, Holder, SealKey
from registry.customers import protections
from registry.customers.models import Protection
from registry.sharing import splits
from tests.cast import asked, decide, on_case
from tests.workflows.bidding import (
    PASSPHRASES,
    bid,
    judged,
    opened,
    points,
    published,
    put_out,
    strike,
    tender_of,
    terms,
)


def awarded(cast, case, **given):
    winner = tenders.valid_bids(tender_of(case)).get(unit=cast.other)
    answers = {"winner": winner.pk, "share": "20"} | given
    return decide(cast, case, cast.director, "awarded", answers=answers)


@pytest.fixture
def case(cast) -> Case:
    return published(cast)


def test_a_bidding_goes_from_its_terms_to_the_award_and_the_winner_has_a_period_of_its_own(
    cast, case
):
    assert case.papers.get().sheet.title == "公开竞标公告"
    told = Message.objects.get(topic="tender")
    assert set(told.body["people"]) >= {cast.chen.pk, cast.fang.pk, cast.li.pk}
    bid(cast, tender_of(case), "chen")
    bid(cast, tender_of(case), "li", share="30")
    case = judged(cast, opened(cast, case), other=9, county=7)
    case = awarded(cast, case)
    assert (case.step, asked(case)) == ("standstill", [])
    strike(cast, case.clocks.get(stopped_at=None).due_at)
    case.refresh_from_db()
    assert (case.status, case.result) == ("agreed", "awarded")
    tender = tender_of(case)
    assert (tender.state, tender.winner.unit, tender.share) == ("awarded", cast.other, 20)
    now = protections.live_of(cast.customer)
    assert (now.unit, now.a_manager) == (cast.other, cast.chen)
    made = splits.on(cast.customer, cast.now.date())
    assert {str(s.percent) for s in made.shares.all()} == {"80.00", "20.00"}
    titles = [paper.sheet.title for paper in case.papers.order_by("pk")]
    assert titles == ["公开竞标公告", "评标记录", "中标及分成确认书"]
    facts = {fact.label: fact.value for fact in case.papers.last().sheet.facts}
    assert (facts["中标单位分成"], facts["申报单位分成"]) == ("80%", "20%")
    rows = case.papers.order_by("pk")[1].sheet.tables[0].rows
    assert [row[0] for row in rows] == ["西港分局", "东港分局"]
    assert check_all() == []


@pytest.mark.parametrize(
    ("wrong", "answers"),
    [
        ("closes_at", {"closes_at": "2026-05-09T12:00"}),
        ("least_share", {"least_share": "9.99"}),
        ("holders", {"holders": []}),
        ("panel", {"panel": []}),
        ("need", {"need": ""}),
    ],
)
def test_the_terms_keep_what_the_policy_asks_for(cast, wrong, answers):
    cast.post("judge", cast.marketing, "planner", "评委")
    case = put_out(cast)
    with pytest.raises(errors.BadAnswers) as refused:
        decide(cast, case, cast.director, answers=terms(cast, **answers))
    assert set(refused.value.problems) == {wrong}


def test_nobody_reads_a_bid_before_two_have_opened_it(cast, case, capsys, tmp_path):
    secret = "绝密报价七万八千九"
    made = bid(cast, tender_of(case), "chen", plan=secret)
    assert made.opened is None
    kept = str([list(Bid.objects.values()), list(BidPart.objects.values())])
    assert secret not in kept and secret.encode().hex() not in kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM registry_bid")
        assert secret.encode() not in bytes(cursor.fetchone()[0])
    call_command(
        "dumpdata", "registry.Bid", "registry.BidPart", "registry.Entry", stdout=(out := _Text())
    )
    assert secret not in out.text and json.dumps(secret) not in out.text
    tender = tender_of(case)
    with pytest.raises(tenders.StillOpen):
        tenders.open_half(
            tender.pk, person=cast.deputy, passphrase=PASSPHRASES["deputy"], at=cast.later()
        )
    strike(cast, tender.closes_at)
    with pytest.raises(tenders.NotAHolder):
        tenders.open_half(tender.pk, person=cast.director, passphrase="x" * 12, at=cast.now)
    with pytest.raises(keys.WrongPassphrase):
        tenders.open_half(tender.pk, person=cast.deputy, passphrase="x" * 12, at=cast.now)
    how = {"person": cast.deputy, "passphrase": PASSPHRASES["deputy"], "at": cast.now}
    assert not tenders.open_half(tender.pk, **how)
    assert Bid.objects.get().opened is None
    with pytest.raises(tenders.GivenAlready):
        tenders.open_half(tender.pk, **how)
    how = {"person": cast.qian, "passphrase": PASSPHRASES["qian"], "at": cast.now}
    assert tenders.open_half(tender.pk, **how)
    assert Bid.objects.get().opened["plan"] == secret


class _Text:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text


def test_one_half_alone_opens_nothing_and_a_changed_box_is_not_taken(cast):
    pairs = [sealing.new_key(word) for word in ("第一个口令", "第二个口令", "第三个口令")]
    sealed = sealing.seal({"plan": "x"}, b"file", [public for _, public in pairs])
    halves = [
        sealing.half_of(wrapped, word, salt)
        for wrapped, word, (salt, _) in zip(
            sealed.halves, ("第一个口令", "第二个口令", "第三个口令"), pairs, strict=True
        )
    ]
    for a, b in ((0, 1), (0, 2), (1, 2)):
        told = sealing.unseal(sealed.box, {a: halves[a], b: halves[b]}, sealed.digest)
        assert told == ({"plan": "x"}, b"file")
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed.box, {0: halves[0], 1: halves[0]}, sealed.digest)
    broken = sealed.box[:-1] + bytes([sealed.box[-1] ^ 1])
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(broken, {0: halves[0], 1: halves[1]}, sealed.digest)
    with pytest.raises(sealing.CannotOpen):
        sealing.half_of(sealed.halves[0], "别的口令", pairs[0][0])


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, False), (1, False)])
def test_bids_are_taken_until_the_minute(cast, case, seconds, taken):
    tender = tender_of(case)
    at = tender.closes_at + timedelta(seconds=seconds)
    if taken:
        assert bid(cast, tender, "chen", at=at)
    else:
        with pytest.raises(tenders.ClosedForBids):
            bid(cast, tender, "chen", at=at)


def test_a_unit_has_one_bid_and_the_last_counts(cast, case):
    tender = tender_of(case)
    bid(cast, tender, "chen", share="11")
    bid(cast, tender, "fang", share="12")
    assert tenders.valid_bids(tender).count() == 1
    opened(cast, case)
    assert tenders.valid_bids(tender).get().told["share"] == "12"
    assert Bid.objects.exclude(replaced_at=None).get().opened is None


def test_only_marketing_units_bid_each_for_itself(cast, case):
    tender, at = tender_of(case), cast.later()
    for person, unit in (
        (cast.director, cast.centre),
        (cast.sun, cast.other),
        (cast.chen, cast.county),
    ):
        with pytest.raises(tenders.NotABidder):
            tenders.bid(tender.pk, unit=unit, by=person, content={}, at=at)


def test_without_a_bid_the_centre_releases_or_puts_it_out_again(cast, case):
    strike(cast, tender_of(case).closes_at)
    case.refresh_from_db()
    assert (case.step, asked(case)) == ("fall_back", ["director"])
    case = decide(cast, case, cast.director, "extended")
    assert (case.status, tender_of(case).state) == ("recorded", "failed")
    again = Case.objects.filter(kind="bidding").latest("pk")
    assert (again.pk != case.pk, again.step) == (True, "terms")
    decide(cast, again, cast.director, "released")
    assert Protection.objects.get().state == Protection.State.RELEASED
    assert check_all() == []


def test_a_holder_who_has_not_opened_is_not_done_and_nobody_judges_what_is_sealed(cast, case):
    bid(cast, tender_of(case), "chen")
    strike(cast, tender_of(case).closes_at)
    with pytest.raises(errors.BadAnswers):
        decide(cast, case, cast.deputy, "given")
    decide(cast, case, cast.deputy, "given", answers={"opened": True})
    with pytest.raises(errors.Refused, match="口令"):
        decide(cast, case, cast.qian, "given", answers={"opened": True})


def test_who_declares_a_conflict_gives_no_points_and_others_give_them_all(cast, case):
    bid(cast, tender_of(case), "chen")
    case = opened(cast, case)
    with pytest.raises(errors.BadAnswers) as refused:
        decide(cast, case, cast.zhou, "scored", answers={})
    assert len(refused.value.problems) == 4
    some = dict(list(points(case, other=5).items())[:1])
    too_many = dict.fromkeys(some, 41)
    with pytest.raises(errors.BadAnswers):
        decide(cast, case, cast.zhou, "scored", answers=points(case, other=5) | too_many)
    decide(cast, case, cast.zhou, "scored", "我的亲属在该单位", answers={"conflict": "on"})
    for name in ("ma", "judge"):
        case = decide(cast, case, cast.people[name], "scored", answers=points(case, other=8))
    case = awarded(cast, case)
    strike(cast, case.clocks.get(stopped_at=None).due_at)
    sheet = case.papers.order_by("pk")[1].sheet
    assert sheet.tables[0].rows[0][-2:] == ("2", "32.00")
    assert {fact.label: fact.value for fact in sheet.facts}["声明利益冲突"] == "周文"


def test_an_award_leaves_the_declaring_unit_what_was_announced(cast, case):
    bid(cast, tender_of(case), "chen")
    case = judged(cast, opened(cast, case), other=9)
    for share, wrong in (("9.99", True), ("100.01", True), ("10", False)):
        if wrong:
            with pytest.raises(errors.BadAnswers):
                awarded(cast, case, share=share)
        else:
            assert awarded(cast, case, share=share).step == "standstill"


def test_a_bidder_objects_in_time_and_marketing_reconsiders(cast, case):
    bid(cast, tender_of(case), "chen")
    bid(cast, tender_of(case), "li")
    case = awarded(cast, judged(cast, opened(cast, case), other=9, county=9))
    objection = {"verdict": "objected", "text": "评分有误"}
    for person in (cast.wang, cast.director, cast.zhou):
        with pytest.raises(errors.NotYours):
            on_case(cast, actions.end_wait, case, person, **objection)
    case = on_case(cast, actions.end_wait, case, cast.li, **objection)
    assert asked(case) == ["zhao"]
    case = decide(cast, case, cast.zhao, "changed", "重新评标")
    assert asked(case) == ["director"]
    case = decide(cast, case, cast.director, "released")
    assert protections.live_of(cast.customer) is None
    assert tender_of(case).winner is None
    assert check_all() == []


def test_nobody_else_declares_a_customer_that_is_put_out_to_bidding(cast, case):
    with pytest.raises(protections.BidOut):
        protections.check_free(cast.customer, unit=cast.county, people={cast.li.pk})


def test_who_decides_or_has_a_part_neither_opens_nor_judges(cast):
    cast.post("judge", cast.marketing, "planner", "评委")
    case = put_out(cast)
    keys.make(person=cast.director, passphrase="x" * 12, at=cast.now)
    keys.make(person=cast.li, passphrase="x" * 12, at=cast.now)
    mine = [SealKey.objects.get(person=p).pk for p in (cast.director, cast.li)]
    with pytest.raises(errors.BadAnswers) as refused:
        decide(
            cast, case, cast.director, answers=terms(cast, holders=mine, panel=[cast.director.pk])
        )
    assert set(refused.value.problems) == {"holders", "panel"}


def test_a_short_passphrase_is_refused_and_none_is_kept(cast):
    with pytest.raises(keys.ShortPassphrase):
        keys.make(person=cast.deputy, passphrase="x" * 11, at=cast.now)
    keys.make(person=cast.deputy, passphrase="海内存知己天涯若比邻好吗", at=cast.now)
    second = keys.make(person=cast.deputy, passphrase="海上生明月天涯共此时好吗", at=cast.now)
    assert keys.of(cast.deputy) == second
    assert Opinion.objects.count() == Holder.objects.count() == 0
