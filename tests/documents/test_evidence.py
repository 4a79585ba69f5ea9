"""evidence.json in the file of a paper: what it says, that it is documented, and the file that it is in."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys

import pypdfium2
import pytest
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader

from documents import papers
from documents.evidence import evidence_of, text_of
from registry.journal import Entry
from tests.cast import decide, draft, send_back, submit

DOCUMENTED = (settings.BASE_DIR / "docs" / "evidence.md").read_text("utf-8")


def embedded(pdf: bytes) -> dict:
    document = pypdfium2.PdfDocument(pdf)
    assert document.count_attachments() == 1
    return json.loads(bytes(document.get_attachment(0).get_data()))


def keys(value) -> set[str]:
    """The keys of all objects inside a value."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list | tuple) else set()


@pytest.fixture
def told(ended):
    """The evidence of a listed project's approval form."""
    paper = ended("50000").papers.get(kind="approval_form")
    return paper, evidence_of(paper)


def test_it_says_who_decided_what_when_as_what(told, cast):
    _, evidence = told
    record = evidence["content"]["record"]
    said = [(v["step_title"], v["person"], v["verdict_text"]) for v in record["verdicts"]]
    assert said[0] == ("单位审核", "王建国", "同意") and said[-1][1:] == (
        "赵敏",
        "列入局重点营销项目",
    )
    assert len(said) == 2 + 4 + 1 + 1 and ("集体讨论", "钱进", "反对") in said
    first = record["verdicts"][0]
    assert first["post"].startswith("东港分局") and first["asked"] == "post"
    assert first["at"].endswith("+00:00") and first["acting_for"] is None
    assert record["case"]["value_yuan"] == "50000.00"
    assert record["files"][0].keys() == {"name", "kind", "bytes", "hash"}


def test_it_says_under_which_rules_of_which_version(told):
    paper, evidence = told
    ruling = evidence["content"]["record"]["ruling"]
    assert (ruling["version"], len(ruling["hash"])) == (paper.case.ruling.version, 64)
    assert [duty["article"] for duty in ruling["duties"]] == ["5(8)"] * 3


def test_its_hash_and_its_place_in_the_journal_can_be_computed_again(told):
    _, evidence = told
    assert evidence["hash_algorithm"] == "SHA-256"
    text = json.dumps(
        evidence["content"], ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    assert hashlib.sha256(text.encode()).hexdigest() == evidence["content_hash"]
    line = Entry.objects.get(
        subject=evidence["journal"]["subject"], seq=evidence["journal"]["line"]
    )
    assert (line.digest, line.verb) == (evidence["journal"]["hash"], "issued")
    assert line.detail["sha256"] == evidence["content_hash"]


def test_every_key_is_documented_and_everything_documented_is_there(told):
    _, evidence = told
    named = re.findall(r"`([a-z_.]+)(?:\[\])?`", DOCUMENTED)
    words = {word for name in named for word in name.split(".")}
    record = evidence["content"]["record"]
    asked = {**evidence, "content": dict.fromkeys(evidence["content"])}
    ruling = dict.fromkeys(record["ruling"])
    seen = keys(asked) | keys(record | {"ruling": ruling})
    assert seen <= words
    assert words - seen <= {
        *("qianpi", "evidence", "json", "null", "record", "version", "set", "name", "id"),
        *("by_rule", "substitute", "escalated", "transferred", "delegated", "added", "verdicts"),
    }


def test_what_was_said_in_earlier_rounds_stands_too_and_a_substitute_is_named(cast):
    case = submit(cast, draft(cast, "12000"))
    decide(cast, case, cast.wang)
    send_back(cast, case, cast.zhou, "unit_review", text="请核对成本")
    decide(cast, case, cast.wang, "agreed", "已核对")
    for person in (cast.zhou, cast.director):
        decide(cast, case, person)
    record = case.papers.get().content["record"]
    assert [(v["round"], v["verdict"]) for v in record["verdicts"]] == [
        (1, "agreed"),
        (1, "returned"),
        (2, "agreed"),
        (2, "agreed"),
        (2, "agreed"),
    ]


def test_a_name_that_changes_later_changes_no_evidence(told, cast):
    paper, before = told
    cast.wang.name = "王建华"
    cast.wang.save()
    cast.county.name = "东港区分局"
    cast.county.save()
    assert text_of(evidence_of(papers.papers_of(paper.case).get(pk=paper.pk))) == text_of(before)


def test_the_file_claims_pdf_a_3a_and_is_built_as_one(told):
    paper, evidence = told
    drawn = papers.draw(paper)
    assert embedded(drawn.pdf) == evidence
    root = PdfFileReader(io.BytesIO(drawn.pdf)).root
    xmp = root["/Metadata"].data.decode()
    assert 'pdfaid:part="3"' in xmp and 'pdfaid:conformance="A"' in xmp
    assert paper.number in xmp and paper.sheet.bureau in xmp and paper.sheet.subject in xmp
    assert root["/Lang"] == "zh-CN" and root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    for reference in root["/AF"]:
        attached = reference.get_object()
        assert (attached["/AFRelationship"], attached["/UF"]) == ("/Data", "evidence.json")
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    for page in pypdfium2.PdfDocument(drawn.pdf):
        fonts = [o.get_font() for o in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
        assert fonts and all(font.is_embedded for font in fonts)


def test_a_process_with_another_hash_seed_draws_the_same_bytes(told):
    paper, _ = told
    drawn = papers.draw(paper)
    job = {
        "paper": paper.content,
        "evidence": text_of(evidence_of(paper)),
        "at": paper.issued_at.isoformat(),
    }
    program = """
import json, sys, os
import django
django.setup()
from datetime import datetime
from documents.rendering import markup, process
from documents.sheet import Sheet
job = json.load(sys.stdin)
at = datetime.fromisoformat(job["at"])
html = markup.html_of(Sheet.from_json(job["paper"]), at)
sys.stdout.buffer.write(process.draw(html, markup.css(), evidence=job["evidence"], at=at).pdf)
"""
    environment = {
        "PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "QIANPI_DATA": str(settings.DATA_DIR),
    }
    again = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(job).encode(),
        capture_output=True,
        cwd=settings.BASE_DIR,
        env=environment,
    )
    assert again.stdout == drawn.pdf, again.stderr.decode()
