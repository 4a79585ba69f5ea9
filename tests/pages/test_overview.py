"""The overview: what it adds up, for whom, at what cost; the same figures as a workbook."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from approvals import measuring, overview
from approvals.models import CaseDay, CountedDay, StepDay
from approvals.overview import Scope
from pages.overview.panels import Look, _panels, all_tables, panel
from pages.overview.tables import Column, Table
from tests.cast import Cast, decide, draft, resubmit, submit

ADDRESS = "/overview/"


@pytest.fixture
def year(cast: Cast) -> Cast:
    """Li's project was returned once and recorded after four days; Chen's was refused; one waits."""
    small = submit(cast, draft(cast, "5000"))
    cast.later(days=1)
    decide(cast, small, cast.wang, "returned", "写明客户")
    cast.later(days=2)
    resubmit(cast, small)
    cast.later(days=1)
    decide(cast, small, cast.wang)
    foreign = {"by": cast.chen, "unit": cast.other, "customer": cast.foreign}
    other = submit(cast, draft(cast, "32000", **foreign))
    cast.later(days=1)
    decide(cast, other, cast.fang, "refused", "不做")
    submit(cast, draft(cast, "15000"))
    measuring.catch_up(cast.now)
    return cast


def scope_of(cast: Cast, **narrower: object) -> Scope:
    on = timezone.localdate(cast.now)
    return Scope(cast.bureau.pk, on - timedelta(days=60), on, **narrower)


def test_time_is_told_apart_into_waiting_and_working(year):
    row = overview.folded(overview.cases(scope_of(year, units=[year.county.pk])), "unit")[0]
    day = 24 * 60
    assert (row["n"], row["back"], row["spent"] // day) == (1, 1, 4)
    assert row["revising"] // day == 2, "two days lay with Li, two with Wang"
    assert row["working"] == 4


def test_counting_a_day_again_changes_nothing(year):
    before = (list(CaseDay.objects.values("day", "cases")), StepDay.objects.count())
    assert measuring.catch_up(year.now) == 3, "the last day that was counted, and two before it"
    assert (list(CaseDay.objects.values("day", "cases")), StepDay.objects.count()) == before


def test_counting_goes_on_where_time_was_over(year):
    CountedDay.objects.all().delete()
    steps = iter([False, False, True])
    assert measuring.catch_up(year.now, until=lambda: next(steps)) == 2
    measuring.catch_up(year.now)
    assert overview.folded(overview.cases(scope_of(year)))[0]["n"] == 2


def test_a_case_that_goes_on_is_not_among_those_that_ended(year):
    assert overview.folded(overview.cases(scope_of(year)))[0]["n"] == 2
    assert sum(overview.under_way(scope_of(year)).values()) == 1
    waiting = overview.load(scope_of(year), year.now)
    assert [(row["person"], row["n"], row["late"]) for row in waiting] == [(year.wang.pk, 1, 0)]
    assert overview.load(scope_of(year), year.now + timedelta(days=30))[0]["late"] == 1


@pytest.mark.parametrize("name", ["director", "leader", "zhao", "auditor", "sun"])
def test_whoever_steers_the_bureau_sees_all_of_it(year, browse, name):
    page = told(browse(year.people[name]))
    assert "东港分局</option>" in page and "西港分局</option>" in page
    assert "不同意" in page


def test_a_head_sees_the_own_unit_alone(year, browse):
    wang = browse(year.wang)
    page = told(wang)
    assert "东港分局" in page and "西港分局" not in page and "不同意" not in page
    answer = wang.get(ADDRESS, {"unit": year.other.pk})
    assert answer.status_code == 422 and "西港分局" not in answer.content.decode()


@pytest.mark.parametrize("name", ["li", "zhou", "chen", "ma"])
def test_whoever_leads_nothing_sees_no_overview(year, browse, name):
    assert browse(year.people[name]).get(ADDRESS).status_code == 404
    assert browse(year.people[name]).get(f"{ADDRESS}export/").status_code == 404


def test_the_workbook_says_what_the_page_says(year, browse):
    since = (timezone.localdate(year.now) - timedelta(days=60)).isoformat()
    until = timezone.localdate(year.now).isoformat()
    answer = browse(year.director).get(f"{ADDRESS}export/", {"since": since, "until": until})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name("各单位等待与办理用时").to_python()
    units = {row[0]: row[1] for row in rows[1:]}
    assert units == {"东港分局": 1, "西港分局": 1}


def test_the_overview_costs_the_same_for_two_cases_and_for_many(
    year, browse, django_assert_max_num_queries
):
    director = browse(year.director)
    for row in list(CaseDay.objects.all()):
        for _back in range(1, 30):
            row.pk, row.day = None, row.day - timedelta(days=1)
            row.save()
    with django_assert_max_num_queries(24):
        told(director)


def test_another_register_adds_its_table(year, monkeypatch):
    monkeypatch.setattr("pages.overview.panels._panels", [])

    @panel
    def probation(look: Look) -> Table:
        return Table("probation", "试用期满", (Column("姓名"),), [["李晓岚"]])

    assert [table.name for table in all_tables(None)] == ["probation"]  # type: ignore[arg-type]
    assert _panels, "the list of the product is as it was"


def told(client: Client) -> str:
    now = timezone.localdate()
    answer = client.get(ADDRESS, {"since": "2026-01-01", "until": now.isoformat()})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "2026-05-01", "until": "2026-01-01"}, "结束日期早于"),
        ({"since": "2999-01-01"}, "日期不能晚于今天"),
        ({"span": "x"}, ""),
        ({"unit": "999999"}, ""),
        ({"kind": "x"}, ""),
    ],
)
def test_days_that_cannot_be_meant_are_refused_on_the_page_and_not_exported(
    cast, browse, asked, said
):
    director = browse(cast.director)
    for address in (ADDRESS, f"{ADDRESS}export/"):
        answer = director.get(address, asked)
        assert answer.status_code == 422 and said in answer.content.decode()


def test_the_first_day_of_all_is_a_day_too(cast, browse):
    assert browse(cast.director).get(ADDRESS, {"until": "0001-01-01"}).status_code == 200
