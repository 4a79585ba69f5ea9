"""The declaration of a customer or a project as a kind of case."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from approvals.kinds import Kind
from approvals.managers import foreign, protected
from approvals.models import Attachment, Case
from approvals.words import OPEN
from policy import registration
from policy.book import Rulebook
from policy.ruling import Ruling
from policy.units import fraction
from registry.customers import lookalikes, protections
from registry.org.models import Unit
from registry.org.roles import PostRole
from workflows.registration.answers import Confirming
from workflows.registration.effects import protection_of
from workflows.registration.flow import RegistrationFlow
from workflows.registration.forms import RegistrationForm
from workflows.registration.models import Registration


def rule(case: Case, request: Registration, on: date, book: Rulebook, set: str) -> Ruling:
    """What the rulebook asks of this kind of declaration."""
    return registration.rule_on(request.kind, on=on, book=book, set=set)


def missing(
    case: Case, request: Registration, ruling: Ruling, attached: set[str]
) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what is declared.")
    if request.a_manager_id is None:
        problems["a_manager"] = _("Name the A manager of the development.")
    if case.customer is None:
        problems |= _missing_of_a_new_one(case, request)
    elif others := foreign(case):
        problems["customer"] = others
    elif blocked := _being_developed(case, request):
        problems["customer"] = blocked
    if ruling.requires(registration.PLAN) and Attachment.Kind.PLAN not in attached:
        problems["plan"] = _(
            "A declared project needs its plan document. Attach it as PDF or Word."
        )
    taken = request.announcement
    if taken and (taken.closed_at or taken.apply_until < ruling.on):
        problems["announcement"] = _(
            "This announcement takes no applications any more. Choose another one, or none."
        )
    return problems


def _missing_of_a_new_one(case: Case, request: Registration) -> dict[str, str]:
    if not request.name:
        return {"name": _("Name the customer: a registered one, or a new one as on its licence.")}
    problems = {}
    if not request.licence_code and not request.situation:
        problems["licence_code"] = _(
            "Give the code of its licence; if it has none, say in the plan who the customer is."
        )
    known = lookalikes.same(case.bureau_id, name=request.name, licence_code=request.licence_code)
    if (found := known.first()) is not None:
        problems["name"] = _("This customer has been registered meanwhile, for %(unit)s.") % {
            "unit": found.unit
        }
    return problems


def _being_developed(case: Case, request: Registration) -> str:
    """Nobody declares a customer a second time while its period runs, its own developers neither."""
    held = protections.live_of(case.customer_id or 0)
    if held is None:
        return ""
    return protected(case, request) or _(
        "This customer is protected for you already, until %(day)s."
    ) % {"day": held.last_day}


def facts(case: Case, request: Registration) -> list[tuple[str, Any]]:
    """What the page shows of a declaration, besides title and value."""
    kept = protection_of(case)
    return [
        (_("Kind of declaration"), request.get_kind_display()),
        (_("Customer"), None if case.customer else request.name),
        (_("Short name"), request.short_name),
        (_("Unified social credit code"), request.licence_code),
        (_("Why it is a key account"), request.get_basis_display()),
        (_("Seat of the office that signs"), request.territory),
        (_("A manager"), request.a_manager),
        (_("B manager"), request.b_manager),
        (_("Proposed start"), request.starts_on),
        (_("On the announcement"), request.announcement),
        (_("Customer situation"), request.situation),
        (_("Alike in the register"), None if case.closed_at else _alike(case, request)),
        (_("Asked for by others too"), None if case.closed_at else _rivals(case, request)),
        (_("Protected until"), kept.last_day if kept else None),
    ]


def hints(case: Case, request: Registration, ruling: Ruling) -> list[str]:
    """That the new customer may be one that is registered, while the declaration is written."""
    found = "" if case.customer_id else _named_alike(case, request, ruling)
    if not found:
        return []
    sentence = _("Alike in the register: %(names)s. Look whether it is the same customer.")
    return [sentence % {"names": found}]


def _alike(case: Case, request: Registration) -> str:
    """Registered customers that may be the same one."""
    if case.customer_id or not case.ruling_json:
        return ""
    return _named_alike(case, request, case.ruling)


def _named_alike(case: Case, request: Registration, ruling: Ruling) -> str:
    share = ruling.value_of(registration.LIKENESS)
    if share is None or not request.name:
        return ""
    found = lookalikes.alike(case.bureau_id, name=request.name, likeness=fraction(share))
    return _listed((one.name, one.unit) for one in found)


def _rivals(case: Case, request: Registration) -> str:
    """Open declarations of other units for the same customer, the earlier first."""
    if case.customer_id:
        return ""
    same = Registration.objects.filter(case__bureau=case.bureau_id, case__status__in=OPEN)
    same = same.filter(name=request.name) | (
        same.filter(licence_code=request.licence_code) if request.licence_code else same.none()
    )
    rows = same.exclude(pk=case.pk).select_related("case__unit").order_by("case__submitted_at")[:5]
    return _listed((row.case.number, row.case.unit) for row in rows)


def _listed(found: Iterable[tuple[str, Unit]]) -> str:
    """What was found, each with its unit."""
    each = (_("%(what)s (%(unit)s)") % {"what": what, "unit": unit} for what, unit in found)
    return pgettext("list", ", ").join(each)


VOUCHES = {
    "unit_review": ("unit", "customer", "name", "licence_code", "kind", "a_manager", "b_manager"),
}

REGISTRATION = Kind(
    name="registration",
    title=gettext_lazy("Registration and declaration"),
    about=gettext_lazy(
        "You have found a new customer, or a project with a customer, and want to develop it. "
        "Once it is confirmed, nobody else may work on it for the protected period."
    ),
    prefix="ZC",
    flows=(RegistrationFlow,),
    applies=(PostRole.ACCOUNT_MANAGER,),
    request=Registration,
    form=RegistrationForm,
    rule=rule,
    missing=missing,
    facts=facts,
    hints=hints,
    answers={"confirm": Confirming},
    vouches=VOUCHES,
)
