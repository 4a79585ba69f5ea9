"""Find papers; draw and seal what was issued: once, by whoever comes first, the worker or a reader."""

import hashlib
import logging
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import F, QuerySet

from approvals.models import Case
from documents import errors
from documents.alarms import raise_alarm
from documents.evidence import evidence_of, text_of
from documents.models import Paper
from documents.rendering import markup, process
from documents.sealing.applying import Sealed, seal
from documents.sealing.people import signatures
from documents.storage import paper_storage

logger = logging.getLogger(__name__)
MAX_TRIES = 5


def papers_of(case: Case) -> QuerySet[Paper]:
    """The papers of a case, in the order of their issue."""
    return Paper.objects.filter(case=case).select_related("successor").order_by("pk")


def by_code(code: str) -> Paper | None:
    """The paper with that verification code."""
    found = Paper.objects.filter(code=code).select_related("successor")
    return found.first() if code else None


def body_of(paper: Paper, at: datetime) -> bytes:
    """The PDF of a paper, drawn now if it was not drawn yet.

    raises  GivenUp after five failures, and what `process.draw` raises
    """
    if not paper.body:
        render(paper, at)
    return _kept(str(paper.body.name))


def shown(paper: Paper, at: datetime) -> bytes:
    """The file of a paper as a reader gets it: of a void one a copy that says so on every page.

    raises  as body_of
    """
    if paper.voided_at is None:
        return body_of(paper, at)
    if not paper.copy:
        name = _stored(draw(paper, markup.VOID).pdf)
        if not Paper.objects.filter(pk=paper.pk, copy="").update(copy=name):
            paper_storage().delete(name)
        paper.refresh_from_db(fields=["copy"])
    return _kept(str(paper.copy.name))


def render(paper: Paper, at: datetime) -> None:
    """Draw the paper and keep the file. A failure stands on the paper, and administrators are told.

    raises  as body_of
    """
    if paper.body:
        return
    if paper.tries >= MAX_TRIES:
        raise errors.GivenUp(tries=paper.tries, reason=paper.error)
    try:
        drawn = draw(paper)
        sealed = seal(drawn.pdf, at, signatures(paper.content.get("record") or {}))
    except errors.DocumentError as error:
        _keep_error(paper, error, at)
        raise
    _keep(paper, drawn, sealed, at)


def draw(paper: Paper, mark: str = "") -> process.Drawn:
    """The PDF of the frozen content: the same bytes each time, with the same toolchain."""
    sheet, at = paper.sheet, paper.issued_at
    html, style = markup.html_of(sheet, at, mark), markup.css(sheet.layout)
    return process.draw(html, style, evidence=text_of(evidence_of(paper)), at=at)


def _keep(paper: Paper, drawn: process.Drawn, sealed: Sealed, at: datetime) -> None:
    name = _stored(sealed.pdf)
    kept = Paper.objects.filter(pk=paper.pk, body="").update(
        body=name,
        body_sha256=hashlib.sha256(drawn.pdf).hexdigest(),
        body_bytes=len(drawn.pdf),
        file_sha256=hashlib.sha256(sealed.pdf).hexdigest(),
        seal=sealed.seal,
        toolchain=drawn.toolchain | {"layout": markup.templates()},
        rendered_at=at,
        error="",
    )
    if not kept:  # somebody else was first: theirs is the paper's body
        paper_storage().delete(name)
    paper.refresh_from_db()


def _stored(pdf: bytes) -> str:
    """The name under which the file is kept: a random one."""
    name = uuid4().hex
    return paper_storage().save(f"{name[:2]}/{name}.pdf", ContentFile(pdf))


def _kept(name: str) -> bytes:
    with paper_storage().open(name) as file:
        return file.read()


def _keep_error(paper: Paper, error: errors.DocumentError, at: datetime) -> None:
    logger.error("The paper %s could not be made: %s", paper.number, error)
    tries = 0 if error.of_machine else 1
    Paper.objects.filter(pk=paper.pk).update(tries=F("tries") + tries, error=str(error)[:1000])
    paper.refresh_from_db(fields=["tries", "error"])
    if error.hopeless or error.of_machine or paper.tries >= MAX_TRIES:
        raise_alarm(paper, error, at)
