"""What a dispute changes in the registers: evidence when it is opened, what follows when it is settled."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from approvals.sharing import lead_percent
from approvals.words import Part, Verdict
from policy import dispute
from policy.deadlines import due_at
from registry.customers import moving, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole
from registry.sharing import instructions, splits
from registry.sharing.models import Instruction
from registry.sharing.splits import Side
from workflows.dispute import following
from workflows.dispute.evidence import gathered
from workflows.dispute.models import Dispute

What = Instruction.What


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def gather(case: Case, move: Move) -> None:
    """The evidence of the registers is kept with the case, and both sides have their parts."""
    asked = Dispute.of(case)
    asked.evidence = gathered(case)
    asked.save(update_fields=["evidence"])
    move.note("evidence", **{k: len(v) for k, v in asked.evidence.items() if k != "head"})
    parts = move.people.parts
    against = [person.pk for person in parts.get(Part.RESPONDENT, ())]
    if not against and case.other_unit_id is None:
        against = [case.applicant_id]  # a rule opened it, about the one that it names
        move.give_part(Part.RESPONDENT, against)
    elif Part.APPLICANT not in parts:
        move.give_part(Part.APPLICANT, [case.applicant_id])
    move.give_part(Part.SUBJECT, dict.fromkeys([case.applicant_id, *against]))


def serve(case: Case, move: Move) -> None:
    """Both sides are told of the ruling, and until when they can ask for a review."""
    people = [person.pk for person in move.people.parts.get(Part.SUBJECT, ())]
    note = f"裁决已作出，{review_ends(case, move):%Y-%m-%d}前可申请复核"
    move.tell("copied", f"ruling:{case.pk}", people=people, note=note)


def review_ends(case: Case, move: Move) -> datetime:
    days = case.ruling.value_of("deadline.review_window")
    return due_at(move.at, int(str(days)), move.calendar)


def said_in_the_end(case: Case, move: Move) -> tuple[str, dict[str, Any]]:
    """The verdict that counts, and its answers: that of the review where it changed the ruling."""
    verdicts = {o.node: o.verdict for o in move.opinions}
    if verdicts.get("review") == Verdict.CHANGED:
        return Verdict.CHANGED, move.answers("review")
    if "arbitrate" in verdicts:
        return verdicts["arbitrate"], move.answers("arbitrate")
    return verdicts.get("mediate", ""), move.answers("mediate")


def carry_out(case: Case, move: Move) -> None:
    """The customer is whose the ruling says, the split stands, and what follows is ordered."""
    verdict, said = said_in_the_end(case, move)
    if verdict == Verdict.NOT_PROVEN:
        return
    try:
        if said.get("owner"):
            _give(case, move, Unit.objects.get(pk=said["owner"]))
        if said.get("how"):
            _share(case, move, said)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    for person in Person.objects.filter(pk__in=said.get("responsible", [])).order_by("pk"):
        _order(case, move, person, said)
    following.tell_carriers(case, move)


def _give(case: Case, move: Move, unit: Unit) -> None:
    """The customer moves; while the centre chooses or takes bids for it, that it moves is ordered."""
    customer = record.locked(case.customer_id or 0)
    if customer.unit_id == unit.pk:
        return
    try:
        case.customer = moving.move(
            customer,
            unit=unit,
            a_manager=_manager(case, move, unit),
            b_manager=None,
            protected=moving.ENDS,
            on=move.on,
            by=_actor(move),
            at=move.at,
            origin=case.journal_subject,
            reason="争议裁决",
        )
        move.note("moved", customer=customer.pk, unit=unit.pk)
    except RegistryError as refusal:
        about: dict[str, Any] = {"customer": customer, "person": None, "unit": unit, "on": move.on}
        text = _("Ruled, and not carried out yet: %(why)s") % {"why": refusal}
        instructions.give(What.OWNERSHIP, origin=case.journal_subject, text=text[:200], **about)


def _manager(case: Case, move: Move, unit: Unit) -> Person | None:
    """Who of the two sides is an account manager there."""
    people = [case.applicant, *move.people.parts.get(Part.RESPONDENT, ())]
    held = Post.objects.on(move.on).filter(unit=unit, role=PostRole.ACCOUNT_MANAGER)
    there = set(held.values_list("person", flat=True))
    return next((person for person in people if person.pk in there), None)


def _share(case: Case, move: Move, said: dict[str, Any]) -> None:
    """Both ledgers: who owns the customer leads, the other unit assists."""
    if case.customer is None or case.other_unit is None:
        return
    customer = Customer.objects.select_related("unit").get(pk=case.customer.pk)
    other = case.other_unit if customer.unit_id != case.other_unit.pk else case.unit
    percent = Decimal(said["lead_percent"]) if said.get("lead_percent") else None
    same = customer.unit_id == other.pk
    try:
        lead_gets = lead_percent(
            said["how"], percent, bureau=case.bureau, on=move.on, same_unit=same
        )
    except ValidationError as refusal:
        raise NotPossibleNow(why=refusal.messages[0]) from refusal
    splits.enter(
        customer,
        how=said["how"],
        lead=Side(customer.unit, _manager(case, move, customer.unit)),
        assist=Side(other, _manager(case, move, other)),
        lead_percent=lead_gets,
        since=move.on,
        by=_actor(move),
        at=move.at,
        origin=case.journal_subject,
        reason="争议裁决",
    )


def _order(case: Case, move: Move, person: Person, said: dict[str, Any]) -> None:
    """What follows for one who is responsible; the fine is the figure that was frozen with the case."""
    post = Post.objects.on(move.on).filter(person=person, unit__bureau=case.bureau_id).first()
    about: dict[str, Any] = {"customer": case.customer, "person": person, "on": move.on}
    about |= {"unit": post.unit if post else case.unit, "origin": case.journal_subject}
    if said.get(dispute.FINE):
        fine = Decimal(str(case.ruling.figure(dispute.FINE)))
        instructions.give(What.FINE, amount_yuan=fine, **about)
    if said.get(dispute.NO_CREDIT):
        instructions.give(What.NO_CREDIT, **about)
    if said.get(dispute.SEVERE):
        instructions.give(What.SEVERE, **about)


def _actor(move: Move) -> Person | None:
    """Who acts; nobody, where the time to ask for a review ran out."""
    return move.actor if move.actor.pk else None
