"""The pages of account managers: who may see and change what, and what stands on them."""

import re
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.models import Notice, NoticeChoice
from approvals.outbox import deliver_batch
from pages.managers import views
from registry.org.models import Unit
from registry.people import cards, managers
from registry.people.models import AccountManager
from registry.people.scoring import Reading
from tests.scoring import AFTER, FEBRUARY, earned, filled, paid, register

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def closed(cast):
    """Li's February, closed; the ledger has 9,000 yuan of express."""
    known = register(cast, "li", "lin")
    earned(cast, known["li"], "9000")
    for name, rating in (("li", "9"), ("lin", "7")):
        filled(cast, known[name], rating)
        paid(cast, known[name])
    cards.close(cast.bureau, FEBRUARY, by=cast.sun, at=AFTER, on=AFTER.date())
    return known["li"].scorecards.get()


def test_hr_registers_an_appointment_and_the_end_leads_to_the_hand_over(cast, browse):
    hr = browse(cast.sun)
    sent = {
        "person": cast.lin.pk,
        "unit": cast.county.pk,
        "kind": "new_entrant",
        "duty": "manager",
        "rank": "manager",
        "appointed_on": "2026-11-02",
    }
    assert hr.post(reverse("manager-appoint"), sent).status_code == 302
    manager = AccountManager.objects.get()
    assert (manager.person, manager.appointed_by) == (cast.lin, cast.sun)
    left = {"leave-last_day": "2026-11-20", "leave-why": "调离"}
    answer = hr.post(reverse("manager-leave", args=[manager.pk]), left)
    assert answer.url == reverse("person-handover", args=[cast.lin.pk])
    assert managers.of(cast.lin).ended_on.isoformat() == "2026-11-20"


def test_an_income_before_is_asked_of_the_transferred_alone(cast, browse):
    sent = {
        "person": cast.lin.pk,
        "unit": cast.county.pk,
        "kind": "regular",
        "duty": "manager",
        "rank": "manager",
        "appointed_on": "2026-11-02",
        "income_before_yuan": "3200",
    }
    assert browse(cast.sun).post(reverse("manager-appoint"), sent).status_code == 422


def test_nobody_moves_themselves(cast, browse):
    managers.appoint(
        person=cast.sun,
        unit=cast.county,
        kind="regular",
        appointed_on=FEBRUARY,
        by=cast.qian,
        at=cast.now,
    )
    sent = {"move-unit": cast.other.pk, "move-duty": "planner", "move-since": "2026-11-02"}
    manager = managers.of(cast.sun)
    answer = browse(cast.sun).post(reverse("manager-move", args=[manager.pk]), sent)
    assert answer.status_code == 422
    manager.refresh_from_db()
    assert manager.unit == cast.county


def test_each_post_enters_its_own_numbers_and_no_other(cast, browse):
    known = register(cast, "li")
    card = cards.of(known["li"], FEBRUARY)
    address = reverse("scorecard-enter", args=[card.pk])
    both = {"director_tasks": "9", "attendance_lates": "2", "evidence": "签到表"}
    for person in (cast.wang, cast.qian):
        browse(person).post(address, both)
    entered = {(e.fact, e.by) for e in card.entries.all()}
    assert entered == {("director_tasks", cast.wang), ("attendance_lates", cast.qian)}
    assert browse(cast.li).post(address, both).status_code == 404
    assert browse(cast.fang).post(address, both).status_code == 404


def test_who_counts_sees_no_scores(cast, browse, closed):
    page = browse(cast.qian).get(reverse("scores"), {"month": "2026-02"}).content.decode()
    assert "李晓岚" in page and "98.00" not in page
    assert browse(cast.qian).get(reverse("scorecard", args=[closed.pk])).status_code == 404


def test_a_rating_of_colleagues_is_told_to_nobody(cast, browse):
    known = register(cast, "li", "lin")
    lin = browse(cast.lin)
    sent = {"month": "2026-02", f"of{known['li'].pk}": "3"}
    assert lin.post(reverse("scores-peers"), sent).status_code == 302
    card = known["li"].scorecards.get()
    assert [(e.fact, e.number, e.by) for e in card.entries.all()] == [
        ("peer_attitude", 3, cast.lin)
    ]
    for reader in (cast.li, cast.wang, cast.sun):
        shown = browse(reader).get(reverse("scorecard", args=[card.pk])).content.decode()
        assert cast.lin.name not in shown


def test_hr_closes_the_month_and_corrects_with_a_reason(cast, browse):
    known = register(cast, "li")
    filled(cast, known["li"])
    hr = browse(cast.sun)
    hr.post(reverse("scores-close"), {"month": "2026-02"})
    card = known["li"].scorecards.get()
    assert (card.state, card.score) == ("closed", 80)
    address = reverse("scorecard-correct", args=[card.pk])
    assert hr.post(address, {"attendance_lates": "2"}).status_code == 422
    assert hr.post(address, {"attendance_lates": "2", "reason": "补录"}).status_code == 302
    card.refresh_from_db()
    assert card.score == 78
    assert "补录" in hr.get(reverse("scorecard", args=[card.pk])).content.decode()


def test_a_refusal_of_the_rules_is_said_in_the_language_of_the_page(cast, browse):
    filled(cast, register(cast, "li")["li"])
    Unit.objects.update(policy_set="moushi")
    hr = browse(cast.sun)
    page = hr.post(reverse("scores-close"), {"month": "2026-02"}, follow=True).content.decode()
    assert (
        "“市局大客户中心营销办法”没有“月度工作表现考核”" in page and "no such chapter" not in page
    )


def test_the_person_objects_on_the_page_and_human_resources_answers(cast, browse, closed):
    cards.correct(closed.pk, {}, reason="复核", by=cast.sun, at=timezone.now())
    address, li, hr = reverse("scorecard", args=[closed.pk]), browse(cast.li), browse(cast.sun)
    page = li.get(address).text
    assert "提出异议" in page and "本局设定" in page
    assert "提出异议" not in browse(cast.wang).get(address).text
    assert li.post(f"{address}object/", {"said": " "}).status_code == 422
    assert li.post(f"{address}object/", {"said": "两次走访漏计"}).status_code == 302
    assert li.post(f"{address}object/", {"said": "再说一次"}).status_code == 409
    listed = hr.get(reverse("scores"), {"month": "2026-02"}).text
    assert "待答复的异议" in listed
    assert "待答复的异议" not in browse(cast.wang).get(reverse("scores")).text
    assert "维持原分" in hr.get(address).text
    assert hr.post(f"{address}uphold/", {"answer": "清单与系统一致"}).status_code == 302
    assert "清单与系统一致" in li.get(address).text
    assert hr.post(f"{address}uphold/", {"answer": "又一次"}).status_code == 404


def test_who_answers_an_objection_is_told_and_so_is_the_person_without_any_score(
    cast, browse, closed, mailoutbox
):
    cards.correct(closed.pk, {}, reason="复核", by=cast.sun, at=timezone.now())
    chat = {"channel": "wecom", "channel_key": "robot-of-the-office"}
    NoticeChoice.objects.create(person=cast.sun, **chat)
    NoticeChoice.objects.create(person=cast.li, muted=["objection_answered"], **chat)
    address = reverse("scorecard", args=[closed.pk])
    with mock.patch("approvals.channels.send") as robot:
        browse(cast.li).post(f"{address}object/", {"said": "两次走访漏计"})
        deliver_batch()
        [asked] = Notice.objects.all()
        assert (asked.person, asked.topic, asked.path) == (cast.sun, "objected", address)
        assert [mail.to for mail in mailoutbox] == [["sun@example.com"]]
        given = {"attendance_lates": "2", "reason": "核对走访清单"}
        assert browse(cast.sun).post(f"{address}correct/", given).status_code == 302
        deliver_batch()
    assert not robot.called and len(mailoutbox) == 1
    told = Notice.objects.get(topic="objection_answered")
    assert (told.person, told.title, told.path) == (cast.li, "2026年2月考核", address)
    page = browse(cast.li).get(reverse("notices")).text
    assert "你的异议已答复" in page and address in page
    texts = [mailoutbox[0].subject, mailoutbox[0].body, asked.title, asked.note, told.note]
    assert "李晓岚 · 2026年2月考核" in texts
    for hidden in ("98", "96", "走访"):
        assert not any(hidden in text for text in texts)


def test_an_objection_that_was_answered_meanwhile_is_not_told_any_more(cast, browse, closed):
    cards.correct(closed.pk, {}, reason="复核", by=cast.sun, at=timezone.now())
    address = reverse("scorecard", args=[closed.pk])
    browse(cast.li).post(f"{address}object/", {"said": "两次走访漏计"})
    browse(cast.sun).post(f"{address}uphold/", {"answer": "清单与系统一致"})
    deliver_batch()
    assert [notice.person for notice in Notice.objects.all()] == [cast.li]


def test_nobody_learns_the_ratings_of_colleagues_by_watching_the_open_card(cast, browse):
    """From one rating more the average tells what it was: the person sees it once the month is closed."""
    known = register(cast, "li")
    card = filled(cast, known["li"])
    for name in ("lin", "chen", "ma"):
        cards.enter(card.pk, {"peer_attitude": Decimal(5)}, by=cast.people[name], at=cast.now)
    address = reverse("scorecard", args=[card.pk])
    own = [browse(cast.li).get(address).text, browse(cast.li).get(reverse("scores")).text]
    cards.enter(card.pk, {"peer_attitude": Decimal(1)}, by=cast.lin, at=cast.now)
    again = [browse(cast.li).get(address).text, browse(cast.li).get(reverse("scores")).text]
    strip = [CSRF.sub("", text) for text in (*own, *again)]
    assert strip[:2] == strip[2:] and "月度结账后公布" in own[0]
    assert "评分 6.33" in browse(cast.wang).get(address).text  # the control: the head sees it


def test_the_list_and_the_register_leave_a_trace_of_scores_and_pay_once_a_day(cast, browse, closed):
    wang, hr = browse(cast.wang), browse(cast.sun)
    for _twice in range(2):
        wang.get(reverse("scores"), {"month": "2026-02"})
        wang.get(reverse("manager", args=[closed.manager_id]))
        hr.get(reverse("manager", args=[closed.manager_id]))
        browse(cast.li).get(reverse("manager", args=[closed.manager_id]))
    read = Reading.objects.filter(manager=closed.manager).values_list("by", "what", "month")
    assert sorted(read, key=str) == sorted(
        [
            (cast.wang.pk, "scores", FEBRUARY),
            (cast.wang.pk, "scores", None),
            (cast.sun.pk, "scores", None),
            (cast.sun.pk, "pay", None),
        ],
        key=str,
    )


def test_the_pay_says_how_and_reading_it_leaves_a_trace(cast, browse, closed):
    page = browse(cast.wang).get(reverse("scorecard-pay", args=[closed.pk])).content.decode()
    assert "￥3,810.00" in page and "9000.00 × 提成 0.1 × 折算 1 × 完成率 0.9" in page
    browse(cast.li).get(reverse("scorecard-pay", args=[closed.pk]))
    assert [(one.by, one.what) for one in Reading.objects.all()] == [(cast.wang, "pay")]
    shown = browse(cast.li).get(reverse("manager", args=[closed.manager_id])).content.decode()
    assert cast.wang.name in shown


def test_more_managers_cost_no_more_statements(cast, browse):
    address, reader = reverse("scores"), browse(cast.director)
    counted = []
    for names in (("li", "lin"), ("wang", "fang", "chen")):
        for manager in register(cast, *names).values():
            filled(cast, manager)
        reader.get(address, {"month": "2026-02"})
        with CaptureQueriesContext(connection) as statements:
            reader.get(address, {"month": "2026-02"})
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_the_next_page_of_a_search_is_of_the_same_search(cast, browse, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    register(cast, "li", "lin")
    Unit.objects.filter(pk=cast.county.pk).update(name="东港&分局#1")
    page = browse(cast.sun).get("/managers/", {"q": "&分局#"}).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    page = browse(cast.sun).get(f"/managers/{following}").content.decode()
    assert 'value="&amp;分局#"' in page and "第 2 / 2 页" in page
