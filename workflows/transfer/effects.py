"""What an approved transfer changes in the registers, in the deciding transaction."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from approvals.sharing import lead_percent
from approvals.words import Part
from documents import wording
from policy import transfer
from registry.customers import moving, record
from registry.customers.models import Customer
from registry.errors import RegistryError
from registry.org.models import Person
from registry.sharing import splits
from registry.sharing.splits import Side
from workflows.transfer.models import Transfer


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def move_customer(case: Case, move: Move) -> None:
    """The customer is the receiving unit's; the split stands in both ledgers; those concerned are told."""
    asked, said = Transfer.of(case), move.answers("receive")
    people = Person.objects.in_bulk([pk for pk in (said["a_manager"], said.get("b_manager")) if pk])
    a_manager, b_manager = people[said["a_manager"]], people.get(said.get("b_manager") or 0)
    assert case.other_unit is not None and case.customer is not None
    held = record.locked(case.customer.pk)
    if held.unit_id != case.unit_id:
        told = {"customer": held, "unit": held.unit}
        raise NotPossibleNow(why=_("%(customer)s belongs to %(unit)s now.") % told)
    giver = held.a_manager
    with wording.in_chinese():  # what is stored is Chinese
        reason = f"客户移交：{asked.get_reason_display()}"
    along = case.ruling.requires(transfer.WHILE_PROTECTED)
    try:
        customer = moving.move(
            held,
            unit=case.other_unit,
            a_manager=a_manager,
            b_manager=b_manager,
            protected=moving.GOES_ALONG if along else moving.STAYS,
            on=move.on,
            by=move.actor,
            at=move.at,
            origin=case.journal_subject,
            reason=reason,
        )
        _share(case, move, customer, Side(case.other_unit, a_manager), Side(case.unit, giver))
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    case.customer = customer
    move.note("moved", customer=customer.pk, unit=case.other_unit.pk)
    move.give_part(Part.NEW_A_MANAGER, [a_manager.pk])
    if b_manager is not None:
        move.give_part(Part.NEW_B_MANAGER, [b_manager.pk])
    whom = [person.pk for person in (giver, b_manager) if person]
    if whom:
        note = f"{customer}自{move.on:%Y-%m-%d}起由{case.other_unit}负责"
        move.tell("handed_over", case.pk, people=whom, note=note)


def _share(case: Case, move: Move, customer: Customer, lead: Side, assist: Side) -> None:
    """Both ledgers, where the centre says that something is shared."""
    said: dict[str, Any] = move.answers("confirm")
    if not (how := said.get("how")):
        return
    percent = Decimal(said["lead_percent"]) if said.get("lead_percent") else None
    try:
        lead_gets = lead_percent(how, percent, bureau=case.bureau, on=move.on)
    except ValidationError as refusal:
        raise NotPossibleNow(why=refusal.messages[0]) from refusal
    splits.enter(
        customer,
        how=how,
        lead=lead,
        assist=assist,
        lead_percent=lead_gets,
        since=move.on,
        by=move.actor,
        at=move.at,
        origin=case.journal_subject,
        reason="客户移交",
    )
