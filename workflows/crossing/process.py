"""The consent to market in another area as a kind of case."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.kinds import Kind, Link
from approvals.models import Case
from approvals.sharing import asked_share
from policy import crossing
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.customers import protections
from registry.errors import RegistryError
from registry.org.roles import PostRole
from registry.sharing.models import Consent
from workflows.crossing.answers import Consenting
from workflows.crossing.effects import consent_of
from workflows.crossing.flow import CrossingFlow
from workflows.crossing.forms import CrossingForm
from workflows.crossing.models import Crossing


def rule(case: Case, request: Crossing, on: date, book: Rulebook, set: str) -> Ruling:
    """What the consent goes through, and how long it can be."""
    starts = request.starts_on or on
    return crossing.rule_on(starts, request.ends_on or starts, on=on, book=book, set=set)


def missing(case: Case, request: Crossing, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission."""
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what is asked for.")
    if case.customer is None and not request.area:
        problems["customer"] = _("Name the customer, or say in which area.")
    elif case.customer is None and case.other_unit is None:
        problems["other_unit"] = _("Choose the unit of that area.")
    elif case.customer is not None and (blocked := _blocked(case)):
        problems["customer"] = blocked
    if request.a_manager is None:
        problems["a_manager"] = _("Name who goes there.")
    if request.starts_on is None:
        problems["starts_on"] = _("Say from which day.")
    if request.ends_on is None or request.ends_on < ruling.on:
        problems["ends_on"] = _("Say until which day; it has to be today or later.")
    if not request.told:
        problems["told"] = _("Say why your unit has to market there.")
    return problems


def _blocked(case: Case) -> str:
    """Why nobody else can market to the customer now."""
    customer = case.customer
    assert customer is not None
    if customer.unit_id == case.unit_id:
        return _("This is your own unit's: no consent is needed.")
    try:
        protections.check_free(customer, unit=case.unit, people=())
    except RegistryError as refusal:
        return str(refusal)
    return ""


def facts(case: Case, request: Crossing) -> list[tuple[str, Any]]:
    """What the page shows of a request, besides its title."""
    given = consent_of(case)
    return [
        (_("Area"), request.area),
        (_("Unit of that area"), case.other_unit),
        (_("Who goes there"), request.a_manager),
        (_("From"), request.starts_on),
        (_("To"), request.ends_on),
        (_("Why it is needed"), request.told),
        (_("Split that was asked for"), request.get_how_display() if request.how else None),
        (_("Share of the unit that leads"), asked_share(request.how, request.lead_percent)),
        (_("Consent until"), Link("/consents/", date_format(given.until)) if given else None),
        (_("Consent taken back"), _ended(given)),
    ]


def _ended(given: Consent | None) -> str | None:
    """When, by whom and why the consent was taken back, if it was."""
    if given is None or (end := given.taken_back) is None:
        return None
    told = {"day": date_format(end.on), "who": end.by, "why": end.why}
    return _("on %(day)s by %(who)s: %(why)s") % told


CROSSING = Kind(
    name="cross_area_consent",
    title=gettext_lazy("Cross-area marketing"),
    about=gettext_lazy(
        "A customer of another unit is to be offered something by yours. "
        "Its owner agrees first, for a time and with a split of the revenue."
    ),
    prefix="KQ",
    flows=(CrossingFlow,),
    applies=(PostRole.ACCOUNT_MANAGER,),
    request=Crossing,
    form=CrossingForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"confirm": Consenting},
)
