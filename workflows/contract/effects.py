"""What an agreed review changes in the register, in the deciding transaction."""

from approvals.errors import Refused
from approvals.models import Case
from approvals.move import Move
from registry.customers import agreements
from registry.errors import RegistryError
from workflows.contract.models import ContractReview


class NotPossibleNow(Refused):
    """The register says no: %(why)s"""


def enter_agreement(case: Case, move: Move) -> None:
    """A contract that is signed, among the agreements of its customer; nothing else is registered."""
    asked, customer = ContractReview.of(case), case.customer
    if customer is None or not asked.has_contract or asked.signed_on is None:
        return
    try:
        made = agreements.sign(
            customer,
            subject=case.title,
            number=asked.agreement_number,
            signed_on=asked.signed_on,
            ends_on=asked.ends_on,
            amount_yuan=case.value_yuan,
            by=move.actor,
            at=move.at,
            origin=case.journal_subject,
        )
    except RegistryError as refusal:
        raise NotPossibleNow(why=refusal) from refusal
    move.note("agreement", agreement=made.pk)
