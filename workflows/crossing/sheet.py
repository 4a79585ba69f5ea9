"""The paper of a consent: 跨片区营销报批单."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.dossier import Dossier
from documents.kinds import PaperKind, declare
from documents.sharing import split_tables
from documents.sheet import Sheet, facts, sections
from policy import crossing
from workflows.crossing.effects import consent_of
from workflows.crossing.models import Crossing

CONSENT_FORM = declare(
    PaperKind(
        code="cross_area_consent",
        title="跨片区营销报批单",
        mark="跨",
        label=_("Cross-area marketing consent"),
    )
)


def consent_form(case: Case, move: Move) -> list[Sheet]:
    """Who may market where, until when, and how both units share it."""
    told, asked = Dossier(case, move), Crossing.of(case)
    given = consent_of(case)
    since, until = (given.since, given.until) if given else (asked.starts_on, asked.ends_on)
    sheet = told.sheet(
        CONSENT_FORM,
        conclusion=told.agreed("跨片区营销"),
        amount="",
        subject_label="申请事项",
        facts=facts(
            ("客户", "Customer", case.customer.name if case.customer else ""),
            ("片区", "Area", asked.area),
            ("归属单位", "Unit of that area", case.other_unit.name if case.other_unit else ""),
            ("营销单位", "Unit that markets", case.unit.name),
            ("营销人员", "Who goes there", asked.a_manager.name if asked.a_manager else ""),
            ("同意期限", "From and to", f"{wording.day(since)}至{wording.day(until)}"),
        ),
        sections=sections(("申请理由", "Why it is needed", asked.told)),
        tables=split_tables(case),
        clauses=told.clauses(crossing.CONSENT),
    )
    return [sheet]
