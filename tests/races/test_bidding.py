"""Two holders who open at once, one unit that bids twice at once, and a bid as the clock strikes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from registry.bidding import tenders
from registry.bidding.models import Bid, Tender
from registry.customers import entering
from tests.cast import Cast, draft
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene
from tests.workflows.bidding import PASSPHRASES, bid, put_to_units

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def put_out(cast: Cast) -> Tender:
    """A customer of its own for each round, put out until tomorrow."""
    name, about = f"海风{Tender.objects.count()}厂", {"by": cast.director, "at": cast.later()}
    with transaction.atomic():
        made = entering.enter(unit=cast.county, name=name, since=cast.now.date(), **about)
        return put_to_units(cast, made, by=draft(cast), closes=cast.now + timedelta(days=1))


def close(tender: Tender) -> None:
    """As the flow's clock does, in the transaction of the step."""
    with transaction.atomic():
        tenders.close(tender.pk)


def two_holders(cast: Cast) -> Scene:
    """Each gives the own half: whoever comes second opens."""
    tender = put_out(cast)
    bid(cast, tender, "chen")
    close(tender)
    at = tender.closes_at

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if sorted(bool(o.value) for o in outcomes) != [False, True]:
            yield "not exactly the second opened"
        if Bid.objects.get(tender=tender).opened is None:
            yield "both gave their halves and the bid is closed"

    def gives(name: str) -> bool:
        person, passphrase = cast.people[name], PASSPHRASES[name]
        return tenders.open_half(tender.pk, person=person, passphrase=passphrase, at=at)

    return Scene([lambda n=name: gives(n) for name in PASSPHRASES], judge, point="registry_tender")


def bid_and_clock(cast: Cast) -> Scene:
    """Chen sends in the last second while the clock closes the tender."""
    tender, before = put_out(cast), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        sent, _ = outcomes
        found = Bid.objects.filter(tender=tender).count()
        if not sent.ok and not sent.refused(tenders.ClosedForBids):
            yield "who comes too late is not told"
        if found != int(sent.ok):
            yield f"the bid was {'taken' if sent.ok else 'refused'} and {found} are kept"

    actions = [
        lambda: bid(cast, tender, "chen", at=before),
        lambda: close(tender),
    ]
    return Scene(actions, judge, point="registry_tender", clean=(tenders.ClosedForBids,))


def one_unit_twice(cast: Cast) -> Scene:
    """The unit's head and its manager bid at once: the later one counts, none is lost."""
    tender, at = put_out(cast), cast.later()

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "a bid was refused"
        if Bid.objects.filter(tender=tender, replaced_at=None).count() != 1:
            yield "not exactly one bid of the unit counts"
        if Bid.objects.filter(tender=tender).count() != len(outcomes):
            yield "a bid is lost"

    actions = [lambda n=name: bid(cast, tender, n, at=at) for name in ("chen", "fang")]
    return Scene(actions, judge, point="registry_tender")


SCENES = (two_holders, bid_and_clock, one_unit_twice)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_nothing_is_lost_and_nobody_opens_alone(rounds: Rounds, scene) -> None:
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", [two_holders, one_unit_twice], ids=lambda scene: scene.__name__)
def test_without_locks_it_goes_wrong(rounds: Rounds, scene) -> None:
    assert rounds.without(scene) != []
