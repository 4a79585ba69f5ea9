"""The report of success as a kind of case."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.kinds import Kind
from approvals.models import Attachment, Case
from policy import success
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.customers.models import Protection
from registry.org.roles import PostRole
from workflows.success.flow import SuccessFlow
from workflows.success.forms import SuccessForm
from workflows.success.models import Success


def rule(case: Case, request: Success, on: date, book: Rulebook, set: str) -> Ruling:
    """What counts as success, and how its report is dealt with."""
    return success.rule_on(request.proof, on=on, book=book, set=set)


def missing(case: Case, request: Success, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what was achieved.")
    held = request.protection
    if held is None:
        problems["protection"] = _("Choose the development that succeeded.")
    elif held.state != Protection.State.RUNNING:
        problems["protection"] = _(
            "The protected period of %(customer)s was over on %(day)s: the centre decides what follows."
        ) % {"customer": held.customer, "day": date_format(held.last_day)}
    if request.on_day is None:
        problems["on_day"] = _("Say on which day it was signed, or from when there is revenue.")
    if Attachment.Kind.AGREEMENT not in attached:
        problems["agreement"] = _("Attach the agreement, or the voucher of the revenue.")
    if ruling.value != success.COUNTS:
        problems["proof"] = _("This doesn't count as success by the rules of the bureau.")
    return problems


def facts(case: Case, request: Success) -> list[tuple[str, Any]]:
    """What the page shows of a report, besides title and value."""
    held = request.protection
    return [
        (_("Protected development"), held),
        (_("Protected until"), held.last_day if held else None),
        (_("Proof"), request.get_proof_display()),
        (_("Signed on, or revenue from"), request.on_day),
        (_("Number of the agreement"), request.agreement_number),
        (_("Agreement until"), request.agreement_ends_on),
        (_("How it went"), request.told),
    ]


VOUCHES = {"unit_review": ("unit", "protection", "proof", "on_day", "attachments")}

SUCCESS = Kind(
    name="success",
    title=gettext_lazy("Report of success"),
    about=gettext_lazy(
        "A development that is protected for you has led to business. "
        "Report it before the period is over, with the evidence."
    ),
    prefix="CG",
    flows=(SuccessFlow,),
    applies=(PostRole.ACCOUNT_MANAGER,),
    request=Success,
    form=SuccessForm,
    rule=rule,
    missing=missing,
    facts=facts,
    vouches=VOUCHES,
)
