"""The end of a month of scores: what is entered, closed, corrected or objected to at the same moment."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from policy.periods import month as month_of
from registry.people import cards, managers, objections
from registry.people.scoring import Objection, Scorecard
from tests.cast import Cast
from tests.races.harness import Outcome
from tests.races.rounds import Rounds, Scene
from tests.scoring import AFTER, FEBRUARY, faultless, register

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ENTRIES, CLOSINGS = "registry_scoreentry", "registry_closing"
RATED = {"director_attitude": Decimal(9), "director_tasks": Decimal(9)}


def whole(cast: Cast) -> Scorecard:
    """A card of Li that can be closed with 80 points, of a month of its own in each round."""
    li = managers.of(cast.li) or register(cast, "li", appointed_on=date(2015, 1, 5))["li"]
    card = cards.of(li, month_of(FEBRUARY, -Scorecard.objects.count()))
    cards.enter(card.pk, faultless(li) | RATED, by=cast.qian, at=cast.now)
    return card


def closing(cast: Cast, card: Scorecard):
    return lambda: cards.close(cast.bureau, card.month, by=cast.sun, at=AFTER, on=AFTER.date())


def closed(cast: Cast) -> Scorecard:
    card = whole(cast)
    closing(cast, card)()
    return card


def correcting(cast: Cast, card: Scorecard, **numbers: int):
    given = {name: Decimal(number) for name, number in numbers.items()}
    return lambda: cards.correct(card.pk, given, reason="核对", by=cast.sun, at=AFTER)


def scores(card: Scorecard) -> list[Decimal]:
    """What the card came to, closing by closing, and what stands on it where that is another score."""
    card.refresh_from_db()
    found = list(card.closings.order_by("seq").values_list("score", flat=True))
    return found if found[-1:] == [card.score] else [*found, card.score]


def entry_and_close(cast: Cast) -> Scene:
    """The supervisor enters five visits that lack while human resources closes the month."""
    card = whole(cast)
    lacking = {"visits_lacking": Decimal(5)}

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        entry, close = outcomes
        if not close.ok:
            yield "the month was not closed"
        if (found := scores(card)) != [Decimal(75 if entry.ok else 80)]:
            yield f"what was entered and what was closed differ: {found}"
        if not entry.ok and not entry.refused(cards.IsClosed):
            yield "the supervisor is not told that the card is closed"

    enter = lambda: cards.enter(card.pk, lacking, by=cast.qian, at=AFTER)  # noqa: E731
    return Scene([enter, closing(cast, card)], judge, point=ENTRIES)


def two_closers(cast: Cast) -> Scene:
    """Human resources presses twice, or two of them do."""
    card = whole(cast)

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "the second one is refused"
        if (found := scores(card)) != [80]:
            yield f"closed {len(found)} times"

    return Scene([closing(cast, card), closing(cast, card)], judge, point=ENTRIES)


def two_corrections(cast: Cast) -> Scene:
    """One corrects the visits, the other the logs: the last closing knows both."""
    card = closed(cast)
    two = [correcting(cast, card, visits_lacking=5), correcting(cast, card, logs_lacking=1)]

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "a correction is lost"
        if (found := scores(card))[-1] != 74 or len(found) != 3:
            yield f"a correction does not know the other: {found}"

    return Scene(two, judge, point=ENTRIES)


def objection_and_correction(cast: Cast) -> Scene:
    """Li objects while the card is corrected: that answers it, or it is against what it is now."""
    card = closed(cast)
    object_ = lambda: objections.object_to(card.pk, said="漏计", by=cast.li, at=AFTER)  # noqa: E731

    def judge(outcomes: list[Outcome]) -> Iterator[str]:
        if not all(o.ok for o in outcomes):
            yield "one of the two was refused"
        for one in Objection.objects.filter(closing__card=card, closing__seq=1, outcome=""):
            yield f"an objection to a score that is gone waits for its answer: {one.pk}"

    return Scene([object_, correcting(cast, card, visits_lacking=5)], judge, point=CLOSINGS)


SCENES = (entry_and_close, two_closers, two_corrections, objection_and_correction)


@pytest.mark.parametrize("scene", SCENES)
def test_a_card_is_closed_and_corrected_as_if_one_came_after_the_other(rounds: Rounds, scene):
    assert rounds.hold(scene) == []


@pytest.mark.parametrize("scene", SCENES)
def test_without_locks_a_card_is_closed_or_corrected_wrongly(rounds: Rounds, scene):
    assert rounds.without(scene)
