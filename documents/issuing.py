"""Give papers their numbers and codes and freeze what stands on them, inside the deciding transaction."""

import logging
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError, transaction

from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.codes import new_code
from documents.dossier import policy_of
from documents.evidence import record_of
from documents.finding import sought_in
from documents.kinds import kind_of
from documents.models import Paper, digest_of
from documents.sheet import Sheet
from policy import numbering
from policy.papers import ENGLISH_LABELS
from registry import numbers
from registry.org.models import Unit

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Counted:
    """How the papers of a case are numbered on a day: by whose register, under which mark, in which form."""

    unit: Unit
    mark: str
    format: str


def issue(
    case: Case, move: Move, sheets: list[Sheet], *, supersedes: Paper | None = None
) -> list[Paper]:
    """The papers, numbered and stored; the journal names them, and the worker is told to draw them.

    raises  NotInForce where the rulebook says nothing of numbers that day
    """
    counted, year = counted_by(case, move), move.on.year
    kinds = [register_of(sheet.kind) for sheet in sheets]
    serials = numbers.take_each(unit_id=counted.unit.pk, kinds=kinds, year=year)
    record, english = record_of(case, move), policy_of(case, move).requires(ENGLISH_LABELS)
    recorded = [replace(sheet, record=record, english=english) for sheet in sheets]
    issued = [_paper(case, move, *one) for one in zip(recorded, serials, strict=True)]
    for paper in issued:
        paper.counted_at, paper.supersedes = counted.unit, supersedes
    for paper in _written(issued, counted):
        move.note("issued", number=paper.number, sha256=paper.content_sha256)
        move.tell("render", paper.pk, paper=paper.pk)
    return issued


def counted_by(case: Case, move: Move) -> Counted:
    """The rules of the day for the numbers of papers. Raises NotInForce."""
    ruling = numbering.rule_on(on=move.on, book=move.book, set=case.ruling.set)
    own = ruling.figure(numbering.COUNTED_BY) == numbering.UNIT
    unit = case.unit if own else case.bureau
    return Counted(unit, mark_of(unit, case.bureau), str(ruling.figure(numbering.FORMAT)))


def register_of(kind: str) -> str:
    """The name of the register of a kind of paper: no kind of case has such a name."""
    return f"paper.{kind}"


def mark_of(unit: Unit, bureau: Unit) -> str:
    """The document mark (代字) of a unit; without one of its own, the bureau's and the unit's name."""
    if unit.mark:
        return unit.mark
    return unit.name if unit == bureau else f"{bureau.mark}{unit.name}"


def _paper(case: Case, move: Move, sheet: Sheet, serial: int) -> Paper:
    code = new_code()
    sheet = replace(
        sheet,
        issued_on=wording.day(move.on),
        code=code,
        address=f"{settings.SITE_URL}/verify/{code}/",
    )
    return Paper(
        case=case,
        bureau_id=case.bureau_id,
        unit_id=case.unit_id,
        customer_id=case.customer_id,
        kind=sheet.kind,
        year=move.on.year,
        serial=serial,
        code=code,
        issued_at=move.at,
        content=sheet.as_json(),
    )


def _numbered(paper: Paper, mark: str, form: str) -> Paper:
    kind = kind_of(paper.kind).mark
    paper.number = numbering.number_text(
        form, mark=mark, kind=kind, year=paper.year, serial=paper.serial
    )
    paper.content = {**paper.content, "number": paper.number}
    paper.content_sha256 = digest_of(paper.content)
    paper.sought = sought_in(paper)
    return paper


def _written(papers: list[Paper], counted: Counted) -> list[Paper]:
    """The papers, stored. Where two units have one mark, the unit's code stands behind it.

    A mistake in the list of units must not keep a case from its end.
    """
    unit, mark, form = counted.unit, counted.mark, counted.format
    try:
        with transaction.atomic():
            return Paper.objects.bulk_create([_numbered(p, mark, form) for p in papers])
    except IntegrityError:
        logger.error("Another unit has the document mark of %s (%s) too.", unit, unit.code)
        mark = f"{mark}{unit.code}"
        return Paper.objects.bulk_create([_numbered(p, mark, form) for p in papers])
