"""Whose customers are, as the tables say it, and what is wrong with that: judged without the product."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from registry.bidding.models import Bid, Tender
from registry.customers.models import Customer, Holding, Protection
from registry.sharing.models import CarriedOut, Consent, Instruction, Revocation, Share, Split

LIVE = ("running", "lapsed", "bid_out")
# The kinds of case that can change whose a customer is.
MOVING = ("registration", "success", "expiry", "bidding", "transfer", "dispute")


def _read(model: Any, *fields: str) -> dict[int, Any]:
    rows = model.objects.order_by("pk").values_list("pk", *fields, named=True)
    return {row.pk: row for row in rows}


@dataclass(frozen=True)
class Owned:
    """The registers at one moment. Two that are equal: nothing was changed in between."""

    customers: dict[int, Any]
    holdings: dict[int, Any]
    protections: dict[int, Any]
    tenders: dict[int, Any]
    bids: dict[int, Any]
    splits: dict[int, Any]
    shares: dict[int, Any]
    consents: dict[int, Any]
    counts: tuple[int, ...]

    @classmethod
    def now(cls) -> "Owned":
        owner = ("unit_id", "a_manager_id", "b_manager_id")
        about = ("customer_id", "unit_id", "state")
        return cls(
            customers=_read(Customer, *owner, "journal_seq"),
            holdings=_read(Holding, "customer_id", *owner, "since", "until"),
            protections=_read(Protection, *about, "last_day"),
            tenders=_read(Tender, "customer_id", "state", "closes_at", "winner_id", "share"),
            bids=_read(Bid, "tender_id", "unit_id", "arrived_at", "replaced_at"),
            splits=_read(Split, "customer_id", "policy", "since"),
            shares=_read(Share, "split_id", "ledger", "unit_id", "percent"),
            consents=_read(Consent, "customer_id", "unit_id", "owner_id"),
            counts=tuple(m.objects.count() for m in (Revocation, Instruction, CarriedOut)),
        )

    def live_of(self, customer_id: int) -> Any:
        rows = self.protections.values()
        return next((r for r in rows if r.customer_id == customer_id and r.state in LIVE), None)


def faults(seen: Owned) -> Iterator[str]:
    """What may never be, at whatever moment."""
    yield from _owners(seen)
    yield from _developers(seen)
    yield from _biddings(seen)
    yield from _shares(seen)


def _owners(seen: Owned) -> Iterator[str]:
    """One owner, who is the one that the register of customers names."""
    open_ = Counter(row.customer_id for row in seen.holdings.values() if row.until is None)
    for pk in seen.customers:
        if open_[pk] != 1:
            yield f"customer {pk} has {open_[pk]} owners"
    for row in seen.holdings.values():
        mine = seen.customers[row.customer_id]
        if row.until is None and row[2:5] != mine[1:4]:
            yield f"customer {mine.pk} belongs to {mine[1:4]}, its holding says {row[2:5]}"


def _developers(seen: Owned) -> Iterator[str]:
    """One live protection at most, and it is the owner's."""
    live = Counter(row.customer_id for row in seen.protections.values() if row.state in LIVE)
    yield from (f"customer {pk} has {n} live protections" for pk, n in live.items() if n > 1)
    for row in seen.protections.values():
        if row.state in LIVE and row.unit_id != seen.customers[row.customer_id].unit_id:
            yield f"protection {row.pk} is of another unit than customer {row.customer_id}"


def _biddings(seen: Owned) -> Iterator[str]:
    """No bid behind the close; the winner is among those that count, and owns the customer at first."""
    for bid in seen.bids.values():
        if bid.arrived_at >= seen.tenders[bid.tender_id].closes_at:
            yield f"bid {bid.pk} came after the close"
    for tender in seen.tenders.values():
        won = seen.bids.get(tender.winner_id) if tender.winner_id else None
        if (won is None) == (tender.state == "awarded"):
            yield f"tender {tender.pk} is {tender.state} with the winner {tender.winner_id}"
        elif won and (won.tender_id != tender.pk or won.replaced_at is not None):
            yield f"tender {tender.pk} was won by bid {won.pk}, which doesn't count in it"


def _shares(seen: Owned) -> Iterator[str]:
    """Two sides in each of two ledgers, a hundred together; both in full only for performance."""
    sums: dict[tuple[int, str], list[Any]] = {}
    for row in seen.shares.values():
        sums.setdefault((row.split_id, row.ledger), []).append(row.percent)
    for pk, split in seen.splits.items():
        for ledger in ("performance", "revenue"):
            both = split.policy == "both_count" and ledger == "performance"
            found = sums.get((pk, ledger), [])
            if len(found) != 2 or sum(found) != (200 if both else 100):
                yield f"split {pk}: {ledger} is {found}"


def went(before: Owned, after: Owned, kind: str, customers: set[int | None]) -> Iterator[str]:
    """What may not come of one step of a case of that kind about these customers."""
    for pk, row in after.customers.items():
        old = before.customers.get(pk)
        if old and old[1:4] != row[1:4] and (kind not in MOVING or pk not in customers):
            yield f"customer {pk} went from {old[1:4]} to {row[1:4]} by {kind}"
    for pk in after.consents.keys() - before.consents.keys():
        made = after.consents[pk]
        live = after.live_of(made.customer_id)
        if made.owner_id != after.customers[made.customer_id].unit_id:
            yield f"consent {pk} was given by another than the owner"
        if live and live.unit_id != made.unit_id:
            yield f"consent {pk} lets others in while customer {made.customer_id} is developed"
    for pk in after.tenders.keys() & before.tenders.keys():
        if (
            before.tenders[pk].state in ("awarded", "failed")
            and after.tenders[pk] != before.tenders[pk]
        ):
            yield f"tender {pk} was changed after it was settled"
