"""What the pages of biddings speak of in the access table: one that takes bids, one that is opened."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from approvals.models import Case
from registry.bidding import tenders
from tests.cast import Cast
from tests.workflows.bidding import PASSPHRASES, put_to_units


class Tendering:
    """The tea company takes bids until tomorrow; the hotel's bids were opened, Chen's brings a file."""

    def __init__(self, cast: Cast, *, of: dict[str, Case]) -> None:
        a_day = timedelta(days=1)
        self.tenders = {
            "open": put_to_units(cast, cast.customer, by=of["open"], closes=timezone.now() + a_day),
            "opened": put_to_units(cast, cast.foreign, by=of["opened"], closes=cast.now + a_day),
        }
        opened = self.tenders["opened"]
        content = {"a_manager": cast.chen.pk, "share": "10"}
        self.bid = tenders.bid(
            opened.pk,
            unit=cast.other,
            by=cast.chen,
            content=content,
            file_name="方案.pdf",
            file=b"%PDF-",
            at=cast.now,
        )
        tenders.close(opened.pk)
        for name, passphrase in PASSPHRASES.items():
            person = cast.people[name]
            tenders.open_half(opened.pk, person=person, passphrase=passphrase, at=opened.closes_at)

    def address(self, url: str, about: str) -> str | None:
        """The address of a page of biddings; None of any other."""
        if about not in self.tenders:
            return None
        given = [self.bid.pk] if url == "bid-file" else []
        return reverse(url, args=[self.tenders[about].pk, *given])
