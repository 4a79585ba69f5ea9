"""What a step asks for besides a verdict, in the histories of customers: right answers, at random."""

import random
from typing import Any

from approvals.models import Case
from approvals.words import AGREEMENT
from registry.bidding import tenders
from tests.cast import Cast
from tests.workflows import bidding

HOWS: tuple[dict[str, Any], ...] = (
    {},
    {"how": "lead_assist"},
    {"how": "agreed", "lead_percent": "62.5"},
    {"how": "both_count"},
)
CONSEQUENCES = ({}, {"fine_yuan": "on"}, {"fine_yuan": "on", "no_credit": "on"})


def answers_to(
    cast: Cast, rng: random.Random, case: Case, node: str, verdict: str
) -> dict[str, Any]:
    """The answers that go with a verdict at a step; none where the step asks for nothing."""
    found = WAYS.get((case.kind, node))
    return found(cast, rng, case, verdict) if found else {}


def _somebody_of(cast: Cast, rng: random.Random, unit_id: int | None) -> int:
    """An account manager of the unit."""
    people = (cast.li, cast.lin) if unit_id == cast.county.pk else (cast.chen,)
    return rng.choice(people).pk


def _reassigning(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    if verdict != "reassigned":
        return {}
    unit = rng.choice((cast.county, cast.other))
    return {"unit": unit.pk, "a_manager": _somebody_of(cast, rng, unit.pk)}


def _receiving(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    return (
        {"a_manager": _somebody_of(cast, rng, case.other_unit_id)} if verdict in AGREEMENT else {}
    )


def _sharing(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    return rng.choice(HOWS) if verdict in (*AGREEMENT, "settled") else {}


def _handing(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    return {"received": ["archive"]}


def _ruling(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    if verdict not in ("ruled", "changed"):
        return {}
    said: dict[str, Any] = dict(rng.choice(HOWS))
    if what := rng.choice(CONSEQUENCES if case.ruling.value_of("fine_yuan") else ({},)):
        said |= what | {"responsible": [str(rng.choice((cast.li, cast.chen)).pk)]}
    if rng.random() < 0.6:
        said["owner"] = rng.choice((cast.county, cast.other)).pk
    return said


def _terms(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    return bidding.terms(cast) if verdict in AGREEMENT else {}


def _opening(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    return {"opened": True}


def _points(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    if rng.random() < 0.2:
        return {"conflict": "on"}
    return bidding.points(case, **{name: rng.randint(0, 10) for name in ("county", "other")})


def _awarding(cast: Cast, rng: random.Random, case: Case, verdict: str) -> dict[str, Any]:
    if verdict != "awarded":
        return {}
    bids = list(tenders.valid_bids(bidding.tender_of(case)))
    return {"winner": rng.choice(bids).pk, "share": rng.choice(("10", "33.33", "100"))}


WAYS = {
    ("expiry", "choose"): _reassigning,
    ("transfer", "receive"): _receiving,
    ("transfer", "confirm"): _sharing,
    ("transfer", "hand_over"): _handing,
    ("cross_area_consent", "confirm"): _sharing,
    ("dispute", "mediate"): _sharing,
    ("dispute", "arbitrate"): _ruling,
    ("dispute", "review"): _ruling,
    ("bidding", "terms"): _terms,
    ("bidding", "unseal"): _opening,
    ("bidding", "score"): _points,
    ("bidding", "award"): _awarding,
}
