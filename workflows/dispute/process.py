"""A dispute about a customer as a kind of case: a manager, a head or a rule opens it."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from approvals.kinds import Kind
from approvals.models import Case, Party
from approvals.words import Part
from policy import dispute
from policy.book import Rulebook
from policy.ruling import Ruling
from registry.org.roles import PostRole, UnitKind
from registry.sharing import instructions
from registry.sharing.models import Instruction
from workflows.dispute.answers import Ruling as RulingForm
from workflows.dispute.answers import Settling
from workflows.dispute.evidence import COLUMNS, TITLES
from workflows.dispute.flow import DisputeFlow
from workflows.dispute.forms import DisputeForm
from workflows.dispute.models import Dispute


def rule(case: Case, request: Dispute, on: date, book: Rulebook, set: str) -> Ruling:
    """How the dispute is settled, and what may follow."""
    return dispute.rule_on(request.allegation or dispute.POACHING, on=on, book=book, set=set)


def missing(case: Case, request: Dispute, ruling: Ruling, attached: set[str]) -> dict[str, str]:
    """A sentence for each field that must be filled before submission; a rule knows what it needs."""
    if case.pk and not Party.objects.filter(case=case, part=Part.EDITOR).exists():
        return {}
    problems = {}
    if not case.title:
        problems["title"] = _("Say in a few words what the dispute is about.")
    if case.customer is None:
        problems["customer"] = _("Name the customer that it is about.")
    elif not _concerned(case):
        problems["customer"] = _("This customer belongs to neither of the two units.")
    if case.other_unit is None:
        problems["other_unit"] = _("Choose the unit of the other side.")
    if request.happened_on is None:
        problems["happened_on"] = _("Say on which day it happened.")
    if not request.told:
        problems["told"] = _("Say what was done, when and by whom.")
    return problems


def _concerned(case: Case) -> bool:
    """Whether the customer is one side's; the centre and marketing also take up what is others'."""
    assert case.customer is not None
    owner = case.customer.unit_id
    return owner in (case.unit_id, case.other_unit_id) or case.unit.kind in WATCHING


def facts(case: Case, request: Dispute) -> list[tuple[str, Any]]:
    """What the page shows of a dispute, besides its title."""
    against = Party.objects.filter(case=case, part=Part.RESPONDENT).select_related("person")
    ordered = instructions.of_case(case.journal_subject)
    return [
        (_("What is disputed"), request.get_allegation_display()),
        (_("Unit of the other side"), case.other_unit),
        (_("Other side"), "、".join(str(row.person) for row in against)),
        (_("Happened on"), request.happened_on),
        (_("What was done"), request.told),
        (_("What is asked for"), request.wanted),
        *((_("Evidence: %(table)s") % {"table": titled(n)}, _rows(request, n)) for n in COLUMNS),
        *((str(row), _instruction(row)) for row in ordered),
    ]


def titled(name: str) -> str:
    """The name of a table of the evidence, in the language of the page."""
    zh, en = TITLES[name]
    return zh if (get_language() or "zh").startswith("zh") else en


def _rows(request: Dispute, name: str) -> str:
    """A table of the evidence as lines of text."""
    return "\n".join(" · ".join(filter(None, row)) for row in request.evidence.get(name, ()))


def _instruction(row: Instruction) -> str:
    fine = _("%(yuan)s yuan") % {"yuan": f"{row.amount_yuan:,f}"} if row.amount_yuan else ""
    done = _("carried out: %(how)s") % {"how": row.done.how} if row.done else _("to be carried out")
    return " · ".join(filter(None, [str(row.person or row.unit), fine, row.text, done]))


WATCHING = (UnitKind.CENTRE, UnitKind.MARKETING)
DISPUTE = Kind(
    name="dispute",
    title=gettext_lazy("Dispute"),
    about=gettext_lazy(
        "Two units claim one customer, or a rule was broken. Say what happened: "
        "the system adds the records, and the other side answers before the ruling."
    ),
    prefix="ZY",
    flows=(DisputeFlow,),
    applies=(
        PostRole.ACCOUNT_MANAGER,
        PostRole.COUNTY_HEAD,
        PostRole.BRANCH_HEAD,
        PostRole.PROFESSIONAL_HEAD,
        # The centre and marketing take up what comes to their knowledge; their heads decide on it.
        PostRole.INFO_SUPERVISOR,
        PostRole.PLANNER,
        PostRole.MARKETING_DEPUTY,
    ),
    request=Dispute,
    form=DisputeForm,
    rule=rule,
    missing=missing,
    facts=facts,
    answers={"mediate": Settling, "arbitrate": RulingForm, "review": RulingForm},
)
