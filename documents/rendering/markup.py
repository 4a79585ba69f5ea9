"""The text of a page: a sheet poured into the templates of templates/documents/, all of it escaped."""

import hashlib
from datetime import UTC, datetime
from functools import cache

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from documents.rendering.titles import lines_of, width
from documents.sheet import FORM, LETTER, Fact, Sheet, facts

FACES = "documents/faces.css"
SOURCES = (
    "templates/documents/*.*",
    "documents/rendering/*.py",
    "documents/templatetags/*.py",
    "documents/labels.py",
)
# Page and style of each layout, and how many characters its title has on a line.
LAYOUTS = {
    FORM: ("documents/paper.html", "documents/paper.css", 17),
    LETTER: ("documents/letter.html", "documents/letter.css", 19),
}
DRAFT, VOID = "草稿", "作废"
HALF_A_ROW = 14  # Chinese characters that a cell of the form holds on one line


def html_of(sheet: Sheet, issued_at: datetime, mark: str = "") -> str:
    """The page of a sheet. `issued_at` is the date of the file, so that it is the same each time.

    mark  what stands behind everything on each page, DRAFT or VOID
    """
    page, _style, most = LAYOUTS[sheet.layout]
    return render_to_string(
        page,
        {
            "sheet": sheet,
            "title": lines_of(sheet.title, most),
            "mark": mark,
            "rows": rows_of((*facts((sheet.applicant_label, "", sheet.applicant)), *sheet.facts)),
            "created": issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "qr": _qr(sheet.address) if sheet.address else "",
        },
    )


def css(layout: str = FORM) -> str:
    """The style of the papers of a layout."""
    return render_to_string(FACES) + render_to_string(LAYOUTS[layout][1])


def rows_of(facts: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """The facts by rows of the form: two short ones beside each other, a long one alone."""
    rows: list[tuple[Fact, ...]] = []
    short: list[Fact] = []
    for fact in facts:
        if width(fact.value) > HALF_A_ROW:
            rows.append((fact,))
        else:
            short.append(fact)
        if len(short) == 2:
            rows.append(tuple(short))
            short = []
    return rows + ([tuple(short)] if short else [])


@cache
def templates() -> str:
    """A short hash of what makes the page: another layout is another toolchain."""
    digest = hashlib.sha256()
    found = (path for places in SOURCES for path in settings.BASE_DIR.glob(places))
    for path in sorted(found):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=0, title="核验二维码"))  # noqa: S308 - segno's own
