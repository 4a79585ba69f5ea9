"""Files of a case: accepted by what they contain, not by what they are called."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import Error
from django.utils.translation import gettext_lazy as _
from PIL import Image

from approvals.models import Attachment, Case
from approvals.storage import attachment_storage, random_name
from registry.org.models import Person
from registry.printing import unprintable

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PARTS = 5_000
MAX_PIXELS = 40_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE = {
    "word/document.xml": (".docx", f"{_OFFICE}.wordprocessingml.document"),
    "xl/workbook.xml": (".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "ppt/presentation.xml": (".pptx", f"{_OFFICE}.presentationml.presentation"),
}
_TYPES, _MAX_TYPES_BYTES = "[Content_Types].xml", 1024**2
# What zipfile raises besides its own: no such part, a password, an unknown method, a part cut short.
_UNREADABLE = (KeyError, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
IMAGES = {"PNG": (".png", "image/png"), "JPEG": (".jpg", "image/jpeg")}


@dataclass(frozen=True)
class Checked:
    """An upload that passed: what it is, by its content."""

    kind: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    file: File


def checked(upload: UploadedFile, kind: str) -> Checked:
    """The upload with its type by content. Raises ValidationError with a sentence that says the cure."""
    if not upload.size:
        raise ValidationError(_("This file is empty. Choose it again."), code="empty_file")
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Make it smaller or split it."),
            params={"limit": MAX_BYTES // 1024**2},
            code="file_size",
        )
    suffix, media_type = _type_of(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stem = _printable(PurePosixPath(str(upload.name).replace("\\", "/")).stem)[:100] or "file"
    return Checked(kind, stem + suffix, media_type, upload.size, digest.hexdigest(), upload)


def _printable(name: str) -> str:
    """The name as a paper can print it."""
    unknown = unprintable(name)
    return "".join(c for c in name if c.isprintable() and c not in unknown).strip(" .")


def _type_of(upload: UploadedFile) -> tuple[str, str]:
    upload.seek(0)
    start = upload.read(8)
    upload.seek(0)
    found = None
    if start.startswith(b"%PDF-"):
        found = (".pdf", "application/pdf")
    elif start.startswith(b"PK\x03\x04"):
        found = _office_type(upload)
    elif start.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        found = _image_type(upload)
    upload.seek(0)
    if found is None:
        raise ValidationError(
            _(
                "This kind of file is not taken. "
                "Attach a PDF, Word, Excel or PowerPoint document, PNG or JPEG."
            ),
            code="file_type",
        )
    return found


def _office_type(upload: UploadedFile) -> tuple[str, str] | None:
    """The type of an Office document; None for any other archive, a macro or a bomb."""
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED_BYTES:
                return None
            names = {part.filename for part in parts}
            # Part names are free and case is none of theirs: what runs macros says so in its types.
            with archive.open(_TYPES) as types:
                told = types.read(_MAX_TYPES_BYTES).lower()
            told += "".join(names).lower().encode()
            if b"vbaproject" in told or b"macroenabled" in told:
                return None
    except (zipfile.BadZipFile, zlib.error, *_UNREADABLE):
        return None
    return next((OFFICE[name] for name in OFFICE if name in names), None)


def _image_type(upload: UploadedFile) -> tuple[str, str] | None:
    try:
        with Image.open(upload, formats=list(IMAGES)) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            found = IMAGES[str(image.format)]
            image.verify()
            return found
    except (OSError, SyntaxError, ValueError, *_BOMBS):
        return None


def add(case: Case, upload: Checked, *, by: Person, at: datetime, written: list[str]) -> Attachment:
    """Keep the file under a random name, put down in `written`, and write its row."""
    name = random_name()
    written.append(name)  # first: half a file on a full disk is to be removed as well
    return Attachment.objects.create(
        case=case,
        kind=upload.kind,
        name=upload.name,
        media_type=upload.media_type,
        size_bytes=upload.size_bytes,
        sha256=upload.sha256,
        file=attachment_storage().save(name, upload.file),
        added_by=by,
        added_at=at,
    )


@contextmanager
def kept_or_removed() -> Iterator[list[str]]:
    """A list for the names of files that are written; after an error those without a row are removed.

    Stands around the transaction. A COMMIT whose answer got lost may have been carried out, so the
    rows are asked; a file too many is better than one too few.
    """
    names: list[str] = []
    try:
        yield names
    except BaseException:
        with suppress(Error):
            kept = Attachment.objects.filter(file__in=names).values_list("file", flat=True)
            remove_files(sorted(set(names).difference(kept)))
        raise


def remove_files(names: list[str]) -> None:
    storage = attachment_storage()
    for name in names:
        storage.delete(name)
