"""Find papers, and draw what was issued: once, by whoever comes first, the worker or a reader."""

import hashlib
import logging
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import F, QuerySet

from approvals.models import Case
from documents import errors
from documents.models import Paper
from documents.rendering import markup, process
from documents.storage import paper_storage

logger = logging.getLogger(__name__)
MAX_TRIES = 5


def papers_of(case: Case) -> QuerySet[Paper]:
    """The papers of a case, in the order of their issue."""
    return Paper.objects.filter(case=case).order_by("pk")


def by_code(code: str) -> Paper | None:
    """The paper with that verification code."""
    return Paper.objects.filter(code=code).first() if code else None


def body_of(paper: Paper, at: datetime) -> bytes:
    """The PDF of a paper, drawn now if it was not drawn yet.

    raises  GivenUp after five failures, and what `process.draw` raises
    """
    if not paper.body:
        render(paper, at)
    with paper_storage().open(str(paper.body.name)) as kept:
        return kept.read()


def render(paper: Paper, at: datetime) -> None:
    """Draw the paper and keep the file. A failure stands on the paper and in the log.

    raises  as body_of
    """
    if paper.body:
        return
    if paper.tries >= MAX_TRIES:
        raise errors.GivenUp(tries=paper.tries, reason=paper.error)
    try:
        drawn = draw(paper)
    except errors.CannotDraw as error:  # the machine's fault, not the paper's: it has not tried
        _keep_error(paper, error, tries=0)
        raise
    except errors.DocumentError as error:
        _keep_error(paper, error, tries=1)
        raise
    _keep(paper, drawn, at)


def draw(paper: Paper) -> process.Drawn:
    """The PDF of the frozen content: the same bytes each time, with the same toolchain."""
    return process.draw(markup.html_of(paper.sheet, paper.issued_at), markup.css())


def _keep(paper: Paper, drawn: process.Drawn, at: datetime) -> None:
    storage = paper_storage()
    name = uuid4().hex
    name = storage.save(f"{name[:2]}/{name}.pdf", ContentFile(drawn.pdf))
    kept = Paper.objects.filter(pk=paper.pk, body="").update(
        body=name,
        body_sha256=hashlib.sha256(drawn.pdf).hexdigest(),
        toolchain=drawn.toolchain | {"layout": markup.layout()},
        rendered_at=at,
        error="",
    )
    if not kept:  # somebody else was first: theirs is the paper's body
        storage.delete(name)
    paper.refresh_from_db()


def _keep_error(paper: Paper, error: errors.DocumentError, tries: int) -> None:
    logger.error("The paper %s could not be drawn: %s", paper.number, error)
    Paper.objects.filter(pk=paper.pk).update(tries=F("tries") + tries, error=str(error)[:1000])
    paper.refresh_from_db(fields=["tries", "error"])
