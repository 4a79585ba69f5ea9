"""What people write stays text, in whatever field of whatever paper: nothing is fetched, run or embedded."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pypdfium2

from documents.rendering import markup, process
from documents.sheet import FORM, LETTER, Column, Sheet, Table

AT = datetime(2026, 3, 5, tzinfo=UTC)
TRAP = (
    "</td></table><script>1</script><link rel=attachment href='file:///etc/passwd'>"
    '<img src="http://127.0.0.1:1/"><style>@import url(http://127.0.0.1:1/)</style>'
    "<svg><image href=file:///etc/passwd /></svg><iframe src=//127.0.0.1></iframe>&lt;b&gt;"
    "{{ sheet.number }}{% include 'base.html' %}-->]]>url(file:///etc/passwd)"
)
HARMLESS = "x" * len(TRAP)


def filled(part: type, words: str) -> Any:
    """A part of a sheet with these words in every field of text that it has, or that its parts have."""
    if part is Table:
        columns = (Column(title=words, en=words), Column(title=words, figures=True))
        return Table(title=words, en=words, columns=columns, rows=((words, words),) * 2)
    hints = get_type_hints(part)
    return part(**{field.name: _value(hints[field.name], words) for field in fields(part)})


def _value(kind: Any, words: str) -> Any:
    if kind is str:
        return words
    if kind in (int, bool):
        return kind(True)
    inside = [one for one in get_args(kind) if one not in (Ellipsis, type(None))]
    if get_origin(kind) is tuple:
        return (_value(inside[0], words),) * 2
    if isinstance(kind, UnionType):
        return _value(inside[0], words)
    return filled(kind, words) if is_dataclass(kind) else {}


class Shape(HTMLParser):
    """The elements of a page with their attributes, but those that lines of a label or a title bring."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        if tag not in ("br", "span", "path"):
            self.found.append((tag, [name for name, _ in attrs]))


def sheets(words: str) -> list[Sheet]:
    """A form, minutes and a letter with these words wherever text can stand."""
    full = replace(filled(Sheet, words), address=words[:80])  # the square code holds no more
    form = replace(full, layout=FORM, english=True)
    letter = replace(full, layout=LETTER)
    return [replace(form, meeting=None), form, replace(form, english=False), letter]


def test_no_text_in_any_field_becomes_an_element_of_the_page():
    for trapped, plain in zip(sheets(TRAP), sheets(HARMLESS), strict=True):
        shapes = [Shape(markup.html_of(one, AT, markup.DRAFT)).found for one in (trapped, plain)]
        assert shapes[0] == shapes[1] and len(shapes[0]) > 40
        assert "script" not in dict(shapes[0])


def test_a_trap_that_is_not_escaped_would_be_seen():
    html = markup.html_of(sheets(TRAP)[0], AT)
    assert Shape(html.replace("&lt;script&gt;", "<script>", 1)).found != Shape(html).found


def test_a_paper_full_of_traps_is_drawn_and_holds_its_evidence_alone():
    for one in (sheets(TRAP)[1], sheets(TRAP)[3]):
        html, style = markup.html_of(one, AT), markup.css(one.layout)
        pdf = pypdfium2.PdfDocument(process.draw(html, style, evidence="{}", at=AT).pdf)
        inside = [pdf.get_attachment(n).get_name() for n in range(pdf.count_attachments())]
        assert inside == ["evidence.json"]
