"""What the centre's choice changes in the registers, in the deciding transaction."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from approvals import actions
from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from approvals.words import Part
from policy import protection, registration
from registry.customers import holdings, protections, record
from registry.customers.models import Protection
from registry.errors import RegistryError
from registry.org.models import Person, Unit
from workflows.expiry.models import Expiry

State = Protection.State


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def set_free(case: Case, move: Move) -> None:
    """Any unit may declare the customer again."""
    _settle(case, move, State.RELEASED)


def open_to_all(case: Case, move: Move) -> None:
    """The customer is put out to bidding among the units: a case of its own."""
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    try:
        held = protections.put_out(Expiry.of(case).protection_id, **about)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    actions.start(
        kind="bidding",
        applicant=case.applicant,
        unit=held.unit,
        title=f"公开竞标：{held.customer}"[:120],
        customer=held.customer,
        request={"protection": held},
        parts={Part.A_MANAGER: held.a_manager, Part.B_MANAGER: held.b_manager},
        because=f"{case.number} 选择公开竞标",
        actor=move.actor,
        at=move.at,
        key=uuid5(NAMESPACE_URL, f"qianpi:bidding:{case.pk}"),
    )


def let_go_on(case: Case, move: Move) -> None:
    """The same developers have as much time again as the policy gives."""
    asked = Expiry.of(case)
    held = asked.protection
    values = {value.name: value for value in case.ruling.values}
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    until = protection.ends_on(
        values, held.kind, held.confirmed_on, held.extended + 1, calendar=move.calendar
    )
    try:
        protections.extend(held.pk, last_day=until, **about)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    move.note("protected", protection=held.pk, last_day=until.isoformat())


def give_to_others(case: Case, move: Move) -> None:
    """The customer goes to another unit and its managers, who have a protected period of their own."""
    ended = _settle(case, move, State.REASSIGNED)
    said = move.answers("choose")
    unit = Unit.objects.get(pk=said["unit"])
    people = Person.objects.in_bulk([pk for pk in (said["a_manager"], said.get("b_manager")) if pk])
    a_manager, b_manager = people[said["a_manager"]], people.get(said.get("b_manager", 0))
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    until = registration.protected_until(case.ruling, move.on, move.calendar)
    customer = record.locked(ended.customer_id)
    try:
        wanted = (unit.pk, a_manager.pk, b_manager.pk if b_manager else None)
        if (customer.unit_id, *customer.managers) != wanted:
            holdings.hand_over(
                customer,
                unit=unit,
                a_manager=a_manager,
                b_manager=b_manager,
                since=move.on,
                reason="调整开发授权",
                **about,
            )
        made = protections.begin(
            customer,
            unit=unit,
            a_manager=a_manager,
            b_manager=b_manager,
            kind=ended.kind,
            project=ended.project,
            confirmed_on=move.on,
            last_day=until,
            **about,
        )
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    case.other_unit = unit
    move.changed("other_unit")
    move.note("protected", protection=made.pk, last_day=until.isoformat())


def _settle(case: Case, move: Move, how: Protection.State) -> Protection:
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    try:
        return protections.settle(Expiry.of(case).protection_id, how, on=move.on, **about)
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
