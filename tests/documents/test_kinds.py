"""The kinds of paper that processes declare, and what a sheet of any process can hold."""

import re
from dataclasses import replace

import pytest
from django.conf import settings

from documents import kinds, papers
from documents.kinds import PaperKind, declare
from documents.labels import ENGLISH
from documents.rendering import markup
from documents.sheet import Column, Sheet, Table, facts, sections
from tests.cast import decide, draft, submit
from tests.documents.pictures import inked_edges
from workflows.dispute.evidence import COLUMNS

BASE_DIR = settings.BASE_DIR
ADDED = ("subject_label", "subject_en", "amount_label", "amount_en", "title_en", "tables")
ADDED += ("layout", "addressee", "english", "record")


def test_two_kinds_never_share_a_code_or_the_mark_in_their_numbers():
    slip = kinds.kind_of("filing_slip")
    assert declare(slip) is slip and slip in kinds.all_kinds()
    for other in ({"code": "another"}, {"mark": "别"}):
        with pytest.raises(ValueError, match="filing_slip"):
            declare(replace(slip, **other))
    assert "another" not in [kind.code for kind in kinds.all_kinds()]
    with pytest.raises(ValueError, match="30 characters"):
        PaperKind(code="x" * 31, title="表", mark="表", label="Form")
    marks = [kind.mark for kind in kinds.all_kinds()]
    assert len(set(marks)) == len(marks) and slip.english == "Filing slip"


def test_papers_of_before_still_read(ended):
    """A paper that was frozen when forms had fewer parts."""
    for paper in ended("50000").papers.all():
        body = {name: part for name, part in paper.content.items() if name not in ADDED}
        for part in ("facts", "sections", "boxes"):
            body[part] = [{k: v for k, v in one.items() if k != "en"} for one in body[part]]
        old = Sheet.from_json(body)
        assert (old.title, old.subject_label, old.tables) == (paper.sheet.title, "项目名称", ())
        assert "项目名称" in markup.html_of(old, paper.issued_at)


def test_rows_without_a_value_are_left_out():
    assert [f.label for f in facts(("客户", "Customer", "甲"), ("价格", "Price", ""))] == ["客户"]
    assert [s.text for s in sections(("理由", "Reason", " 老客户 "), ("其他", "", " \n"))] == [
        "老客户"
    ]


def test_a_table_has_as_many_cells_as_columns():
    columns = (Column(title="单位", width=3), Column(title="得分", figures=True))
    assert Table(title="评标", columns=columns, rows=(("东港分局", "91.5"),)).shares == 4
    with pytest.raises(ValueError, match="2 cells"):
        Table(title="评标", columns=columns, rows=(("东港分局",),))


def test_a_paper_without_an_amount_but_with_tables_in_two_languages_fits(paper):
    columns = (
        Column(title="单位", en="Unit", width=2),
        Column(title="说明", en="Note", width=5),
        Column(title="得分", en="Score", figures=True),
    )
    rows = tuple((f"第{n}分局", "方案完整，资源充足。" * 3, f"{n}.5") for n in range(40))
    table = Table(title="评分汇总", en="Scores", columns=columns, rows=rows)
    sheet = replace(paper.sheet, amount="", capitals="", tables=(table,), english=True, boxes=())
    paper.content = sheet.as_json()
    html = markup.html_of(sheet, paper.issued_at)
    assert "项目金额" not in html and "、金额" not in html and "审批环节" not in html
    assert "Score" in html and 'class="figures">39.5' in html and ">Conclusion<" in html
    pdf = papers.draw(paper).pdf
    assert inked_edges(pdf) == []
    assert paper.sheet == sheet


def test_every_head_of_a_table_and_every_label_of_the_applicant_has_its_english():
    written = [*BASE_DIR.glob("workflows/*/*.py"), BASE_DIR / "documents" / "sharing.py"]
    text = "".join(path.read_text("utf-8") for path in written)
    heads = re.findall(r'Column\(\s*title="([^"]+)"([^()]*)\)', text)
    bare = [title for title, more in heads if "en=" not in more]
    bare += [title for columns in COLUMNS.values() for title in columns]
    bare += ["申请人", *re.findall(r'applicant_label="([^"]+)"', text)]
    assert len(heads) > 10 and [title for title in bare if title not in ENGLISH] == []


def test_every_step_of_a_flow_has_its_box_under_its_own_title(cast, several):
    case = submit(cast, draft(cast, "32000", kind=several))
    while case.status == "running":
        step, row = case.step, case.assignments.filter(state=0).order_by("place", "pk")[0]
        decide(cast, case, row.person, "for" if step == "ballot" else "agreed", row=row.pk)
        case.refresh_from_db()
    boxes = case.papers.get().sheet.boxes
    titles = list(dict.fromkeys(box.title for box in boxes))
    assert titles == [
        "单位审核意见",
        "集体讨论意见",
        "方案审查意见",
        "总监签批意见",
        "市场部立项意见",
    ]
    ballot = next(box for box in boxes if "票" in box.verdict)
    assert ballot.verdict.startswith("赞成 ") and "、" in ballot.person
