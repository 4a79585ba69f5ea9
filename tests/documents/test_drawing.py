"""The traps of drawing Chinese on paper: each is silent, so each is looked for in the picture."""

import json
import re
import subprocess
import sys
import time
from functools import cache

import pypdfium2
import pytest
from django.conf import settings
from PIL import ImageChops, ImageStat

from documents import errors, fonts, papers
from documents.rendering import child, markup, process
from tests.documents.pictures import MM, drawn_by_hand, ink, inked_edges, likeness, pages

RARE = "𬱖䶮㛃峣韡"
TEMPLATES = settings.BASE_DIR / "templates" / "documents"
SHEETS = sorted(TEMPLATES.glob("*.html"))
FACE = '@font-face { font-family: "%s"; src: url("qianpi:%s") }'


@cache
def big(face="Qianpi Serif"):
    """The rare characters, each as large as its page."""
    css = FACE % (face, face.replace(" ", "-"))
    css += " @page { size: 400pt; margin: 0 } p { margin: 50pt; break-after: page }"
    css += f'p {{ font: 200pt "{face}" }}'
    html = "".join(f"<p>{char}</p>" for char in RARE)
    return dict(zip(RARE, pages(process.draw(f"<html lang=zh-CN>{html}", css).pdf), strict=False))


def attempt(html, css="", **limits):
    """What the child answers, without the checks before it."""
    job = {
        "html": html,
        "css": css,
        "faces": {n.replace(" ", "-"): str(path) for n, path in fonts.FACES.items()},
        "cpu_seconds": process.CPU_SECONDS,
        "memory_bytes": process.MEMORY_BYTES,
        "max_pages": process.MAX_PAGES,
    }
    return process._answer(process._run(json.dumps(job | limits).encode()))


@pytest.mark.parametrize("char", RARE)
def test_rare_names_have_the_form_that_the_font_gives_them(char):
    picture = big()[char]
    others = [c for c in RARE if c != char]
    path = str(fonts.FACES["Qianpi Serif"])
    assert likeness(picture, drawn_by_hand(char, path)) > 0.85
    assert max(likeness(picture, drawn_by_hand(c, path)) for c in others) < 0.7


def test_a_character_that_no_font_has_is_refused_by_name():
    with pytest.raises(errors.UnprintableText, match="🙂"):
        process.draw("<p>好🙂", "")
    assert fonts.missing("赵敏🙂x") == {"🙂"}
    assert fonts.missing(f"{RARE}￥〔2026〕—…，。") == set()


def test_marks_without_ink_are_left_out_and_turn_no_amount_around():
    assert fonts.with_ink("￥\u202e9\u200b9\ufe0f元") == "￥99元"
    assert fonts.missing("张\u200d三") == set()


def test_a_box_in_place_of_a_character_is_an_error_and_no_paper():
    with pytest.raises(errors.DrawingFailed, match="notdef"):
        attempt("<p>🙂", FACE % ("Qianpi Serif", "Qianpi-Serif"))


def test_a_page_without_its_font_is_no_paper():
    with pytest.raises(errors.DrawingFailed):
        attempt("<p>签批", '@font-face { font-family: x; src: url("qianpi:nothing") }')


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("<img src='{}'>", "file:///etc/passwd"),
        ("<link rel=attachment href='{}'>", "file:///etc/passwd"),
        ("<link rel=stylesheet href='{}'>", "http://127.0.0.1:1/x.css"),
        ("<img src='{}'>", "qianpi:other"),
    ],
)
def test_a_page_loads_nothing_from_outside(page, url):
    with pytest.raises(errors.DrawingFailed, match="the page asked for"):
        attempt(f"<p>签批{page.format(url)}", FACE % ("Qianpi Serif", "Qianpi-Serif"))


def test_what_people_write_is_text_and_attaches_nothing(ended):
    trap = "<link rel=attachment href='file:///etc/passwd'><b>粗</b> O'Brien & \"Söhne\""
    paper = ended("12000", situation=trap).papers.get()
    html = markup.html_of(paper.sheet, paper.issued_at)
    assert "&lt;link rel=attachment" in html and "<link" not in html and "<b>" not in html
    pdf = pypdfium2.PdfDocument(papers.draw(paper).pdf)
    assert [pdf.get_attachment(0).get_name()] == ["evidence.json"] and pdf.count_attachments() == 1
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "rel=attachment" in text and "O'Brien &" in text


def test_the_four_papers_keep_eight_millimetres_of_their_edges(ended):
    """With the longest that a form lets through, without a place to break."""
    long = {"title": "春" * 120, "situation": "W" * 1500, "price": "茶" * 2000}
    issued = [*ended("50000", **long).papers.all(), *ended("5000", **long).papers.all()]
    assert len(issued) == 4
    for paper in issued:
        assert inked_edges(papers.draw(paper).pdf) == [], paper.number


def test_ink_at_the_edge_would_be_seen():
    face = FACE % ("Qianpi Serif", "Qianpi-Serif")
    css = (
        face
        + '@page { size: A4; margin: 20mm } p { white-space: nowrap; font: 12pt "Qianpi Serif" }'
    )
    assert inked_edges(process.draw(f"<p>{'批' * 60}", css).pdf)
    assert not inked_edges(process.draw(f"<p>{'批' * 20}", css).pdf)


@pytest.mark.parametrize("template", SHEETS, ids=lambda path: path.name)
def test_every_table_says_how_wide_its_columns_are(template):
    text = template.read_text("utf-8")
    assert len(re.findall("<table", text)) == len(re.findall(r"<table[^>]*>\s*<colgroup>", text))
    assert "style=" not in text and "|safe" not in text


def test_no_face_is_asked_for_that_is_not_shipped(ended):
    css = "".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.css")))
    assert re.search(r"h1, [^{]*\{[^}]*font-weight: 400", css)
    assert re.search(r"(^|\n)th [^{]*\{[^}]*font-weight: 400", css)
    assert not re.search(r"bold|italic|font-weight: [^4]|font: [5-9]\d\d|text-align: justify", css)
    assert re.search(r"\nh2 \{ font: 400", css)
    # One file a family: two under one name draw wrong characters.
    faces = re.findall(
        r'@font-face \{ font-family: "([^"]+)"; src: url\("qianpi:([^"]+)"\); \}', css
    )
    assert [name for name, _ in faces] == list(fonts.FACES) and css.count("@font-face") == 3
    assert all(file == name.replace(" ", "-") for name, file in faces)
    assert not [t for t in SHEETS if re.search("<(b|strong|em|i|h[3-6])>", t.read_text("utf-8"))]
    pdf = pypdfium2.PdfDocument(papers.draw(ended("30000").papers.first()).pdf)
    text = [pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
    used = {o.get_font().get_base_name() for page in pdf for o in page.get_objects(filter=text)}
    assert {re.split("[+,]", name)[1] for name in used} == {
        "Qianpi-Serif",
        "Qianpi-Sans",
        "Qianpi-Bold",
    }


def test_two_drawings_in_two_processes_are_the_same_bytes(ended, request):
    """One of the two is this process, which has drawn before; the seeds of their hashes differ."""
    issued = list(ended("30000").papers.all())
    first = [papers.draw(paper) for paper in issued]
    request.getfixturevalue("in_a_child")
    assert [papers.draw(paper) for paper in issued] == first and len(issued) == 2


def test_without_the_subset_library_the_paper_is_the_same_and_not_much_larger(ended):
    paper = ended().papers.get()
    job = {
        "html": markup.html_of(paper.sheet, paper.issued_at),
        "css": markup.css(),
        "faces": {n.replace(" ", "-"): str(path) for n, path in fonts.FACES.items()},
        "max_pages": 9,
    }
    program = f"""
import json, sys, tempfile, pathlib
sys.path.insert(0, {str(settings.BASE_DIR)!r})
from documents.rendering import child
child.own_fonts_only(pathlib.Path(tempfile.mkdtemp()))
import weasyprint.pdf.fonts, weasyprint.text.ffi
weasyprint.pdf.fonts.harfbuzz_subset = weasyprint.text.ffi.harfbuzz_subset = None
assert child.toolchain()["subset-library"] == "no"
sys.stdout.buffer.write(child.draw(json.load(sys.stdin))[0])
"""
    began = time.monotonic()
    bare = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(job).encode(), capture_output=True
    )
    assert bare.returncode == 0, bare.stderr.decode()
    assert time.monotonic() - began < 20 and len(bare.stdout) < 2_000_000
    usual = papers.draw(paper).pdf
    for one, other in zip(pages(bare.stdout), pages(usual), strict=True):
        assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 1  # of 255


def test_too_much_text_is_refused_before_anything_is_drawn():
    with pytest.raises(errors.TooMuchText, match="200000"):
        process.draw("批" * 200_000, "")


@pytest.mark.parametrize(
    ("html", "limits", "error"),
    [
        ("<p>" + "批" * 140_000, {"cpu_seconds": 1}, errors.TooLaborious),
        ("<table><tr><td colspan=100000>批</table>" * 30, {"cpu_seconds": 1}, errors.TooLaborious),
        ("<p>" + "批" * 50_000, {"memory_bytes": 90 * 1024**2}, errors.DocumentError),
        ("<p style='break-before: page'>批" * 9, {"max_pages": 8}, errors.TooManyPages),
    ],
    ids=["long", "wide", "memory", "pages"],
)
def test_a_page_that_asks_too_much_ends_within_its_limits(in_a_child, html, limits, error):
    began = time.monotonic()
    with pytest.raises(error):
        attempt(html, FACE % ("Qianpi Serif", "Qianpi-Serif"), **limits)
    assert time.monotonic() - began < 15


def test_the_title_number_and_language_are_in_the_file(paper):
    pdf = pypdfium2.PdfDocument(papers.draw(paper).pdf)
    assert pdf.get_metadata_dict()["Title"] == f"{paper.number} 营销项目备案单"
    assert pdf.get_metadata_dict()["CreationDate"] == f"D:{paper.issued_at:%Y%m%d%H%M%S}Z"
    assert '<html lang="zh-CN">' in markup.html_of(paper.sheet, paper.issued_at)


def test_there_is_room_for_the_seal_and_a_square_code_at_the_foot(paper):
    html = markup.html_of(paper.sheet, paper.issued_at)
    assert html.count('id="seal"') == 1 and "（印章处）" in html
    assert html.count("<svg") == 1 and paper.code in html and paper.sheet.address in html
    assert ink(pages(papers.draw(paper).pdf)[0])[2] > 150 * MM


def test_the_program_that_draws_knows_nothing_of_the_product():
    loaded = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", child.__file__],
        input=b"{}",
        capture_output=True,
    ).stderr.decode()
    assert "django" not in loaded and "KeyError: 'cpu_seconds'" in loaded
