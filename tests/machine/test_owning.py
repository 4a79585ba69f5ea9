"""Random histories of customers: one owner, one protection, no bid behind the close, splits of a hundred."""

from collections import Counter

import pytest
from django.db import connection

from registry.org.roles import PostRole
from tests.cast import Cast
from tests.machine.owning import Owning
from tests.workflows import bidding

STEPS = 25
EACH = 160  # one of these histories costs as much as so many of the others
WANTED = """
    declare, report, transfer, consent, dispute, bid, take_back, mark_done, object,
    registration.confirm.confirmed, success.confirm.confirmed,
    expiry.choose.released, expiry.choose.reassigned, expiry.choose.bid_out,
    transfer.confirm.agreed, transfer.hand_over.given, cross_area_consent.confirm.agreed,
    dispute.arbitrate.ruled, dispute.review.changed,
    bidding.unseal.given, bidding.award.awarded, bidding.award.extended, bidding.fall_back.released
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A history is a test of its own, so that several workers share them: its number is its seed."""
    if "number" in metafunc.fixturenames:
        histories = -(-metafunc.config.getoption("--histories") // EACH // 2)
        first = metafunc.config.getoption("--histories-from")
        first += 0 if connection.vendor == "sqlite" else histories
        metafunc.parametrize("number", range(first, first + histories))


@pytest.fixture
def bureau(machine_cast) -> Cast:
    """The cast, with the keys of those who open bids, and a panel."""
    machine_cast.post("judge", machine_cast.marketing, PostRole.PLANNER, "评委")
    bidding.holders(machine_cast)
    return machine_cast


@pytest.mark.timeout(300)
def test_whatever_happens_to_a_customer_it_has_one_owner(bureau, number):
    Owning(bureau, number, Counter()).run(STEPS)


@pytest.mark.thorough
@pytest.mark.timeout(900)
def test_everything_that_can_happen_to_a_customer_does(bureau):
    wanted, done = {word.strip() for word in WANTED.split(",")}, Counter[str]()
    for number in range(200):
        Owning(bureau, number, done).run(STEPS)
        if not (missing := wanted - done.keys()):
            return
    assert not missing, f"200 histories went without; {done}"
