"""The pages of the rulebook: words for everybody, a trial of each rule, amendments by two people."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.models import Message, Notice
from approvals.outbox import deliver_batch
from policy.chapters import CHAPTERS
from policy.loading import shipped
from registry import amending, amendments, rulebook
from registry.amendments import Amendment
from registry.journal import Entry

FIGURE = ["proposals", "discussion"]


def filled(**changes: str) -> dict[str, str]:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "a-value": "20000",
        "a-effective": tomorrow.isoformat(),
        "a-says_zh": "本局从两万元起集体讨论。",
        "a-says_en": "",
        "a-article": "镇邮〔2026〕12号",
        "do": "propose",
    } | changes


@pytest.fixture
def proposed(cast, browse) -> Amendment:
    answer = browse(cast.director).post(reverse("rule-amend", args=FIGURE), filled())
    assert answer.status_code == 302
    return Amendment.objects.get()


@pytest.mark.django_db
def test_everybody_reads_every_chapter(cast, browse, django_assert_max_num_queries):
    li = browse(cast.li)
    page = li.get(reverse("rules")).content.decode()
    assert "营销项目报批" in page and "八个级别的全年用邮费用" in page
    for name in shipped().chapters("merged"):
        with django_assert_max_num_queries(12):
            page = li.get(reverse("rule-chapter", args=[name])).content.decode()
        assert "提出修订" not in page
    assert li.get(reverse("rule-chapter", args=["nothing"])).status_code == 404


def test_a_word_finds_the_rules_that_say_it(cast, browse):
    page = browse(cast.li).get(reverse("rules"), {"q": "集体讨论"}).content.decode()
    assert "#discussion" in page and "#first_reminder" not in page


@pytest.mark.parametrize(
    ("value", "discussed"), [("29999.99", False), ("30000", True), ("30000.01", True)]
)
def test_a_rule_that_is_tried_answers_as_it_rules_a_case(cast, browse, value, discussed):
    asked = {"ask": "1", "f-value_yuan": value, "f-on": "2026-03-02"}
    page = browse(cast.li).get(reverse("rule-chapter", args=["proposals"]), asked).content.decode()
    assert ("集体讨论</p>" in page or "→ 集体讨论" in page) is discussed


def test_every_rule_can_be_tried_and_refuses_to_guess(cast, browse):
    li = browse(cast.li)
    for name, chapter in CHAPTERS.items():
        answer = li.get(reverse("rule-chapter", args=[name]), {"ask": "1", "f-on": "2026-03-02"})
        assert answer.status_code == (422 if chapter.needed else 200), name


def test_one_proposes_and_another_approves(cast, browse, proposed):
    assert rulebook.current(cast.bureau).hash == shipped().hash
    address = reverse("rule-amendment", args=[proposed.pk])
    assert "￥20,000.00" in browse(cast.zhao).get(address).content.decode()
    settle = reverse("rule-settle", args=[proposed.pk])
    assert browse(cast.zhao).post(settle, {"word": "approve"}).status_code == 302
    version = rulebook.current(cast.bureau).on("merged", *FIGURE, proposed.effective)
    assert (version.value, version.citation.article) == (20_000, "镇邮〔2026〕12号")
    told = Entry.objects.filter(subject=proposed.journal_subject).order_by("seq")
    assert [(line.verb, line.actor) for line in told] == [
        ("proposed", cast.director),
        ("approved", cast.zhao),
    ]
    assert list(amendments.faults()) == []


def test_a_proposal_is_told_to_the_others_who_may_approve_it_while_it_waits(
    cast, browse, proposed, mailoutbox
):
    address = reverse("rule-amendment", args=[proposed.pk])
    deliver_batch()
    told = {notice.person_id: notice for notice in Notice.objects.all()}
    assert cast.zhao.pk in told and cast.director.pk not in told and cast.li.pk not in told
    mine = told[cast.zhao.pk]
    assert (mine.topic, mine.path, mine.case) == ("amendment", address, None)
    assert "集体讨论" in mine.title and mine.note == proposed.says["zh"]
    assert f'href="{address}"' in browse(cast.zhao).get("/notices/").content.decode()
    assert any(address in mail.body and "待您" in mail.subject for mail in mailoutbox)
    browse(cast.zhao).post(reverse("rule-settle", args=[proposed.pk]), {"word": "approve"})
    Notice.objects.all().delete()
    Message.objects.update(sent_at=None)
    deliver_batch()
    assert not Notice.objects.exists(), "what is settled is told to nobody"


def test_nobody_approves_their_own_proposal_over_the_pages(cast, browse, proposed):
    settle = reverse("rule-settle", args=[proposed.pk])
    answer = browse(cast.director).post(settle, {"word": "approve"})
    assert answer.status_code == 409 and "另" in answer.content.decode()
    assert rulebook.current(cast.bureau).hash == shipped().hash


@pytest.mark.parametrize("name", ["li", "wang", "sun", "auditor", "leader"])
def test_whoever_keeps_no_rule_neither_proposes_nor_settles(cast, browse, proposed, name):
    who = browse(cast.people[name])
    assert who.get(reverse("rule-amend", args=FIGURE)).status_code == 404
    assert who.post(reverse("rule-amend", args=FIGURE), filled()).status_code == 404
    settle = reverse("rule-settle", args=[proposed.pk])
    assert who.post(settle, {"word": "approve"}).status_code == 404
    assert Amendment.objects.filter(approved=True).count() == 0


def test_what_a_proposal_changes_is_shown_before_it_is_made(cast, browse):
    answer = browse(cast.director).post(reverse("rule-amend", args=FIGURE), filled(do="look"))
    page = answer.content.decode()
    assert "￥30,000.00" in page and "￥20,000.00" in page
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"a-value": ""},
        {"a-value": "two"},
        {"a-value": "90000"},
        {"a-effective": "2026-01-01"},
        {"a-says_zh": ""},
    ],
    ids=["empty", "no number", "above the next threshold", "in the past", "without a sentence"],
)
def test_a_wrong_proposal_is_refused_with_the_form(cast, browse, wrong):
    answer = browse(cast.director).post(reverse("rule-amend", args=FIGURE), filled(**wrong))
    assert answer.status_code == 422 and not Amendment.objects.exists()


def test_a_table_is_set_row_by_row(cast, browse):
    rows = {"a-row0a": "50,000", "a-row0b": "2", "a-row1a": "100000", "a-row1b": "3"}
    address = reverse("rule-amend", args=["grading", "levels"])
    sent = filled(**rows)
    assert browse(cast.director).post(address, sent | {"a-row1b": ""}).status_code == 422
    assert browse(cast.director).post(address, sent | {"a-row1b": "1"}).status_code == 422
    assert browse(cast.director).post(address, sent).status_code == 302
    assert Amendment.objects.get().value == "50000:2 100000:3"


@pytest.mark.parametrize(
    ("figure", "sent", "value"),
    [
        (["conduct", "same_person"], {"a-value": "carried"}, "carried"),
        (["newspapers", "fee_rate"], {"a-value": "32.5%"}, "0.325"),
        (["registration", "plan"], {"a-value": "no"}, False),
        (["calendar", "extra_rest_days"], {"a-value": "2027-02-09\n2027-02-08"}, None),
        (["proposals", "listing"], {"a-repeal": "on"}, None),
    ],
)
def test_each_kind_of_figure_has_its_form(cast, browse, figure, sent, value):
    browse(cast.director).post(reverse("rule-amend", args=figure), filled(**sent))
    row = Amendment.objects.get()
    expected = "2027-02-08 2027-02-09" if figure[1] == "extra_rest_days" else value
    assert row.value == expected


def test_the_history_of_a_rule_shows_what_held_on_a_day(cast, browse, proposed):
    amending.settle(
        amendment_id=proposed.pk,
        by=cast.zhao,
        at=timezone.now(),
        today=timezone.localdate(),
        approve=True,
    )
    address = reverse("rule-chapter", args=["proposals"])
    assert "1 个历史版本" not in browse(cast.li).get(address).content.decode()
    later = browse(cast.li).get(address, {"on": date(2030, 1, 1).isoformat()}).content.decode()
    assert "1 个历史版本" in later and "￥20,000.00" in later


@pytest.mark.parametrize("value", ["abc", "-1", "９９９９", "1，000", "NaN"])
def test_what_is_no_amount_is_said_at_the_field_in_words(cast, browse, value):
    asked = {"ask": "1", "f-value_yuan": value, "f-on": "2026-03-02"}
    answer = browse(cast.li).get(reverse("rule-chapter", args=["proposals"]), asked)
    page = answer.content.decode()
    assert answer.status_code == 422 and "请只用半角数字" in page
    assert "value_yuan 为" not in page and f'value="{value}"' in page


def test_an_amount_that_no_case_has_is_refused_by_its_label(cast, browse):
    asked = {"ask": "1", "f-value_yuan": "0", "f-on": "2026-03-02"}
    page = browse(cast.li).get(reverse("rule-chapter", args=["proposals"]), asked).content.decode()
    assert "金额须大于零" in page and "value_yuan 须" not in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_day_breaks_a_rule_that_is_tried(cast, browse, day):
    li = browse(cast.li)
    for name, chapter in CHAPTERS.items():
        facts = {f"f-{fact}": day for fact, kind in chapter.facts.items() if kind is date}
        for on in ("2026-03-02", day):
            asked = {"ask": "1", "f-on": on} | facts
            answer = li.get(reverse("rule-chapter", args=[name]), asked)
            assert answer.status_code in (200, 422), name
