"""Going over to another set of rules, on the pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry import amending, rulebook
from registry.amendments import Amendment

ADDRESS = "/rules/set/"


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def filled(**changes: str) -> dict[str, str]:
    return {
        "a-set": "dongguan",
        "a-effective": tomorrow().isoformat(),
        "a-says_zh": "局务会决定改用。",
        "a-says_en": "",
        "a-article": "镇邮〔2026〕13号",
        "do": "propose",
    } | changes


def approve(browse, person, row: Amendment):
    return browse(person).post(reverse("rule-settle", args=[row.pk]), {"word": "approve"})


def test_what_another_set_changes_is_shown_before_anything_is_proposed(
    cast, browse, django_assert_max_num_queries
):
    director = browse(cast.director)
    with django_assert_max_num_queries(16):
        page = director.post(ADDRESS, filled(do="look")).content.decode()
    assert "东莞" in page and "大客户分级" in page and "营销项目报批" in page
    assert "被退回" not in page and not Amendment.objects.exists()
    again = director.post(ADDRESS, filled(do="edit")).content.decode()
    assert "镇邮〔2026〕13号" in again, "nothing that was typed is lost"


def test_one_proposes_a_set_and_another_approves_it(cast, browse):
    assert browse(cast.director).post(ADDRESS, filled()).status_code == 302
    row = Amendment.objects.get()
    assert approve(browse, cast.director, row).status_code == 409
    assert "改用规则集" in browse(cast.zhao).get("/rules/amendments/").content.decode()
    assert approve(browse, cast.zhao, row).status_code == 302
    assert rulebook.ruling(cast.bureau, tomorrow())[1] == "dongguan"
    for address in ("/rules/", reverse("bureau")):
        page = browse(cast.zhao).get(address).content.decode()
        assert "起改用规则集" in page and "东莞" in page
    shown = browse(cast.li).get(reverse("rule-amendment", args=[row.pk])).content.decode()
    assert "大客户分级" in shown, "what is approved still shows what it changed"


@pytest.mark.parametrize("name", ["li", "wang", "sun", "auditor", "leader"])
def test_whoever_keeps_no_rule_does_not_find_the_page(cast, browse, name):
    who = browse(cast.people[name])
    assert who.get(ADDRESS).status_code == 404
    assert who.post(ADDRESS, filled()).status_code == 404
    assert ADDRESS not in who.get("/rules/").content.decode()
    assert ADDRESS in browse(cast.director).get("/rules/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"a-set": ""},
        {"a-set": "merged"},
        {"a-set": "common"},
        {"a-effective": "2026-01-01"},
        {"a-effective": timezone.localdate().isoformat},
        {"a-says_zh": ""},
    ],
    ids=["none", "as today", "no set of a bureau", "past", "today", "without a sentence"],
)
def test_a_wrong_choice_is_refused_with_the_form(cast, browse, wrong):
    wrong = {name: value() if callable(value) else value for name, value in wrong.items()}
    answer = browse(cast.director).post(ADDRESS, filled(**wrong))
    assert answer.status_code == 422 and not Amendment.objects.exists()


def test_a_figure_is_amended_in_the_set_of_its_day(cast, browse):
    [row] = amending.propose_set(
        bureau=cast.bureau,
        set="moushi",
        effective=tomorrow(),
        says={"zh": "改用。", "en": "Over."},
        by=cast.director,
        at=timezone.now(),
        today=timezone.localdate(),
    )
    approve(browse, cast.zhao, row)
    address = reverse("rule-amend", args=["proposals", "discussion"])
    sent = {name: value for name, value in filled().items() if name != "a-set"}
    for day in (timezone.localdate(), tomorrow()):
        said = sent | {"a-value": "20000", "a-effective": day.isoformat()}
        assert browse(cast.director).post(address, said).status_code == 302
    sets = Amendment.objects.filter(parameter="discussion").order_by("effective")
    assert list(sets.values_list("set", flat=True)) == ["merged", "moushi"]


def test_what_the_coming_set_leaves_open_can_be_set_before_its_day(cast, browse):
    browse(cast.director).post(ADDRESS, filled())
    row = Amendment.objects.get()
    shown, day = reverse("rule-amendment", args=[row.pk]), tomorrow().isoformat()
    address = reverse("rule-amend", args=["archive", "diamond_days"])
    link = f"{address}?on={day}"
    assert link not in browse(cast.zhao).get(shown).content.decode(), "it is not approved yet"
    approve(browse, cast.zhao, row)
    assert link in browse(cast.zhao).get(shown).content.decode()
    assert link not in browse(cast.li).get(shown).content.decode()
    sent = {name: value for name, value in filled().items() if name != "a-set"}
    answer = browse(cast.director).post(link, sent | {"a-value": "20"})
    assert answer.status_code == 302
    assert Amendment.objects.get(chapter="archive").set == "dongguan"
