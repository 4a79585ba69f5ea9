"""归档包: all of one case in a ZIP that can be read, and checked, without the product.

Papers with their evidence, attachments, the case as it was asked for and ruled, its journal, the
certificates that the seals are trusted by, the program that checks them, and a hash of each file.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy

from approvals import works
from approvals.kinds import kind_of
from approvals.locking import locked
from approvals.models import Attachment, Case, Work
from approvals.move import Move
from approvals.storage import random_name, work_storage
from approvals.works import Piece
from documents import bundles, evidence, papers, wording
from documents.models import Paper
from documents.sealing import checker, keys
from registry.journal import Entry
from registry.org.models import Person

SCHEMA = "qianpi-package-1"
_CHUNK = 1024 * 1024


class Package:
    """A ZIP that is being written: keeps the size and the hash of each file."""

    def __init__(self, out: IO[bytes], at: datetime) -> None:
        self.archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.moment, self.files = timezone.localtime(at).timetuple()[:6], list[dict[str, Any]]()

    def add(self, path: str, content: bytes | Iterable[bytes], what: str) -> None:
        """A file, in one piece or in several; `what` says what it is."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(path, self.moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(entry, "w") as file:
            for chunk in [content] if isinstance(content, bytes) else content:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        self.files.append({"path": path, "what": what, "bytes": size, "hash": digest.hexdigest()})


def write(case: Case, out: IO[bytes], at: datetime) -> None:
    """The package of a case. Raises DocumentError where one of its papers can't be made."""
    package = Package(out, at)
    issued = list(papers.papers_of(case))
    for paper in issued:
        name = bundles.file_name(paper)
        package.add(f"papers/{name}", papers.body_of(paper, at), "文书 paper")
        told = evidence.text_of(evidence.evidence_of(paper)).encode()
        package.add(f"evidence/{name.removesuffix('.pdf')}.json", told, "证据 evidence")
    for number, row in enumerate(_attached(case), start=1):
        path = f"attachments/{number:02} {row.name}"
        package.add(path, row.file.chunks(_CHUNK), "附件 attachment")
    package.add("case.json", _json(_told(case, issued)), "案卷 case")
    package.add("journal.jsonl", b"".join(_lines(case)), "审批日志 journal")
    package.add("roots.pem", keys.roots() or b"\n", "签章根证书 certificates")
    package.add("checker.py", Path(checker.__file__).read_bytes(), "核验程序 program")
    _finish(package, case, issued, at)


def _finish(package: Package, case: Case, issued: list[Paper], at: datetime) -> None:
    about = {"case": case, "papers": issued, "files": package.files, "at": at}
    with wording.in_chinese():
        page = render_to_string("packages/index.html", about)
    package.add("index.html", page.encode(), "目录 contents")
    sums = "".join(f"{one['hash']}  {one['path']}\n" for one in package.files)
    manifest = {
        "schema": SCHEMA,
        "hash_algorithm": evidence.HASH,
        "case": case.number,
        "title": case.title,
        "bureau": case.bureau.name,
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "journal": {"line": case.journal_seq, "hash": case.journal_digest},
        "files": package.files,
    }
    package.archive.writestr("SHA256SUMS", sums)
    package.archive.writestr("manifest.json", _json(manifest))
    package.archive.close()


def _attached(case: Case) -> Iterable[Attachment]:
    return case.attachments.filter(removed_at=None).order_by("pk")


def _told(case: Case, issued: list[Paper]) -> dict[str, Any]:
    """The case as its page tells it, and what became of its papers."""
    kind = kind_of(case.kind)
    with wording.in_chinese():
        facts = kind.facts(case, kind.request_of(case))
        return {
            "number": case.number,
            "kind": case.kind,
            "kind_title": str(kind.title),
            "title": case.title,
            "unit": case.unit.name,
            "applicant": case.applicant.name,
            "value_yuan": None if case.value_yuan is None else format(case.value_yuan, ".2f"),
            "status": case.status,
            "result": case.result,
            "submitted_at": evidence.utc(case.submitted_at),
            "closed_at": evidence.utc(case.closed_at),
            "facts": [[str(label), "" if v is None else str(v)] for label, v in facts],
            "ruling": case.ruling_json,
            "papers": [_state(paper) for paper in issued],
        }


def _state(paper: Paper) -> dict[str, Any]:
    return {
        "number": paper.number,
        "code": paper.code,
        "issued_at": evidence.utc(paper.issued_at),
        "content_hash": paper.content_sha256,
        "body_hash": paper.body_sha256,
        "body_bytes": paper.body_bytes,
        "file_hash": paper.file_sha256,
        "toolchain": paper.toolchain,
        "voided_at": evidence.utc(paper.voided_at),
        "void_reason": paper.void_reason,
        "superseded_by": paper.superseded_by.number if paper.superseded_by else None,
    }


def _lines(case: Case) -> Iterator[bytes]:
    """The journal of the case, line by line, with what its hashes are computed from."""
    entries = Entry.objects.filter(subject=case.journal_subject).select_related("actor")
    for entry in entries.order_by("seq").iterator():
        line = {
            "before": entry.before,
            "subject": entry.subject,
            "line": entry.seq,
            "at": evidence.utc(entry.at),
            "actor_id": entry.actor_id,
            "actor": entry.actor.name if entry.actor else None,
            "verb": entry.verb,
            "detail": entry.detail,
            "hash": entry.digest,
        }
        yield (json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def note(case_id: int, actor: Person, at: datetime) -> None:
    """Let the journal say that the case was exported, and by whom."""
    with locked(case_id) as case:
        case.move = move = Move(case, actor, at)
        move.note("exported")
        move.write()


@works.does("case-package", gettext_lazy("Archive package of a case"))
def pack(work: Work, clock: Callable[[], datetime] = timezone.now) -> Iterator[Piece]:
    """The papers are drawn one after another, then all is packed and the journal told."""
    case = Case.objects.select_related("bureau", "unit", "applicant").get(pk=work.asked["case"])
    issued = list(papers.papers_of(case))
    for place in range(work.cursor.get("next", 0), len(issued)):
        papers.body_of(issued[place], clock())
        yield Piece(done=place + 1, total=len(issued) + 1, cursor={"next": place + 1})
    with tempfile.TemporaryFile() as out:
        write(case, out, clock())
        out.seek(0)
        name = work_storage().save(f"{random_name()}.zip", File(out))
    note(case.pk, work.owner, clock())
    done = len(issued) + 1
    yield Piece(done=done, total=done, result={"name": f"{case.number}.zip"}, file=name)
