"""The words of the tests of biddings: put out, bid, open, judge, award."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from approvals import clocks
from approvals.models import Case
from registry.bidding import keys, tenders
from registry.bidding.models import SealKey, Tender
from registry.customers import protections
from registry.customers.models import Customer
from registry.org.roles import PostRole
from tests.cast import Cast, decide
from tests.workflows.declaring import after_the_last_day, choose, confirmed

PASSPHRASES = {
    "deputy": "海阔凭鱼跃天高任鸟飞一二",
    "qian": "春风又绿江南岸明月何时照",
}


def put_out(cast: Cast, **given: Any) -> Case:
    """Li's time is over: the centre puts the customer out to bidding and is to set the terms."""
    held = confirmed(cast, customer=cast.customer, **given)
    choose(cast, after_the_last_day(cast, held), "bid_out")
    return Case.objects.get(kind="bidding")


def terms(cast: Cast, **given: Any) -> dict[str, Any]:
    """The answers of the director: noon in eight days, a tenth, two holders, a panel of three."""
    noon = (cast.now + timedelta(days=8)).replace(hour=4, minute=0, second=0, microsecond=0)
    said = {
        "closes_at": (noon + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M"),
        "need": "年货与日常寄递",
        "least_share": "10",
        "holders": [str(key.pk) for key in holders(cast)],
        "panel": [str(cast.people[name].pk) for name in ("zhou", "ma", "judge")],
    }
    return said | given


def published(cast: Cast) -> Case:
    """Bids are taken."""
    cast.post("judge", cast.marketing, PostRole.PLANNER, "评委")
    case = put_out(cast)
    return decide(cast, case, cast.director, answers=terms(cast))


def put_to_units(cast: Cast, customer: Customer, *, by: Case, closes: datetime) -> Tender:
    """A tender straight away: the time of the case's applicant is over and the two holders have keys."""
    about = {"by": cast.director, "at": cast.now, "origin": by.journal_subject}
    days = {"confirmed_on": date(2026, 1, 5), "last_day": date(2026, 3, 4)}
    people = {"unit": by.unit, "a_manager": by.applicant, "b_manager": None}
    held = protections.begin(customer, kind="regular", **people, **days, **about)
    protections.lapse(held.pk, on=date(2026, 3, 5), at=cast.now)
    protections.put_out(held.pk, **about)
    return tenders.publish(
        protection=held,
        need="年货寄递",
        least_share=Decimal(10),
        marks={"plan": 100},
        closes_at=closes,
        holders=holders(cast),
        at=cast.now,
        origin=by.journal_subject,
    )


def holders(cast: Cast) -> list[SealKey]:
    """The keys of those who open the bids."""
    return [
        keys.of(cast.people[name])
        or keys.make(person=cast.people[name], passphrase=passphrase, at=cast.now)
        for name, passphrase in PASSPHRASES.items()
    ]


def tender_of(case: Case) -> Tender:
    return Tender.objects.get(origin=case.journal_subject)


def bid(cast: Cast, tender: Tender, who: str, **given: Any):
    """A bid of somebody for the own unit."""
    person = cast.people[who]
    unit = tenders.bids_for(person, tender, cast.now.date())[0]
    told = {"a_manager": person.pk, "b_manager": None, "revenue_yuan": "80000", "days": 60}
    told |= {"share": "15", "plan": "上门揽收", "resources": "两人一车"}
    told |= {k: v for k, v in given.items() if k != "at"}
    return tenders.bid(
        tender.pk, unit=unit, by=person, content=told, at=given.get("at") or cast.later()
    )


def strike(cast: Cast, moment: datetime) -> None:
    """The clock of waits strikes at that moment."""
    cast.now = max(cast.now, moment)
    clocks.sweep(cast.now)


def opened(cast: Cast, case: Case) -> Case:
    """Bids were taken and two holders opened them; the panel is asked."""
    tender = tender_of(case)
    strike(cast, tender.closes_at)
    for name, passphrase in PASSPHRASES.items():
        person = cast.people[name]
        tenders.open_half(tender.pk, person=person, passphrase=passphrase, at=cast.later())
        case = decide(cast, case, person, "given", answers={"opened": True})
    return case


def points(case: Case, **of_units: int) -> dict[str, Any]:
    """Answers that give each bid the same points for everything, by the code of its unit."""
    said = {}
    for one in tenders.valid_bids(tender_of(case)):
        for name in ("plan", "revenue", "resources", "split"):
            said[f"b{one.pk}_{name}"] = of_units[one.unit.code.lower()]
    return said


def judged(cast: Cast, case: Case, **of_units: int) -> Case:
    """The panel has judged."""
    for name in ("zhou", "ma", "judge"):
        case = decide(cast, case, cast.people[name], "scored", answers=points(case, **of_units))
    return case
