"""How the database finds what pages ask for: by an index, however many cases there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals import inbox
from approvals.access import attachments_for, visible_to
from approvals.overview import Scope, load, under_way
from registry.projects import portfolio
from tests.cast import decide, draft, submit

# PostgreSQL plans by the number of rows: of a few it reads all.
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of few rows differ"),
]


@pytest.fixture
def scope(cast) -> Scope:
    today = timezone.localdate(cast.now)
    return Scope(cast.bureau.pk, today - timedelta(days=365), today, [cast.county.pk])


def plans_of(function) -> str:
    """The plans of all that a function asks the database."""
    with CaptureQueriesContext(connection) as captured:
        function()
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        rows = [row for sql in asked for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}")]
    return "\n".join(str(row[-1]) for row in rows)


def plan_of(rows: QuerySet) -> str:
    return rows.explain()


def test_what_was_decided_is_found_state_by_state_and_then_by_its_key(cast):
    decide(cast, submit(cast, draft(cast, "5000")), cast.wang)
    plan = plans_of(lambda: inbox.decided(cast.wang))
    assert "SEARCH approvals_assignment USING INTEGER PRIMARY KEY" in plan, plan
    assert plan.count("person_id=? AND state=?") == len(inbox.DEALT_WITH), plan
    assert "SCAN approvals_assignment" not in plan, plan


def test_open_cases_are_counted_in_an_index_alone(cast, scope):
    submit(cast, draft(cast))
    assert under_way(scope) == {"running": 1}
    plan = plans_of(lambda: under_way(scope))
    assert "COVERING INDEX cases_by_state (bureau_id=? AND status=? AND unit_id=?)" in plan, plan


def test_the_load_of_a_unit_is_no_walk_through_all_cases(cast, scope):
    submit(cast, draft(cast))
    assert [row["n"] for row in load(scope, cast.now)] == [1]
    plan = plans_of(lambda: load(scope, cast.now))
    assert "SCAN approvals_case" not in plan and "SCAN approvals_assignment" not in plan, plan


def test_the_last_key_projects_come_in_the_order_of_their_index(cast, scope):
    found = {"until": scope.until}
    plan = plans_of(lambda: portfolio.of_bureau(scope.bureau_id, None, **found))
    assert "USING INDEX key_projects_newest" in plan and "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("name", ["li", "wang", "director"])
def test_the_last_cases_of_a_customer_come_in_the_order_of_their_index(cast, name):
    case = submit(cast, draft(cast))
    seen = visible_to(cast.people[name], timezone.localdate(cast.now))
    rows = seen.filter(customer=case.customer_id).exclude(status="draft").exclude(pk=1)
    plan = plan_of(rows.order_by("-submitted_at", "-pk")[:5])
    assert "USING INDEX of_a_customer (customer_id=?)" in plan, plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("name", ["li", "wang", "zhou", "director"])
def test_one_case_and_one_attachment_are_asked_about_by_themselves(cast, name):
    case = submit(cast, draft(cast))
    on = timezone.localdate(cast.now)
    one = visible_to(cast.people[name], on).filter(pk=case.pk)
    attached = attachments_for(cast.people[name], on).filter(pk=1)
    for plan in (plan_of(one), plan_of(attached)):
        assert "SCAN approvals" not in plan, plan
        # a list of all steps that the person ever had would be built for the one
        assert "(person_id=?)" not in plan.replace("case_id=? AND person_id=?", ""), plan
