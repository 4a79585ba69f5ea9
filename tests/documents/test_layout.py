"""How papers are set: the grid of an official document, titles without orphans, repeated heads, marks."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from PIL import ImageChops

from documents import papers, previewing
from documents.errors import NoPreview
from documents.rendering import markup, process
from documents.rendering.titles import lines_of, width
from documents.sheet import LETTER, Box, Clause, Column, Section, Sheet, Table, facts
from documents.voiding import void
from tests.cast import at_discussion, decide, draft, send_back, submit, vote
from tests.documents.pictures import MM, ink, inked_edges, pages

AT = datetime(2026, 3, 5, tzinfo=UTC)
TEXT = "经研究同意你单位组织实施该项目请按所附方案认真落实并于结束后一个月内报告实施情况"


def sheet(**more) -> Sheet:
    """An approval form of a case that nobody has."""
    usual = {
        "kind": "approval_form",
        "title": "营销项目审批表",
        "bureau": "澜江市邮政局",
        "unit": "东屿县分局",
        "applicant": "李峣",
        "subject": "春茶寄递项目",
        "case_number": "XM-2026-1",
        "amount": "￥32,000.00",
        "capitals": "人民币叁万贰仟元整",
        "conclusion": "同意实施",
        "number": "澜邮东审〔2026〕1号",
        "issued_on": "2026年3月5日",
        "code": "7K3M-0QXA-9T2W-HB61",
        "address": "https://qianpi.example/verify/7K3M-0QXA-9T2W-HB61/",
    }
    return Sheet(**(usual | more))


def box(title: str = "单位审核意见", opinion: str = "") -> Box:
    said = {"post": "", "capacity": "", "verdict": "同意", "opinion": opinion, "on": ""}
    return Box(title=title, person="王建国", **said)


def text_of(page) -> str:
    """The text of a page without its blanks."""
    return "".join(page.get_textpage().get_text_range().split())


def drawn(of: Sheet, mark: str = "") -> bytes:
    return process.draw(markup.html_of(of, AT, mark), markup.css(of.layout)).pdf


def lines_on(page) -> list[tuple[float, str]]:
    """The lines of a page from top to bottom: how far up each stands, in points, and what it says."""
    text = page.get_textpage()
    found: dict[float, str] = {}
    for place in range(text.count_chars()):
        char = text.get_text_range(place, 1)
        if char.strip():
            _left, bottom, _right, _top = text.get_charbox(place, loose=True)
            found[round(bottom)] = found.get(round(bottom), "") + char
    return sorted(found.items(), reverse=True)


@pytest.fixture(scope="module")
def letter() -> bytes:
    """A reply whose text runs over three pages."""
    parts = (Section(title="", text=TEXT * 40), Section(title="一、实施要求", text=TEXT))
    return drawn(
        sheet(
            layout=LETTER,
            title="关于同意春茶寄递项目的批复",
            addressee="东屿县分局",
            sections=parts,
        )
    )


def test_a_reply_has_twenty_two_lines_of_twenty_eight_characters(letter):
    page = pypdfium2.PdfDocument(letter)[1]
    lines = [line for _up, line in lines_on(page) if not line.startswith("—")]
    assert len(lines) == 22 and Counter(map(len, lines)) == {28: 22}


def test_its_text_block_is_156_by_225_millimetres_with_the_margins_of_the_standard(letter):
    picture = pages(letter, scale=4)[1]
    block = picture.crop((0, 0, picture.width, round((297 - 34) * MM * 4)))  # above the page number
    left, top, right, bottom = (edge / 4 / MM for edge in ink(block))
    assert left == pytest.approx(28, abs=1) and top == pytest.approx(37 + 2.5, abs=2.5)
    assert 210 - right == pytest.approx(26, abs=1) and 297 - bottom == pytest.approx(
        35 + 2, abs=2.5
    )


def test_its_page_numbers_stand_outside_in_dashes(letter):
    odd, even = (pypdfium2.PdfDocument(letter)[n] for n in (0, 1))
    for page, number, side in ((odd, "—1—", "right"), (even, "—2—", "left")):
        text = page.get_textpage()
        assert text_of(page).endswith(number)
        dashes = [n for n in range(text.count_chars()) if text.get_text_range(n, 1) == "—"]
        left = text.get_charbox(dashes[-1])[0] / MM
        assert (left > 105) == (side == "right")


def test_the_head_of_a_reply_is_red_and_the_rule_under_its_number(letter):
    page = pypdfium2.PdfDocument(letter)[0].render(scale=2).to_pil().convert("RGB")
    red, green, _blue = page.split()
    redder = ImageChops.subtract(red, green).point(lambda more: 255 if more > 80 else 0)
    rows = {y: sum(map(bool, _row(redder, y))) for y in range(redder.height)}
    rule = max(rows, key=lambda y: rows[y])
    assert rows[rule] / 2 / MM == pytest.approx(156, abs=2)
    assert redder.getbbox()[1] / 2 / MM > 60 and redder.getbbox()[3] - rule <= 4


def _row(picture, y):
    return picture.crop((0, y, picture.width, y + 1)).tobytes()


def test_the_last_page_of_a_reply_has_its_signature_with_some_of_the_text(letter):
    document = pypdfium2.PdfDocument(letter)
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert "澜江市邮政局" in last and "2026年3月5日" in last and "验证码" in last and "实施" in last
    assert inked_edges(letter) == []
    # The last rule of the imprint (版记) lies on the lower edge of the text block.
    picture = pages(letter, scale=4)[-1]
    block = picture.crop((0, 0, picture.width, round((297 - 34) * MM * 4)))
    assert ink(block)[3] / 4 / MM == pytest.approx(297 - 35, abs=0.5)


@pytest.mark.parametrize("lines", (3, 4, 13, 15))
def test_wherever_a_reply_ends_its_signature_and_imprint_are_not_alone_on_a_page(lines):
    parts = tuple(Section(title="", text="落实。") for _ in range(lines))
    reply = sheet(layout=LETTER, title="批复", addressee="东屿县分局", sections=parts)
    *_, last = map(text_of, pypdfium2.PdfDocument(drawn(reply)))
    assert all(words in last for words in ("落实。", "澜江市邮政局", "2026年3月5日印发", "验证码"))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于同意春茶寄递项目的批复", 1),
        ("关于同意东屿县分局2026年中秋国庆“双节”期间月饼团购寄递一体化营销项目实施方案的批复", 3),
        ("关于同意《东港茶业有限公司春茶冷链寄递方案》立项的批复", 2),
        ("大" * 20, 2),
        ("大" * 39, 3),
    ],
)
def test_a_long_title_has_lines_of_nearly_one_length_and_no_orphan(title, lines):
    found = lines_of(title, 19)
    assert "".join(found) == title and len(found) == lines
    assert all(2 <= len(line) <= 24 for line in found)
    assert not [line for line in found if line[0] in "》）〕”、，。" or line[-1] in "《（〔“"]
    assert max(map(len, found)) - min(map(len, found)) <= 6


def test_a_word_longer_than_a_line_is_cut_and_takes_no_time():
    for word in ("A" * 60, "A" * 2_000):
        found = lines_of(f"关于同意{word}的批复", 19)
        assert "".join(found) == f"关于同意{word}的批复"
        assert max(map(width, found)) <= 19
        assert len(found) <= len(word) * 0.55 / 19 * 1.5 + 3


def test_a_long_label_has_even_lines_and_no_character_alone():
    assert lines_of("大客户中心审定意见", 7) == ["大客户中心", "审定意见"]
    html = markup.html_of(sheet(boxes=(box("移出单位审核意见"),)), AT)
    assert "<th>移出单位<br>审核意见</th>" in html and "<th>项目名称</th>" in html


def test_the_head_of_a_long_table_is_on_every_page():
    columns = (Column(title="投标单位", width=3), Column(title="方案得分", figures=True))
    rows = tuple((f"第{n}分局", "91.5") for n in range(90))
    pdf = drawn(sheet(tables=(Table(title="评标记录", columns=columns, rows=rows),), boxes=()))
    document = pypdfium2.PdfDocument(pdf)
    heads = ["方案得分" in text_of(page) for page in document if "分局91.5" in text_of(page)]
    assert len(heads) >= 3 and all(heads)


def test_many_boxes_run_over_pages_with_their_head_and_keep_the_seal_with_the_last():
    """The longest opinions go over the edge of a page, and none of them leaves it half empty."""
    long = box(opinion="本项目客户基础较好，方案可行，价格在授权幅度之内，同意上报。" * 60)
    clauses = (Clause(says="三万元以上的集体讨论。", source="", assumption=True),) * 6
    pdf = drawn(sheet(boxes=((long, box()) * 4 + (box(),) * 12), clauses=clauses))
    texts = [text_of(page) for page in pypdfium2.PdfDocument(pdf)]
    assert len(texts) >= 6 and all("审批环节" in text for text in texts[:-1])
    assert min(ink(picture.crop((0, 0, 595, 780)))[3] for picture in pages(pdf)[:-2]) > 250 * MM
    assert "王建国" in texts[-1] and "印章处" in texts[-1]
    assert "依据" in texts[-1] and "验证码" in texts[-1]
    assert inked_edges(pdf) == []


def test_a_mark_stands_on_every_page_and_changes_nothing_else():
    boxes = (box(),) * 20
    plain, marked = (drawn(sheet(boxes=boxes), mark) for mark in ("", markup.VOID))
    for page in pypdfium2.PdfDocument(marked):
        assert "作废" in text_of(page)
    assert len(pages(plain)) == len(pages(marked)) >= 2
    assert inked_edges(marked) == []


def test_a_void_paper_is_shown_with_its_mark_and_its_sealed_file_is_kept(cast, paper):
    kept = papers.body_of(paper, cast.now)
    how = {"actor": cast.qian, "reason": "错", "at": cast.later(), "key": None}
    void(case_id=paper.case_id, paper_id=paper.pk, **how)
    paper.refresh_from_db()
    copy = papers.shown(paper, cast.now)
    assert "作废" in text_of(pypdfium2.PdfDocument(copy)[0]) and copy != kept
    assert papers.body_of(paper, cast.now) == kept and papers.shown(paper, cast.now) == copy


def test_a_case_under_way_shows_the_draft_of_its_paper_without_number_or_conclusion(cast):
    case = at_discussion(cast, "50000")
    vote(cast, case, cast.ma)
    for place, (title, boxes) in enumerate((("营销项目审批表", 2), ("局重点营销项目立项表", 0))):
        found = previewing.sheets_ahead(case, cast.now)[place]
        assert (found.title, len(found.boxes)) == (title, boxes)
        assert (found.number, found.conclusion, found.code) == ("（未编号）", "（待审批）", "")
    first = pypdfium2.PdfDocument(previewing.preview(case, cast.now).pdf)[0]
    assert "草稿" in text_of(first)
    case.refresh_from_db()
    assert not case.papers.exists() and case.journal_seq


def test_there_is_a_draft_at_every_step_and_none_before_or_after(cast):
    case = draft(cast, "50000")
    with pytest.raises(NoPreview):
        previewing.sheets_ahead(case, cast.now)
    case = submit(cast, case)
    while case.status == "running":
        assert previewing.sheets_ahead(case, cast.now)
        if case.step == "discuss":
            for member in cast.members:
                vote(cast, case, member)
            decide(cast, case, cast.director)
        elif case.step == "listing":
            send_back(cast, case, cast.zhao, "unit_review")
            decide(cast, case, cast.wang)
            assert case.refresh_from_db() or previewing.sheets_ahead(case, cast.now)
            break
        else:
            decide(cast, case, case.assignments.filter(state=0).order_by("pk")[0].person)
        case.refresh_from_db()
    small = submit(cast, draft(cast, "5000"))
    decide(cast, small, cast.wang)
    small.refresh_from_db()
    with pytest.raises(NoPreview):
        previewing.sheets_ahead(small, cast.now)


def test_a_paper_in_two_languages_has_english_beneath_every_label():
    said = sheet(english=True, title_en="Approval form", facts=facts(("客户", "Customer", "甲")))
    html = markup.html_of(said, AT)
    assert html.count('class="en"') >= 8 and ">Customer<" in html and ">Approval form<" in html
    assert 'class="en"' not in markup.html_of(replace(said, english=False), AT)
