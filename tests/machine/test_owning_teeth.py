"""The histories of customers bite: with any one guard off, they soon find what it guards against."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest import MonkeyPatch

from policy import splits as policy
from registry.bidding import tenders
from registry.bidding.models import Bid
from registry.customers import moving, protections
from tests.machine.owning import Owning, Wrong
from tests.machine.test_owning import STEPS, bureau  # noqa: F401  a fixture

MOST = 20


def customers_move_while_they_are_developed(patch: MonkeyPatch) -> None:
    """Who moves a customer does not look whether a protected period runs."""
    blind = type(
        "Blind", (), dict(vars(protections)) | {"live_of": staticmethod(lambda held: None)}
    )
    patch.setattr(moving, "protections", blind)


def bids_are_taken_at_any_time(patch: MonkeyPatch) -> None:
    """The clock of the tender is not asked, only whether somebody has closed it."""
    taken = tenders.bid

    def bid(tender_id: int, *, at: Any, **about: Any) -> Bid:
        closes_at = tenders.Tender.objects.values_list("closes_at", flat=True).get(pk=tender_id)
        made = taken(tender_id, at=min(at, closes_at - timedelta(minutes=1)), **about)
        Bid.objects.filter(pk=made.pk).update(arrived_at=at)
        return made

    patch.setattr(tenders, "bid", bid)


def others_are_let_in_while_a_customer_is_developed(patch: MonkeyPatch) -> None:
    patch.setattr(protections, "check_free", lambda customer, **about: None)


def a_split_loses_a_part(patch: MonkeyPatch) -> None:
    """The side that assists has a percent less than what is left."""
    whole = policy.shares

    def shares(how: str, lead: Any) -> Any:
        found = whole(how, lead)
        found[policy.REVENUE][policy.ASSIST] -= 1
        return found

    patch.setattr(policy, "shares", shares)


# Each with the seed from which it is found soon.
FAULTS: dict[Callable[[MonkeyPatch], None], int] = {
    customers_move_while_they_are_developed: 6,
    bids_are_taken_at_any_time: 1,
    others_are_let_in_while_a_customer_is_developed: 7,
    a_split_loses_a_part: 2,
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_guard_of_ownership_that_is_off_is_found_out(bureau, monkeypatch, capsys, fault):  # noqa: F811
    fault(monkeypatch)
    for number in range(FAULTS[fault], FAULTS[fault] + MOST):
        try:
            Owning(bureau, number, Counter()).run(STEPS)
        except Wrong as wrong:
            with capsys.disabled():
                print(f" {fault.__name__}: seed {number}: {str(wrong).splitlines()[0]}", end="")
            return
    pytest.fail(f"{MOST} histories went well without that guard")
