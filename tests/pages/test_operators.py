"""The operators' window: superusers read the tables of the machinery, nobody else, and nobody writes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals import works
from approvals.models import Message
from config.window.tables import TABLES
from registry.org.models import Person
from tests.cast import decide, draft, new_key, submit
from tests.pages.operating import Operating, name_of
from tests.scoring import register
from tests.workflows.test_people import change_of_rank

UNSEEN = {
    *("password", "post_data", "get_data", "payload", "code", "email", "phone"),
    *("title", "body", "content", "detail", "value_yuan", "customer", "ruling_json", "sought"),
}
OF_A_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.model)


@pytest.fixture
def operator(cast, browse):
    return browse(Person.objects.create_superuser("root", password="sesame", name="运维员"))


@pytest.fixture
def told(cast):
    """A case of Li's that was agreed to, with its paper, and a row in every other table."""
    case = submit(cast, draft(cast, "5000", title="重阳贺卡"))
    decide(cast, case, cast.wang)
    works.ask(kind="export", owner=cast.li, bureau=cast.bureau, at=cast.now, key=new_key())
    Operating(cast)
    return case


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def address(table, row=None) -> str:
    if row is None:
        return reverse(f"{name_of(table)}_changelist")
    return reverse(f"{name_of(table)}_change", args=[row.pk])


def test_the_window_lists_its_tables(operator):
    page = text_of(operator.get("/operators/"))
    for table in TABLES:
        assert str(table.title) in page and f'href="{address(table)}"' in page


@OF_A_TABLE
def test_a_table_shows_its_rows_and_a_page_of_each(told, operator, table):
    row = Operating.row(table)
    listed = text_of(operator.get(address(table)))
    assert f'href="{address(table, row)}"' in listed
    shown = text_of(operator.get(address(table, row)))
    assert all(str(label) in shown for label in table.labels.values())


@OF_A_TABLE
def test_neither_a_secret_nor_what_a_case_says_is_to_be_seen(told, operator, table):
    assert not UNSEEN & {name for path in table.labels for name in path.split("__")}
    hidden = ("重阳贺卡", "sesame", "md5$", "5,000", told.customer.name)
    for page in (address(table), address(table, Operating.row(table))):
        shown = text_of(operator.get(page))
        assert [words for words in hidden if words in shown] == []


@OF_A_TABLE
def test_nothing_can_be_written_or_deleted_there(told, operator, table):
    before = list(table.of._default_manager.order_by("pk").values())
    row = address(table, Operating.row(table))
    for path in (address(table), row):
        for send in (operator.post, operator.put, operator.patch, operator.delete):
            assert send(path, {"action": "delete_selected", "post": "yes"}).status_code == 405
    for path in (f"{address(table)}add/", f"{row}delete/", f"{row}change/", f"{row}history/"):
        assert (operator.get(path).status_code, operator.post(path).status_code) == (404, 405)
    assert list(table.of._default_manager.order_by("pk").values()) == before


def test_who_is_no_superuser_finds_nothing_there_and_no_link_to_it(told, cast, browse, client):
    Person.objects.filter(pk=cast.director.pk).update(is_staff=True)
    director = browse(cast.director)
    for path in ("/operators/", *map(address, TABLES)):
        assert director.get(path).status_code == 404
        assert client.get(path)["Location"] == f"/login/?next={path}"
    assert "/operators/" not in text_of(director.get("/inbox/"))


def test_a_superuser_finds_the_way_there_and_reads_no_case_by_it(told, operator):
    assert 'href="/operators/"' in text_of(operator.get("/inbox/"))
    assert operator.get(f"/cases/{told.pk}/").status_code == 404


def test_a_row_is_found_by_exactly_what_it_is_called(told, operator):
    cases = address(table_of("approvals.Case"))
    found = text_of(operator.get(cases, {"q": told.number}))
    assert address(table_of("approvals.Case"), told) in found
    assert "没有记录" in text_of(operator.get(cases, {"q": told.number[:-1]}))


def test_what_is_not_sent_yet_is_sifted_out(told, operator):
    messages, table = Message.objects.order_by("pk"), table_of("approvals.Message")
    sent, unsent = messages[0], messages[1]
    Message.objects.filter(pk=sent.pk).update(sent_at=told.submitted_at)
    page = text_of(operator.get(address(table), {"sent_at__isempty": "1"}))
    assert address(table, unsent) in page and address(table, sent) not in page


def test_steps_and_states_are_said_in_words(told, operator):
    page = text_of(operator.get(address(table_of("approvals.Assignment"))))
    assert "已办理" in page and "营销项目报批" in page and "unit_review" not in page


def test_who_takes_part_in_a_confidential_case_is_not_to_be_seen(cast, operator):
    manager = register(cast, "li", appointed_on=date(2025, 1, 6))["li"]
    case, table = change_of_rank(cast, manager), table_of("approvals.Assignment")
    row = case.assignments.latest("pk")
    listed = text_of(operator.get(address(table), {"q": case.number}))
    assert "没有记录" in listed and row.person.name not in listed
    assert operator.get(address(table, row)).status_code == 404
    assert case.number in text_of(operator.get(address(table_of("approvals.Case"))))
    for other in TABLES:
        if other.model not in ("registry.Person", "approvals.Work"):
            assert row.person.name not in text_of(operator.get(address(other)))


def test_no_column_can_be_asked_for_that_is_not_shown(told, operator):
    people = address(table_of("registry.Person"))
    assert operator.get(people, {"password__startswith": "md5"}).status_code == 400
    assert operator.get(people, {"is_active__exact": "1"}).status_code == 200


def test_a_row_that_is_not_there_is_not_found(operator):
    for table in TABLES:
        assert operator.get(f"{address(table)}987654/").status_code == 404
        assert operator.get(f"{address(table)}x/").status_code == 404


def many(cast):
    Message.objects.bulk_create(
        Message(key=f"arrived:{n}", topic="arrived", at=cast.now) for n in range(120)
    )


def test_a_long_table_has_pages(cast, operator):
    many(cast)
    messages = address(table_of("approvals.Message"))
    first = text_of(operator.get(messages))
    assert 'href="?p=2"' in first and "第 1 / 3 页" in first
    last = text_of(operator.get(messages, {"p": "3"}))
    assert 'href="?p=2"' in last and "?p=4" not in last


@pytest.mark.parametrize("asked", ({"p": "999"}, {"p": "0"}, {"sent_at__isempty": "x"}))
def test_an_address_that_asks_for_what_is_not_there_leads_to_the_list(cast, operator, asked):
    many(cast)
    messages = address(table_of("approvals.Message"))
    answer = operator.get(messages, asked)
    assert answer.status_code == 302 and answer["Location"] == f"{messages}?e=1"
    assert operator.get(messages, asked | {"e": "1"}).status_code == 404
    assert operator.get(answer["Location"]).status_code == 200


def test_a_list_costs_as_many_queries_with_many_rows_as_with_few(cast, told, operator):
    def costs() -> dict[str, int]:
        found = {}
        for table in TABLES:
            with CaptureQueriesContext(connection) as queries:
                text_of(operator.get(address(table)))
            found[table.model] = len(queries)
        return found

    few = costs()
    for by in (cast.lin, cast.li, cast.li):
        works.ask(kind="export", owner=by, bureau=cast.bureau, at=cast.now, key=new_key())
        decide(cast, submit(cast, draft(cast, "5000", by=by)), cast.wang)
    assert costs() == few and max(few.values()) <= 12


def table_of(model: str):
    return next(table for table in TABLES if table.model == model)
