"""What must always hold of tenders: who won had bid, in time, and was opened."""

from collections.abc import Iterator

from django.db.models import F

from registry.bidding.models import Bid, Tender


def winners_had_bid() -> Iterator[str]:
    """The winner is one of the bids of its own tender that counted when it was opened."""
    won = Tender.objects.exclude(winner=None)
    for tender in won.exclude(winner__tender=F("pk")).iterator():
        yield f"tender {tender.pk}: the winner had not bid for it"
    for tender in won.exclude(winner__replaced_at=None).iterator():
        yield f"tender {tender.pk}: the winning bid was replaced before the close"
    for tender in won.filter(winner__opened=None).iterator():
        yield f"tender {tender.pk}: the winning bid was never opened"


def bids_came_in_time() -> Iterator[str]:
    """No bid arrived after the close."""
    for bid in Bid.objects.filter(arrived_at__gte=F("tender__closes_at")).iterator():
        yield f"bid {bid.pk} arrived when tender {bid.tender_id} was closed"


CHECKS = (winners_had_bid, bids_came_in_time)
