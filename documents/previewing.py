"""预览: the papers that a case under way would get if everybody agreed, marked as a draft on every page."""

import logging
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from approvals.forecast import nodes_ahead
from approvals.models import Case
from approvals.move import Move
from approvals.words import OPEN
from documents import errors
from documents.dossier import policy_of
from documents.nodes import Issue
from documents.rendering import markup, process
from documents.sheet import Sheet
from policy.papers import ENGLISH_LABELS

logger = logging.getLogger(__name__)
PENDING, UNNUMBERED = "（待审批）", "（未编号）"


def sheets_ahead(case: Case, at: datetime) -> list[Sheet]:
    """The papers as far as they can be written now: without number, code and conclusion.

    raises  NoPreview
    """
    if case.status not in OPEN or case.process is None or case.process.flow_class is None:
        raise errors.NoPreview
    case.move = move = Move(case, case.applicant, at)
    issues = [n for n in nodes_ahead(case.process.flow_class, case.ruling) if isinstance(n, Issue)]
    try:
        found = [sheet for node in issues for sheet in node.sheets(case, move)]
        english = policy_of(case, move).requires(ENGLISH_LABELS)
    except Exception as error:  # a sheet may need what only the last step brings
        logger.info("no preview of %s yet: %r", case, error)
        raise errors.NoPreview from error
    return [
        replace(sheet, number=UNNUMBERED, conclusion=PENDING, english=english) for sheet in found
    ]


def preview(case: Case, at: datetime, place: int = 0) -> process.Drawn:
    """One of them as a PDF. Raises NoPreview, and what `process.draw` raises."""
    found = sheets_ahead(case, at)
    if place >= len(found):
        raise errors.NoPreview
    sheet = found[place]
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    html = markup.html_of(sheet, day, markup.DRAFT)
    return process.draw(html, markup.css(sheet.layout))
