"""The text of a page: a sheet poured into the templates of templates/documents/, all of it escaped."""

import hashlib
from datetime import UTC, datetime
from functools import cache

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from documents.sheet import Fact, Sheet

FOLDER = "documents"
STYLES = "documents/paper.css"
HALF_A_ROW = 14  # Chinese characters that a cell of the form holds on one line


def html_of(sheet: Sheet, issued_at: datetime) -> str:
    """The page of a sheet. `issued_at` is the date of the file, so that it is the same each time."""
    return render_to_string(
        "documents/paper.html",
        {
            "sheet": sheet,
            "rows": rows_of((Fact(label="申请人", value=sheet.applicant), *sheet.facts)),
            "created": issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "qr": _qr(sheet.address) if sheet.address else "",
        },
    )


def css() -> str:
    """The style of all papers."""
    return render_to_string(STYLES)


def rows_of(facts: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """The facts by rows of the form: two short ones beside each other, a long one alone."""
    rows: list[tuple[Fact, ...]] = []
    short: list[Fact] = []
    for fact in facts:
        if _width(fact.value) > HALF_A_ROW:
            rows.append((fact,))
        else:
            short.append(fact)
        if len(short) == 2:
            rows.append(tuple(short))
            short = []
    return rows + ([tuple(short)] if short else [])


@cache
def layout() -> str:
    """A short hash of the templates: another layout is another toolchain."""
    digest = hashlib.sha256()
    for path in sorted((settings.BASE_DIR / "templates" / FOLDER).iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _width(text: str) -> float:
    """How many Chinese characters the text is wide, about."""
    return sum(0.55 if char.isascii() else 1 for char in text)


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=0))  # noqa: S308 - segno's own
