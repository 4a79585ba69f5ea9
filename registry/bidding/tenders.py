"""The life of a tender: published, bid for until the minute, opened by two, awarded or failed.

Every function that changes something locks the tender's row first.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from registry.bidding import keys, sealing
from registry.bidding.models import Bid, BidPart, Holder, SealKey, Tender
from registry.customers.models import Protection
from registry.errors import RegistryError
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole, UnitKind

State = Tender.State
MARKETING = (UnitKind.COUNTY, UnitKind.BUSINESS, UnitKind.PROFESSIONAL)
BIDDERS = (
    *(PostRole.COUNTY_HEAD, PostRole.BRANCH_HEAD, PostRole.PROFESSIONAL_HEAD),
    *(PostRole.UNIT_DEPUTY, PostRole.ACCOUNT_MANAGER),
)


class ClosedForBids(RegistryError):
    """Bids were taken until %(when)s. Yours was not recorded."""


class NotABidder(RegistryError):
    """Only the heads and account managers of the marketing units bid, each for the own unit."""


class StillOpen(RegistryError):
    """Bids stay sealed until %(when)s."""


class NotAHolder(RegistryError):
    """You hold no key to these bids."""


class GivenAlready(RegistryError):
    """You have opened your half already."""


class TooFewHolders(RegistryError):
    """At least %(needed)s people with a key of their own open the bids together."""


def publish(
    *,
    protection: Protection,
    need: str,
    least_share: Decimal,
    marks: dict[str, int],
    closes_at: datetime,
    holders: Sequence[SealKey],
    at: datetime,
    origin: str,
) -> Tender:
    """A new tender. Raises TooFewHolders."""
    if len({key.person_id for key in holders}) < sealing.NEEDED:
        raise TooFewHolders(needed=sealing.NEEDED)
    tender = Tender.objects.create(
        bureau_id=protection.bureau_id,
        customer=protection.customer,
        protection=protection,
        declaring=protection.unit,
        need=need,
        least_share=least_share,
        marks=marks,
        published_at=at,
        closes_at=closes_at,
        origin=origin,
    )
    Holder.objects.bulk_create([Holder(tender=tender, key=key) for key in holders])
    return tender


def bids_for(person: Person, tender: Tender, on: date) -> list[Unit]:
    """The units for which the person can bid."""
    held = Post.objects.on(on).filter(
        person=person,
        role__in=BIDDERS,
        unit__bureau=tender.bureau_id,
        unit__kind__in=MARKETING,
    )
    return list(Unit.objects.filter(pk__in=held.values("unit")).order_by("path"))


def bid(
    tender_id: int,
    *,
    unit: Unit,
    by: Person,
    content: dict[str, Any],
    file_name: str = "",
    file: bytes = b"",
    at: datetime,
) -> Bid:
    """A unit's bid, sealed at once; it takes the place of the one before. Raises NotABidder,
    ClosedForBids.
    """
    with transaction.atomic():
        tender = _locked(tender_id)
        if unit not in bids_for(by, tender, timezone.localdate(at)):
            raise NotABidder
        if tender.state != State.OPEN or at >= tender.closes_at:
            raise ClosedForBids(when=_moment(tender.closes_at))
        holders = _holders(tender)
        told = content | {"file_name": file_name}
        sealed = sealing.seal(told, file, [bytes(holder.key.public) for holder in holders])
        tender.bids.filter(unit=unit, replaced_at=None).update(replaced_at=at)
        made = Bid.objects.create(
            tender=tender,
            unit=unit,
            by=by,
            arrived_at=at,
            sealed=sealed.box,
            digest=sealed.digest,
        )
        BidPart.objects.bulk_create(
            BidPart(bid=made, holder=holder, wrapped=half)
            for holder, half in zip(holders, sealed.halves, strict=True)
        )
        return made


def close(tender_id: int) -> Tender:
    """No bid is taken any more. Within a transaction."""
    tender = _locked(tender_id)
    tender.state = State.CLOSED
    tender.save(update_fields=["state"])
    return tender


def open_half(tender_id: int, *, person: Person, passphrase: str, at: datetime) -> bool:
    """A holder's half of all bids; whether they are open now.

    raises  StillOpen, NotAHolder, GivenAlready, WrongPassphrase
    """
    with transaction.atomic():
        tender = _locked(tender_id)
        if tender.state == State.OPEN or at < tender.closes_at:
            raise StillOpen(when=_moment(tender.closes_at))
        holders = _holders(tender)
        mine = next((holder for holder in holders if holder.key.person_id == person.pk), None)
        if mine is None:
            raise NotAHolder
        if mine.opened_at is not None:
            raise GivenAlready
        keys.check(mine.key, passphrase)
        for part in BidPart.objects.filter(holder=mine, bid__replaced_at=None):
            part.given = sealing.half_of(bytes(part.wrapped), passphrase, bytes(mine.key.salt))
            part.save(update_fields=["given"])
        mine.opened_at = at
        mine.save(update_fields=["opened_at"])
        if sum(holder.opened_at is not None for holder in holders) < sealing.NEEDED:
            return False
        _open_all(tender, [holder.pk for holder in holders])
        return True


def award(tender_id: int, *, winner_id: int, share: Decimal, on: date) -> Tender:
    """Somebody of those who bid has won; `share` percent of the revenue stay with the declaring unit."""
    tender = _locked(tender_id)
    tender.winner = tender.bids.select_related("unit").get(pk=winner_id, replaced_at=None)
    tender.share, tender.state, tender.settled_on = share, State.AWARDED, on
    tender.save(update_fields=["winner", "share", "state", "settled_on"])
    return tender


def fail(tender_id: int, *, on: date) -> Tender:
    """Nobody has won."""
    tender = _locked(tender_id)
    tender.state, tender.settled_on = State.FAILED, on
    tender.save(update_fields=["state", "settled_on"])
    return tender


def valid_bids(tender: Tender) -> QuerySet[Bid]:
    """The bids that count, by the units' order."""
    return tender.bids.filter(replaced_at=None).select_related("unit", "by").order_by("unit__path")


def in_bureaus(bureaus: Sequence[int]) -> QuerySet[Tender]:
    """What is, or was, put out to bidding there, the latest first."""
    rows = Tender.objects.filter(bureau__in=bureaus)
    about = ("customer", "declaring", "winner__unit")
    return rows.select_related(*about).order_by("-closes_at", "-pk")


def _locked(tender_id: int) -> Tender:
    rows = Tender.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("customer", "declaring").get(pk=tender_id)


def _holders(tender: Tender) -> list[Holder]:
    return list(tender.holders.select_related("key__person").order_by("pk"))


def _open_all(tender: Tender, places: list[int]) -> None:
    for one in tender.bids.filter(replaced_at=None):
        given = one.parts.exclude(given=None).order_by("holder")
        halves = {places.index(part.holder_id): bytes(part.given or b"") for part in given}
        told, file = sealing.unseal(bytes(one.sealed), halves, one.digest)
        one.file_name, one.file = told.pop("file_name", ""), file or None
        one.opened = told
        one.save(update_fields=["opened", "file", "file_name"])


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
