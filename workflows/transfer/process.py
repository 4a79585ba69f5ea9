"""The transfer of a customer as a kind of case."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.kinds import Kind
from approvals.models import Case
from approvals.sharing import asked_share
from approvals.words import OPEN
from policy import transfer
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.customers import protections
from registry.org.roles import PostRole
from registry.revenue import arrears
from registry.sharing.models import Split
from workflows.transfer.answers import Deciding, Handing, Receiving
from workflows.transfer.flow import TransferFlow
from workflows.transfer.forms import TransferForm
from workflows.transfer.models import Transfer


def rule(case: Case, request: Transfer, on: date, book: Rulebook, set: str) -> Ruling:
    """What the transfer goes through, and whether a protected period stands in its way."""
    held = protections.live_of(case.customer) if case.customer else None
    return transfer.rule_on(held is not None, on=on, book=book, set=set)


def missing(case: Case, request: Transfer, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what is handed over.")
    if case.other_unit is None:
        problems["other_unit"] = _("Choose the unit that receives the customer.")
    if not request.told:
        problems["told"] = _("Say why the customer is handed over.")
    if not request.items:
        problems["items"] = _("List what is handed over with the customer.")
    if case.customer is None:
        problems["customer"] = _("Name the customer that is handed over.")
    elif blocked := _blocked(case, ruling):
        problems["customer"] = blocked
    return problems


def _blocked(case: Case, ruling: Ruling) -> str:
    """Why this customer can't be handed over now."""
    customer = case.customer
    assert customer is not None
    if customer.unit_id != case.unit_id:
        return _("This customer belongs to %(unit)s. Only its own unit hands it over.") % {
            "unit": customer.unit
        }
    held = protections.live_of(customer)
    if held and (transfer.blocked(ruling) or held.state != held.State.RUNNING):
        return str(protections.refusal(held))
    others = Case.objects.filter(kind="transfer", customer=customer, status__in=OPEN)
    other = others.exclude(pk=case.pk).first()
    if other is not None:
        return _("This customer is being handed over already: %(number)s.") % {
            "number": other.number
        }
    return ""


def facts(case: Case, request: Transfer) -> list[tuple[str, Any]]:
    """What the page shows of a transfer, besides its title."""
    made = Split.objects.filter(origin=case.journal_subject).first() if case.closed_at else None
    return [
        (_("Unit that hands it over"), case.unit),
        (_("Unit that receives it"), case.other_unit),
        (_("Reason"), request.get_reason_display()),
        (_("Why it is handed over"), request.told),
        (_("What is handed over"), request.items),
        (_("Split that was asked for"), request.get_how_display() if request.how else None),
        (_("Share of the unit that leads"), asked_share(request.how, request.lead_percent)),
        (_("Split"), made),
        *_of_care(case),
    ]


def _of_care(case: Case) -> list[tuple[str, Any]]:
    """What whoever checks that care goes on has to know, as long as it is not decided."""
    customer = case.customer
    if customer is None or case.closed_at or not case.ruling_json:
        return []
    owed = arrears.total(arrears.owed(case.ruling.on, customer.revenue.all()))
    under_way = Case.objects.filter(customer=customer, status__in=OPEN).exclude(pk=case.pk)
    return [
        (_("Archive brought up to date on"), customer.archive_on),
        (_("Arrears (yuan)"), owed or None),
        (_("Other cases under way"), under_way.count() or None),
    ]


TRANSFER = Kind(
    name="transfer",
    title=gettext_lazy("Customer transfer"),
    about=gettext_lazy(
        "A customer is to be looked after by another unit or another manager. "
        "The receiving side agrees, and the revenue is split as the rules say."
    ),
    prefix="YJ",
    flows=(TransferFlow,),
    applies=(PostRole.ACCOUNT_MANAGER,),
    request=Transfer,
    form=TransferForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"receive": Receiving, "confirm": Deciding, "hand_over": Handing},
)
