"""What a bidding changes in the registers, in the transaction of the action."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from approvals import actions
from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from approvals.words import Part, Verdict
from policy import bidding, registration
from policy import splits as policy
from policy.deadlines import due_at
from registry.bidding import tenders
from registry.bidding.models import Bid, SealKey, Tender
from registry.customers import holdings, protections, record
from registry.customers.models import Protection
from registry.errors import RegistryError
from registry.org.models import Person, Post
from registry.sharing import splits
from registry.sharing.splits import Side
from workflows.bidding.models import Bidding

State = Protection.State


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def publish_tender(case: Case, move: Move) -> None:
    """The tender is there, its key holders and panel have their parts, and all units are told."""
    asked, said = Bidding.of(case), move.answers("terms")
    holders = list(SealKey.objects.filter(pk__in=said["holders"]).order_by("pk"))
    try:
        tender = tenders.publish(
            protection=asked.protection,
            need=said["need"],
            least_share=Decimal(said["least_share"]),
            marks=bidding.marks_of(case.ruling),
            closes_at=datetime.fromisoformat(said["closes_at"]),
            holders=holders,
            at=move.at,
            origin=case.journal_subject,
        )
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    asked.tender = tender
    asked.save(update_fields=["tender"])
    move.give_part(Part.KEY_HOLDER, [key.person_id for key in holders])
    move.give_part(Part.PANELLIST, [int(pk) for pk in said["panel"]])
    move.note("tender", tender=tender.pk, closes_at=said["closes_at"])
    marketing = Post.objects.on(move.on).filter(
        role__in=tenders.BIDDERS, unit__bureau=case.bureau_id, unit__kind__in=tenders.MARKETING
    )
    people = sorted(set(marketing.values_list("person", flat=True)))
    move.tell("tender", tender.pk, people=people, path=f"/tenders/{tender.pk}/")


def closing(case: Case) -> datetime:
    return _tender(case).closes_at


def how_it_closed(case: Case, move: Move) -> str:
    """Closed with bids, whose senders have a part in the case; or without any."""
    tender = tenders.close(_tender(case).pk)
    bids = list(tenders.valid_bids(tender))
    move.note("bids_closed", bids={str(bid.unit_id): bid.digest for bid in bids})
    if not bids:
        return Verdict.NOT_AWARDED
    move.give_part(Part.BIDDER, [bid.by_id for bid in bids])
    return Verdict.LAPSED


class NotOpened(Refused):
    """The bids are not open yet: two holders open them with their passphrases, on the page of the
    tender.
    """


def check_opened(case: Case, move: Move) -> None:
    """Nobody judges what is still sealed."""
    if tenders.valid_bids(_tender(case)).filter(opened__isnull=True).exists():
        raise NotOpened
    move.note("bids_opened")


def objections_end(case: Case, move: Move) -> datetime:
    days = case.ruling.value_of("deadline.standstill")
    return due_at(move.at, int(str(days)), move.calendar)


def give_to_the_winner(case: Case, move: Move) -> None:
    """The customer is the winner's, who has a protected period of its own."""
    asked, said = Bidding.of(case), move.answers("award")
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    if about["by"].pk is None:
        about["by"] = None  # the time for objections ran out: nobody acts
    until = registration.protected_until(case.ruling, move.on, move.calendar)
    try:
        ended = protections.settle(asked.protection_id, State.REASSIGNED, on=move.on, **about)
        tender = tenders.award(
            _tender(case).pk,
            winner_id=int(said["winner"]),
            share=Decimal(said["share"]),
            on=move.on,
        )
        assert tender.winner is not None
        a_manager, b_manager = _managers(tender.winner)
        customer = record.locked(ended.customer_id)
        wanted = (tender.winner.unit_id, a_manager.pk, b_manager.pk if b_manager else None)
        if (customer.unit_id, *customer.managers) != wanted:
            holdings.hand_over(
                customer,
                unit=tender.winner.unit,
                a_manager=a_manager,
                b_manager=b_manager,
                since=move.on,
                reason="公开竞标中标",
                **about,
            )
        made = protections.begin(
            customer,
            unit=tender.winner.unit,
            a_manager=a_manager,
            b_manager=b_manager,
            kind=ended.kind,
            project=ended.project,
            confirmed_on=move.on,
            last_day=until,
            **about,
        )
        _share(tender, a_manager, ended, move.on, about)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    case.other_unit = tender.winner.unit
    move.changed("other_unit")
    move.note("protected", protection=made.pk, last_day=until.isoformat())


def _share(
    tender: Tender, lead: Person, ended: Protection, on: date, about: dict[str, Any]
) -> None:
    """The award's split stands in both ledgers: the winner leads, the declaring unit has its share."""
    share = tender.share or Decimal(0)
    assert tender.winner is not None
    if not 0 < share < policy.WHOLE or tender.winner.unit_id == tender.declaring_id:
        return
    splits.enter(
        tender.customer,
        how=policy.AGREED,
        lead=Side(tender.winner.unit, lead),
        assist=Side(tender.declaring, ended.a_manager),
        lead_percent=policy.WHOLE - share,
        since=on,
        reason="公开竞标中标",
        **about,
    )


def set_free(case: Case, move: Move) -> None:
    """Any unit may declare the customer again."""
    asked = Bidding.of(case)
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    try:
        protections.settle(asked.protection_id, State.RELEASED, on=move.on, **about)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    _fail(asked, move)


def start_again(case: Case, move: Move) -> None:
    """Another bidding for the same customer begins with its terms."""
    asked = Bidding.of(case)
    _fail(asked, move)
    held = asked.protection
    actions.start(
        kind="bidding",
        applicant=case.applicant,
        unit=case.unit,
        title=case.title,
        customer=held.customer,
        request={"protection": held},
        parts={Part.A_MANAGER: held.a_manager, Part.B_MANAGER: held.b_manager},
        because=f"{case.number} 未定标，重新竞标",
        actor=move.actor,
        at=move.at,
        key=uuid5(NAMESPACE_URL, f"qianpi:bidding-again:{case.pk}"),
    )


def _fail(asked: Bidding, move: Move) -> None:
    if asked.tender_id is not None:
        tenders.fail(asked.tender_id, on=move.on)


def _tender(case: Case) -> Tender:
    tender = Bidding.of(case).tender
    assert tender is not None
    return tender


def _managers(bid: Bid) -> tuple[Person, Person | None]:
    """Who leads and who supports, as the bid names them; whoever has left is replaced by who sent it."""
    told = bid.told
    people = Person.objects.filter(is_active=True).in_bulk(
        [pk for pk in (told.get("a_manager"), told.get("b_manager")) if pk]
    )
    a_manager = people.get(told.get("a_manager", 0)) or bid.by
    b_manager = people.get(told.get("b_manager") or 0)
    return a_manager, b_manager if b_manager != a_manager else None
