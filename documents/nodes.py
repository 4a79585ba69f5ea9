"""Issue: the node that numbers papers and freezes what stands on them, in the deciding transaction."""

import logging
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from viewflow import this

from approvals.flows import Effect
from approvals.models import Case
from approvals.move import Move
from documents import wording
from documents.codes import new_code
from documents.models import Paper, digest_of
from documents.sheet import Sheet
from registry import numbers
from registry.org.models import Unit

logger = logging.getLogger(__name__)

# The character of each kind in its number: 澜邮东审〔2026〕12号.
MARKS = {
    Paper.Kind.APPROVAL_FORM: "审",
    Paper.Kind.FILING_SLIP: "备",
    Paper.Kind.MINUTES: "纪",
    Paper.Kind.LISTING_SHEET: "立",
}


class Issue(Effect):
    """Issues the sheets that `build(case, move)` returns. Stands last before Close.

    The registers make everybody wait who ends a case of the unit, so nothing slow follows here:
    papers are drawn after the commit.
    """

    def __init__(self, build: Any, **kwargs: Any) -> None:
        """build: `this.name` of a method of the flow, (case, move) -> the sheets."""
        super().__init__(build, **kwargs)
        self._build = build

    def _resolve(self, flow: Any) -> None:
        # viewflow copies nodes: only now is this the one that will run.
        super()._resolve(flow)
        self._build = this.resolve(flow, self._build)
        self._func = self._issue

    def _issue(self, case: Case, move: Move) -> None:
        sheets = list(self._build(case, move))
        year = move.on.year
        kinds = [register_of(sheet.kind) for sheet in sheets]
        serials = numbers.take_each(unit_id=case.unit_id, kinds=kinds, year=year)
        papers = [_paper(case, move, s, serials[register_of(s.kind)]) for s in sheets]
        for paper in _written(papers, case):
            move.note("issued", number=paper.number, sha256=paper.content_sha256)
            move.tell("render", paper.pk, paper=paper.pk)


def register_of(kind: str) -> str:
    """The name of the register of a kind of paper: no kind of case has such a name."""
    return f"paper.{kind}"


def mark_of(unit: Unit, bureau: Unit) -> str:
    """The document mark (代字) of a unit; without one of its own, the bureau's and the unit's name."""
    return unit.mark or f"{bureau.mark}{unit.name}"


def number_text(mark: str, kind: str, year: int, serial: int) -> str:
    """澜邮东审〔2026〕12号."""
    return f"{mark}{MARKS[Paper.Kind(kind)]}〔{year}〕{serial}号"


def _paper(case: Case, move: Move, sheet: Sheet, serial: int) -> Paper:
    code = new_code()
    sheet = replace(
        sheet,
        issued_on=wording.day(move.on),
        code=code,
        address=f"{settings.SITE_URL}/verify/{code}/",
    )
    paper = Paper(
        case=case,
        bureau_id=case.bureau_id,
        unit_id=case.unit_id,
        kind=sheet.kind,
        year=move.on.year,
        serial=serial,
        code=code,
        issued_at=move.at,
    )
    return _numbered(paper, sheet, mark_of(case.unit, case.bureau))


def _numbered(paper: Paper, sheet: Sheet, mark: str) -> Paper:
    paper.number = number_text(mark, paper.kind, paper.year, paper.serial)
    paper.content = replace(sheet, number=paper.number).as_json()
    paper.content_sha256 = digest_of(paper.content)
    return paper


def _written(papers: list[Paper], case: Case) -> list[Paper]:
    """The papers, stored. Where two units have one mark, the unit's code stands behind it.

    A mistake in the list of units must not keep a case from its end.
    """
    try:
        with transaction.atomic():
            return Paper.objects.bulk_create(papers)
    except IntegrityError:
        logger.error(
            "Another unit has the document mark of %s (%s) too.", case.unit, case.unit.code
        )
        mark = f"{mark_of(case.unit, case.bureau)}{case.unit.code}"
        return Paper.objects.bulk_create([_numbered(p, p.sheet, mark) for p in papers])
