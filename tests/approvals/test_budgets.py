"""How many statements an action may cost: independent of cases, rounds and people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import actions, inbox
from registry.org.roles import PostRole
from tests.cast import (
    at_discussion,
    at_row,
    decide,
    done_row,
    draft,
    new_key,
    on_case,
    resubmit,
    row,
    send_back,
    submit,
    withdraw,
)

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET")

pytestmark = pytest.mark.together


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
    assert cost(lambda: resubmit(cast, case)) <= 21  # one looks for what counts together with it
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


def test_the_operations_around_a_decision_keep_their_budgets(warm):
    cast = warm
    case = submit(cast, draft(cast, "50000"))

    def at(action, person, **more):
        asked = row(case, person).pk if "row" not in more else more.pop("row")
        return cost(lambda: at_row(cast, action, case, person, row=asked, **more))

    def on(action, person, **more):
        return cost(lambda: on_case(cast, action, case, person, **more))

    assert at(actions.transfer, cast.wang, to=cast.fang) <= 15
    assert at(actions.delegate, cast.fang, to=cast.chen) <= 15
    added = row(case, cast.chen).pk
    assert at(actions.remove_signer, cast.fang, row=added) <= 15
    assert at(actions.add_signer, cast.fang, to=cast.chen, where="beside") <= 15
    assert on(actions.urge, cast.li) <= 8
    assert on(actions.copy_to, cast.li, people=[cast.ma, cast.zhou]) <= 14
    assert on(actions.suspend, cast.qian, reason="待核实") <= 10
    assert on(actions.resume, cast.qian) <= 12
    decide(cast, case, cast.fang)
    decide(cast, case, cast.chen)
    mine = done_row(case, cast.chen).pk
    assert at(actions.take_back, cast.chen, row=mine) <= 22
    decide(cast, case, cast.chen)
    asked = row(case, cast.zhou).pk
    back = {"to": "unit_review", "resume": "back", "row": asked, "seen": 1}
    assert cost(lambda: send_back(cast, case, cast.zhou, **back)) <= 20
    decide(cast, case, cast.wang)
    assert on(actions.terminate, cast.qian, reason="重复") <= 13
