"""A seal for tests, and a sealed file that needs no database: drawn once for all who ask."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.test import override_settings

from documents.models import digest_of
from documents.rendering import process
from documents.sealing import applying, demo, keys

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
FACE = '@font-face { font-family: "Qianpi Serif"; src: url("qianpi:Qianpi-Serif") }'
CODE = "7K3M-0QXA-9T2W-HB61"


def seal_in(folder: Path, **given) -> dict:
    """The setting SEAL with a demo seal whose files are in that folder."""
    nothing = dict.fromkeys(("key", "certificate", "passphrase", "timestamp"), "")
    nothing |= {"people": "", "people_passphrase": "", "roots": []}
    return nothing | {"folder": str(folder), "demo": True} | given


@dataclass(frozen=True)
class File:
    """A body, the file that it became, and the roots that its seal is trusted by."""

    body: bytes
    sealed: bytes
    roots: bytes


def content(**more) -> dict:
    """What stands on the small paper."""
    lists = {"clauses": [], "files": []}
    said = dict.fromkeys(("title", "bureau", "unit", "subject", "amount", "issued_on"), "—")
    return said | lists | {"number": "镇邮备〔2026〕1号", "conclusion": "已备案"} | more


def body(**more) -> bytes:
    """A small paper with its evidence, before the seal."""
    said = content(**more)
    evidence = {
        "paper": {"code": CODE, "number": said["number"]},
        "content": said,
        "content_hash": digest_of(said),
    }
    html = "<html lang=zh-CN><title>备案单</title><style>p{font-family:'Qianpi Serif'}</style><p>已备案"
    return process.draw(html, FACE, evidence=json.dumps(evidence), at=AT).pdf


def sealed_by(folder: Path, drawn: bytes, people=(), **given) -> tuple[bytes, bytes]:
    """The file and its roots, by the seal in a folder, and by people before it."""
    with override_settings(SEAL=seal_in(folder, **given)):
        keys.signer_of.cache_clear()
        return applying.seal(drawn, AT, people).pdf, keys.roots()


def key_of(folder: Path, name: str) -> keys.Keys:
    """A person's key and certificate, by an authority of their own, as a folder of the settings has them."""
    demo.ensure(folder / f".{name}", AT)
    (folder / f"{name}.key.pem").write_bytes((folder / f".{name}" / demo.KEY).read_bytes())
    (folder / f"{name}.pem").write_bytes((folder / f".{name}" / demo.CERTIFICATE).read_bytes())
    return keys.Keys(folder / f"{name}.key.pem", folder / f"{name}.pem")


@cache
def small() -> File:
    """The small paper with its seal."""
    drawn = body()
    folder = Path(settings.DATA_DIR) / "test-seal"
    pdf, roots = sealed_by(folder, drawn)
    return File(drawn, pdf, roots)


def evidence_of(pdf: bytes) -> dict:
    """The evidence that a file holds."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    from documents.sealing.checker import evidence_in

    return json.loads(evidence_in(PdfFileReader(io.BytesIO(pdf))) or "null")


__all__ = [
    "AT",
    "CODE",
    "File",
    "body",
    "content",
    "demo",
    "key_of",
    "seal_in",
    "sealed_by",
    "small",
]
