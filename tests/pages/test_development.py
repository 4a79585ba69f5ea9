"""The pages of protected periods and of potential customers."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.customers.models import Announcement, Protection
from tests.workflows.declaring import confirmed


@pytest.fixture
def held(cast) -> Protection:
    made = confirmed(cast, customer=cast.customer, b_manager=cast.lin)
    made.last_day = timezone.localdate() + timedelta(days=10)
    made.save()
    return made


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("li", True),
        ("lin", True),
        ("wang", True),
        ("director", True),
        ("chen", False),
        ("fang", False),
    ],
)
def test_a_unit_sees_its_own_periods_and_the_centre_all(cast, held, browse, who, sees):
    page = browse(cast.people[who]).get("/protections/")
    assert ("东港茶业有限公司" in page.text) == sees
    assert ("剩余 10 天" in page.text) == sees


def test_only_who_develops_it_is_offered_to_report_its_success(cast, held, browse):
    page = browse(cast.li).get("/protections/").text
    link = page.split('href="/requests/new/success/')[1].split('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query)["protection"] == [str(held.pk)]
    form = browse(cast.li).get(f"/requests/new/success/{link}")
    assert f'value="{held.pk}" selected' in form.text
    assert "/requests/new/success/" not in browse(cast.wang).get("/protections/").text


def test_each_view_lists_its_own(cast, held, browse):
    Protection.objects.update(state="lapsed")
    assert "东港茶业" not in browse(cast.li).get("/protections/").text
    assert "东港茶业" in browse(cast.li).get("/protections/?view=lapsed").text
    assert "东港茶业" not in browse(cast.li).get("/protections/?view=%00").text


def test_a_list_costs_the_same_however_long_it_is(cast, held, browse):
    li = browse(cast.li)
    with CaptureQueriesContext(connection) as first:
        li.get("/protections/")
    confirmed(cast, name="海风食品厂", licence_code="", situation="新厂")
    with CaptureQueriesContext(connection) as second:
        li.get("/protections/")
    assert len(first) == len(second) <= 12


def test_the_centre_announces_and_a_manager_applies_from_the_page(cast, browse):
    director, li = browse(cast.director), browse(cast.li)
    sent = {"name": "海风食品", "text": "新厂开业", "apply_until": "2000-01-01", "seat": "东港"}
    answer = director.post("/announcements/new/", sent)
    assert answer.status_code == 422 and "海风食品" in answer.text
    until = timezone.localdate() + timedelta(days=5)
    answer = director.post("/announcements/new/", sent | {"apply_until": str(until)})
    row = Announcement.objects.get()
    assert answer.headers["Location"] == f"/announcements/{row.pk}/"
    page = li.get(f"/announcements/{row.pk}/").text
    link = page.split('href="/requests/new/registration/')[1].split('"')[0].replace("&amp;", "&")
    form = li.get(f"/requests/new/registration/{link}").text
    assert 'value="海风食品"' in form and f'value="{row.pk}" selected' in form
    assert li.post("/announcements/new/", sent).status_code == 404
    assert li.post(f"/announcements/{row.pk}/close/").status_code == 404
    assert director.post(f"/announcements/{row.pk}/close/").status_code == 302
    assert director.post(f"/announcements/{row.pk}/close/").status_code == 409
    assert "/requests/new/registration/" not in li.get(f"/announcements/{row.pk}/").text
    assert "海风食品" in li.get("/announcements/?view=past").text


def test_another_bureau_reads_nothing_of_it(cast, browse):
    from registry.org import units
    from registry.org.roles import PostRole, UnitKind

    other = units.add(name="邻市局", code="LS", kind=UnitKind.BUREAU, mark="邻邮")
    cast.post("stranger", other, PostRole.ACCOUNT_MANAGER, "外局")
    row = Announcement.objects.create(
        bureau=cast.bureau,
        name="海风食品",
        text="x",
        published_by=cast.director,
        published_at=timezone.now(),
        apply_until=date(2999, 1, 1),
    )
    stranger = browse(cast.people["stranger"])
    assert stranger.get(f"/announcements/{row.pk}/").status_code == 404
    assert "海风食品" not in stranger.get("/announcements/").text
