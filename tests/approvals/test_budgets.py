"""How many statements an action may cost: independent of cases, rounds and people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import inbox
from registry.org.roles import PostRole
from tests.cast import at_discussion, decide, draft, new_key, resubmit, row, submit, withdraw

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET")


def cost(function, show=False):
    """Statements that read or write tables; transaction control is not counted."""
    with CaptureQueriesContext(connection) as captured:
        function()
    told = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(CONTROL)]
    if show:
        print(len(told), *(t[:150] for t in told), sep="\n")
    return len(told)


@pytest.fixture
def warm(cast):
    """The year's register is there already, as on every day but the first."""
    submit(cast, draft(cast, "5000"))
    return cast


def test_the_actions_keep_their_budgets(warm):
    cast = warm
    case = draft(cast, "50000")
    assert cost(lambda: submit(cast, case)) <= 18
    asked = row(case, cast.wang)
    key = new_key()
    assert cost(lambda: decide(cast, case, cast.wang, row=asked.pk, seen=1, key=key)) <= 19
    assert cost(lambda: decide(cast, case, cast.wang, row=asked.pk, seen=1, key=key)) <= 6
    asked = row(case, cast.zhou)
    assert cost(lambda: decide(cast, case, cast.zhou, row=asked.pk, seen=1)) <= 22
    for member in cast.members:
        asked = row(case, member, "centre_member")
        assert cost(lambda: decide(cast, case, asked.person, "for", row=asked.pk, seen=1)) <= 11  # noqa: B023
    asked = row(case, cast.director, "centre_director")
    assert cost(lambda: decide(cast, case, cast.director, row=asked.pk, seen=1)) <= 19
    asked = row(case, cast.zhao)
    assert cost(lambda: decide(cast, case, cast.zhao, "listed", row=asked.pk, seen=1)) <= 24


def test_return_resubmission_and_withdrawal_keep_their_budgets(warm):
    cast = warm
    case = submit(cast, draft(cast, "12000"))
    asked = row(case, cast.wang)
    again = {"row": asked.pk, "seen": 1}
    assert cost(lambda: decide(cast, case, cast.wang, "returned", "写明客户", **again)) <= 18
    case.refresh_from_db()
    assert cost(lambda: resubmit(cast, case)) <= 20
    assert cost(lambda: withdraw(cast, case)) <= 15


def test_a_vote_costs_the_same_among_five_and_among_forty(warm):
    cast = warm
    few = at_discussion(cast)
    for n in range(35):
        cast.post(f"m{n}", cast.centre, PostRole.ACCOUNT_MANAGER)
    many = at_discussion(cast)
    assert few.discussions.get().members == 5 and many.discussions.get().members == 40
    costs = set()
    for case in (few, many):
        asked = row(case, cast.ma, "centre_member")
        costs.add(cost(lambda: decide(cast, case, cast.ma, "for", row=asked.pk, seen=1)))  # noqa: B023
    assert len(costs) == 1


def test_the_inbox_is_one_query(cast):
    for _ in range(3):
        submit(cast, draft(cast, "5000"))
    assert cost(lambda: inbox.waiting(cast.wang)) == 1
    assert len(inbox.waiting(cast.wang).rows) == inbox.count_waiting(cast.wang) == 3
