"""What a report of success changes in the registers, in the transaction of the action."""

from typing import Any

from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from registry.customers import agreements, holdings, protections
from registry.errors import RegistryError
from workflows.success.models import Success


class TooLate(Refused):
    """%(why)s"""


def hold_the_clock(case: Case, move: Move) -> None:
    """Under the lock of the customer the period still runs: the clock finds the open report behind it."""
    asked = Success.of(case)
    assert asked.protection_id is not None
    try:
        held = protections.hold_running(asked.protection_id)
    except RegistryError as refusal:
        raise TooLate(why=refusal) from refusal
    move.note("reported", protection=held.pk)


def end_and_swap(case: Case, move: Move) -> None:
    """The period ends in success; A and B swap, where the policy asks for a pair."""
    asked = Success.of(case)
    assert asked.protection_id is not None
    about: dict[str, Any] = {"by": move.actor, "at": move.at, "origin": case.journal_subject}
    try:
        ended = protections.succeed(asked.protection_id, on=move.on, **about)
        customer = ended.customer
        if asked.proof == Success.Proof.AGREEMENT and asked.on_day:
            agreements.sign(
                customer,
                subject=case.title,
                number=asked.agreement_number,
                signed_on=asked.on_day,
                ends_on=asked.agreement_ends_on,
                amount_yuan=case.value_yuan,
                **about,
            )
        if {customer.a_manager_id, customer.b_manager_id} == {None}:
            return
        holdings.swap_roles(customer, since=move.on, reason="开发成功，AB角互换", **about)
    except RegistryError as refusal:
        raise TooLate(why=refusal) from refusal
