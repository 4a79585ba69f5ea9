"""Papers found among very many: by words that an index holds, and each reader by what they may read."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.models import Case
from documents import finding
from documents.finding import Wanted, one_by_one, page, readable_by, search
from documents.models import INDEXED, Paper
from registry.customers import describing
from registry.customers.models import Customer


def editor_of(database) -> Any:
    """As much of a schema editor as filling rows takes."""
    return SimpleNamespace(connection=database)


def today(cast) -> date:
    return timezone.localdate(cast.now)


def titles(cast, person, **wanted) -> list[str]:
    """The matters of the papers that the person finds, the newest first."""
    found = search(readable_by(person, today(cast)), Wanted(**wanted))
    return [paper.case.title for paper in page(found).rows]


@pytest.fixture
def slips(ended):
    return [ended(title=title).papers.get() for title in ("春茶", "EMS秋茶", "月饼")]


@pytest.mark.parametrize(
    "text", ["秋茶", "qiucha", "emsqc", "EMS", "ems秋 东港茶", "ＥＭＳ秋茶", "dgcy 秋"]
)
def test_a_paper_is_found_by_words_by_pinyin_and_by_initials(cast, slips, text):
    assert titles(cast, cast.li, text=text) == ["EMS秋茶"]


def test_a_paper_is_found_by_its_number_and_by_that_of_its_case(cast, slips):
    paper = slips[0]
    assert titles(cast, cast.li, text=paper.number) == ["春茶"]
    assert titles(cast, cast.li, text=paper.case.number) == ["春茶"]
    assert titles(cast, cast.li, text="春茶 1号 月饼") == []


def test_what_a_pattern_means_elsewhere_is_a_character_here(cast, slips):
    assert titles(cast, cast.li, text="%") == titles(cast, cast.li, text="_") == []


def test_a_paper_is_found_under_the_name_of_its_day_and_under_the_name_of_today(cast, slips):
    assert len(titles(cast, cast.li, text="东港茶业")) == 3
    describing.describe(cast.customer, by=cast.li, at=cast.now, name="远洋食品公司")
    assert len(titles(cast, cast.li, text="东港茶业")) == 3
    assert len(titles(cast, cast.li, text="远洋")) == 3


def test_papers_of_before_are_found_once_the_database_is_migrated(cast, slips):
    kept = {paper.pk: (paper.sought, paper.customer_id) for paper in slips}
    Paper.objects.update(sought="", customer=None)
    assert titles(cast, cast.li, text="秋茶") == []
    import_module("documents.migrations.0006_fill_search_text")._fill(apps, editor_of(connection))
    for paper in Paper.objects.filter(pk__in=kept):
        assert (paper.sought, paper.customer_id) == kept[paper.pk]


def test_all_that_a_paper_can_be_found_by_fits(cast, slips):
    paper, case = slips[0], slips[0].case
    paper.number, case.title, case.number = "审" * 150, "茶" * 120, "9" * 40
    case.customer.name = "业" * 120
    sought = finding.sought_in(paper)
    assert len(sought) == Paper._meta.get_field("sought").max_length
    assert all(
        name in sought for name in (paper.number, case.title, case.customer.name, case.number)
    )
    assert (
        len(sought.encode()) < 2600
    )  # what an index of PostgreSQL takes, with all else in its row


@pytest.mark.parametrize("name", ["li", "wang", "zhou", "director", "sun", "chen", "auditor"])
def test_a_reader_of_few_cases_and_one_of_many_find_the_same(cast, slips, name, monkeypatch):
    person = cast.people[name]
    few = titles(cast, person)
    monkeypatch.setattr(finding, "FEW", 0)
    assert titles(cast, person) == few
    by_itself = one_by_one(person, today(cast)).values_list("case__title", flat=True)
    assert sorted(by_itself) == sorted(few)
    assert titles(cast, person, text="秋茶") == [title for title in few if "秋茶" in title]


@pytest.mark.once
@pytest.mark.skipif(connection.vendor != "sqlite", reason="few rows are read whole on PostgreSQL")
@pytest.mark.parametrize("wanted", [Wanted(text="秋茶"), Wanted(kind="minutes", unit=1, year=2026)])
def test_a_search_reads_an_index_alone_and_a_page_of_papers(cast, slips, wanted, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    for person in (cast.director, cast.wang):
        found = search(readable_by(person, today(cast)), wanted).values("pk")[:26]
        plan = found.explain()
        assert "USING COVERING INDEX papers_by_search" in plan, plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_a_search_costs_as_many_statements_as_the_list(cast, slips, browse):
    costs = set()
    for person in (cast.director, cast.wang, cast.zhou, cast.li):
        reader = browse(person)
        for query in ({}, {"q": "秋茶"}, {"q": "查无"}):
            with CaptureQueriesContext(connection) as captured:
                assert reader.get(reverse("papers"), query).status_code == 200
            costs.add(len(captured))
    assert max(costs) <= 14


def test_the_longest_words_still_fit_into_a_row_of_an_index():
    """A character outside the common plane is four bytes long."""
    rare = "".join(chr(0x20000 + 7 * n) for n in range(150))
    case = Case(title=rare[:120], customer=Customer(name=rare), number="2026-1")
    kept = finding.sought_in(Paper(number=rare, case=case))
    assert len(kept) > 500 and len(kept.encode()) <= INDEXED
