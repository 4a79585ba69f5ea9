"""A corpus of uploads that somebody might try: what is in them, by the name of the trick."""

import gzip
import io
import struct
import zipfile
import zlib

from tests.cast import PDF

PROGRAM = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode."
DOCX = "word/document.xml"
TYPES = "[Content_Types].xml"
MACRO = "application/vnd.ms-office.vbaProject"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return held.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    """A grey PNG; of a large one only the head tells its size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        told = kind + body
        return struct.pack(">I", len(body)) + told + struct.pack(">I", zlib.crc32(told))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (3 * 2))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def docx() -> bytes:
    """A Word document in its smallest shape."""
    return archive({TYPES: b"<Types/>", DOCX: b"<document/>"})


def bomb() -> bytes:
    """A small archive with a part that says of itself that it unpacks to 2 GB."""
    made = bytearray(archive({TYPES: b"<Types/>", DOCX: b"\x00" * 1_000}))
    size_at = made.rindex(b"PK\x01\x02") + 24
    made[size_at : size_at + 4] = struct.pack("<I", 2 * 1024**3)
    return bytes(made)


MANY = archive(
    {TYPES: b"<Types/>", DOCX: b"", **{f"word/{n}": b"" for n in range(5_001)}}, zipfile.ZIP_STORED
)

REFUSED = {
    "nothing in it": ("plan.pdf", b""),
    "21 MB": ("plan.pdf", PDF + b"\x00" * (21 * 1024**2)),
    "an SVG with a script": ("plan.svg", SVG),
    "an SVG called PNG": ("plan.png", SVG),
    "a page with a script": ("plan.html", HTML),
    "a page called PDF": ("plan.pdf", HTML),
    "a page before the head of a PDF": ("plan.pdf", HTML + PDF),
    "a program": ("plan.exe", PROGRAM),
    "a program called Word document": ("plan.docx", PROGRAM),
    "a shell script": ("plan.sh", b"#!/bin/sh\nrm -rf /\n"),
    "a zip": ("plan.zip", archive({"a.txt": b"a"})),
    "a zip called Word document": ("plan.docx", archive({"a.txt": b"a"})),
    "a zip in a zip": ("plan.docx", archive({"inner.zip": archive({DOCX: b"<a/>"})})),
    "a Java archive": ("plan.jar", archive({"META-INF/MANIFEST.MF": b"Main-Class: A"})),
    "a zip bomb": ("plan.docx", bomb()),
    "5 000 parts": ("plan.docx", MANY),
    "a zip with only the text of a document": ("plan.docx", archive({DOCX: b"<document/>"})),
    "half a zip": ("plan.docx", docx()[:-30]),
    "only the head of a zip": ("plan.docx", b"PK\x03\x04"),
    "a document with macros": (
        "plan.docm",
        archive({TYPES: b"<Types/>", DOCX: b"", "word/vbaProject.bin": b"\x01"}),
    ),
    "macros in capital letters": (
        "plan.docx",
        archive({TYPES: b"<Types/>", DOCX: b"", "word/VBAPROJECT.BIN": b""}),
    ),
    "macros by another name": (
        "plan.docx",
        archive({DOCX: b"", TYPES: f'<Override ContentType="{MACRO}"/>'.encode()}),
    ),
    "a macro template": (
        "plan.docx",
        archive({DOCX: b"", TYPES: b"application/vnd.ms-word.template.macroEnabledTemplate.main"}),
    ),
    "an old Word document": ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512),
    "a picture of 64 million points": ("plan.png", png(8_000, 8_000)),
    "a picture of 100 million points": ("plan.png", png(10_000, 10_000)),
    "a picture of 10 000 million points": ("plan.png", png(100_000, 100_000)),
    "half a picture": ("plan.png", png()[:40]),
    "the head of a JPEG": ("plan.jpg", b"\xff\xd8\xff\xe0\x00"),
    "a GIF": ("plan.gif", b"GIF89a" + b"\x00" * 20),
    "a gzip": ("plan.pdf.gz", gzip.compress(PDF)),
    "entities that read a file": ("plan.xml", ENTITIES),
    "UTF-16 text": ("plan.txt", "计划".encode("utf-16")),
}
PDF_TYPE, PNG_TYPE = "application/pdf", "image/png"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What is taken: the name that it is kept under, and its type, by content.
TAKEN = {
    "a PDF called program": ("plan.exe", PDF, "plan.pdf", PDF_TYPE),
    "a PDF called page": ("plan.html", PDF, "plan.pdf", PDF_TYPE),
    "a PDF with two endings": ("plan.pdf.exe", PDF, "plan.pdf.pdf", PDF_TYPE),
    "a PDF that is a zip too": ("plan.zip", PDF + archive({"a": b""}), "plan.pdf", PDF_TYPE),
    "a picture with a page behind it": ("a.html", png() + HTML, "a.png", PNG_TYPE),
    "a document called picture": ("plan.png", docx(), "plan.docx", WORD_TYPE),
    "a way up": ("../../../etc/cron.d/plan.pdf", PDF, "plan.pdf", PDF_TYPE),
    "a way up in Windows": ("..\\..\\windows\\plan.pdf", PDF, "plan.pdf", PDF_TYPE),
    "only a way up": ("..", PDF, "file.pdf", PDF_TYPE),
    "a NUL": ("plan\x00.exe\x00.pdf", PDF, "plan.exe.pdf", PDF_TYPE),
    "a line break": ("plan\r\nSet-Cookie: a=b.pdf", PDF, "planSet-Cookie: a=b.pdf", PDF_TYPE),
    "letters from right to left": ("plan\u202efdp.exe", PDF, "planfdp.pdf", PDF_TYPE),
    "letters without width": ("pl\u200ban.pdf", PDF, "plan.pdf", PDF_TYPE),
    "a name without end": ("茶" * 400 + ".pdf", PDF, "茶" * 100 + ".pdf", PDF_TYPE),
    "a hidden file": (".htaccess", PDF, "htaccess.pdf", PDF_TYPE),
}
