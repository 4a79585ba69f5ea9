"""The review of a contract or a commission as a kind of case."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.kinds import Kind
from approvals.managers import foreign
from approvals.models import Attachment, Case
from policy import contracts
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.org.roles import PostRole
from workflows.contract.flow import ContractFlow
from workflows.contract.forms import ContractForm
from workflows.contract.models import ContractReview


def rule(case: Case, request: ContractReview, on: date, book: Rulebook, set: str) -> Ruling:
    """Who reviews it, and in which time."""
    return contracts.rule_on(request.subject or "contract", on=on, book=book, set=set)


def missing(
    case: Case, request: ContractReview, ruling: Ruling, attached: set[str]
) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what is to be reviewed.")
    if case.customer is None:
        problems["customer"] = _("Name the customer.")
    elif others := foreign(case):
        problems["customer"] = others
    if request.has_contract:
        if not request.terms:
            problems["terms"] = _("Say what the main terms are.")
        if Attachment.Kind.AGREEMENT not in attached:
            problems["agreement"] = _("Attach the text of the contract.")
    if request.has_commission:
        if request.commission_yuan is None:
            problems["commission_yuan"] = _("Say how much is to be paid.")
        if not request.payee or not request.payee_name:
            problems["payee_name"] = _("Say to whom it is to be paid.")
        if not request.basis:
            problems["basis"] = _("Say how the sum is worked out.")
    return problems


def facts(case: Case, request: ContractReview) -> list[tuple[str, Any]]:
    """What the page shows of a review, besides title and value."""
    return [
        (_("Subject of the review"), request.get_subject_display()),
        (_("Number of the agreement"), request.agreement_number),
        (_("Signed on"), request.signed_on),
        (_("Agreement until"), request.ends_on),
        (_("Main terms"), request.terms),
        (_("Commission (yuan)"), request.commission_yuan),
        (_("Paid to"), request.get_payee_display()),
        (_("Name of the payee"), request.payee_name),
        (_("How it is worked out"), request.basis),
    ]


_SUMS = ("customer", "subject", "value_yuan", "commission_yuan", "payee", "payee_name", "basis")
VOUCHES = {
    "unit_review": ("unit", *_SUMS, "signed_on", "ends_on"),
    "terms_check": (*_SUMS, "terms", "agreement_number", "signed_on", "ends_on", "attachments"),
}

CONTRACT = Kind(
    name="contract",
    title=gettext_lazy("Contract and commission review"),
    about=gettext_lazy(
        "A contract with a customer or a commission is to be checked before it is signed or paid. "
        "The centre checks it, its director decides."
    ),
    prefix="HT",
    flows=(ContractFlow,),
    applies=(PostRole.ACCOUNT_MANAGER,),
    request=ContractReview,
    form=ContractForm,
    rule=rule,
    missing=missing,
    facts=facts,
    vouches=VOUCHES,
)
