"""Many papers in one file, as a ZIP or as one PDF: long work, paper by paper, that can be left and resumed.

What is slow, drawing papers that nobody has opened yet, is done one at a time and kept with the
paper; only then all are packed, so nothing half-packed has to be taken up again.
"""

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals import works
from approvals.models import Work
from approvals.storage import random_name, work_storage
from approvals.works import Piece
from documents import errors, finding, papers
from documents.models import Paper

MOST = 300
ZIP, PDF = "zip", "pdf"
MISSING = "未能生成的文书.txt"


def told(work: Work) -> str:
    """How many papers there are in it, and which could not be made; a sentence a line."""
    said = work.result
    sentence = ngettext("%(n)s paper.", "%(n)s papers.", said["papers"]) % {"n": said["papers"]}
    if said["failed"]:
        sentence += "\n" + _("Not made: %(numbers)s.") % {"numbers": "、".join(said["failed"])}
    if work.asked["form"] == PDF:
        sentence += "\n" + _("This file is for printing: only the single files carry the seal.")
    return sentence


@works.does("papers", gettext_lazy("Papers to download"), told=told)
def gather(work: Work, clock: Callable[[], datetime] = timezone.now) -> Iterator[Piece]:
    """The chosen papers that the owner may read, drawn one after another, then packed."""
    on = timezone.localdate(work.asked_at)
    ids = finding.chosen(finding.one_by_one(work.owner, on), work.asked["papers"][:MOST])
    first, failed = work.cursor.get("next", 0), list(work.cursor.get("failed", []))
    for place in range(first, len(ids)):
        paper = Paper.objects.select_related("case").get(pk=ids[place])
        try:
            papers.shown(paper, clock())
        except errors.DocumentError:
            failed.append(paper.number)
        cursor = {"next": place + 1, "failed": failed}
        yield Piece(done=place + 1, total=len(ids) + 1, cursor=cursor)
    made = [p for p in _in_order(ids) if p.number not in failed]
    name = _packed(work.asked["form"], made, failed, clock)
    result = {"papers": len(made), "failed": failed, "name": f"文书.{work.asked['form']}"}
    yield Piece(done=len(ids) + 1, total=len(ids) + 1, result=result, file=name)


def _in_order(ids: list[int]) -> list[Paper]:
    found = Paper.objects.select_related("case").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _packed(form: str, made: list[Paper], failed: list[str], clock: Callable[[], datetime]) -> str:
    """The name of the file in the storage of works."""
    with tempfile.TemporaryFile() as out:
        if form == ZIP:
            _zip(out, made, failed, clock)
        else:
            _merge(out, made, clock)
        out.seek(0, os.SEEK_SET)
        return str(work_storage().save(f"{random_name()}.{form}", File(out)))


def _zip(out: IO[bytes], made: list[Paper], failed: list[str], clock: Any) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        used: set[str] = set()
        for paper in made:
            name = file_name(paper)
            while name in used:
                name = name.replace(".pdf", f" {paper.pk}.pdf")
            used.add(name)
            archive.writestr(_dated(name, paper.issued_at), papers.shown(paper, clock()))
        if failed:
            archive.writestr(MISSING, "\n".join(failed))


def _merge(out: IO[bytes], made: list[Paper], clock: Any) -> None:
    import pypdfium2

    merged = pypdfium2.PdfDocument.new()
    for paper in made:
        merged.import_pages(pypdfium2.PdfDocument(io.BytesIO(papers.shown(paper, clock()))))
    merged.save(out)


def file_name(paper: Paper) -> str:
    """澜邮东审〔2026〕12号 营销项目审批表.pdf, without what no file system takes."""
    name = f"{paper.number} {paper.content['title']}"
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)[:120] + ".pdf"


def _dated(name: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
