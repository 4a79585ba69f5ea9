"""归档包: the ZIP of a case, readable and checkable by somebody who has nothing of ours."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from approvals import works
from approvals.invariants import check_all
from approvals.models import Work
from approvals.storage import work_storage
from documents import packages, papers
from documents.rendering import process
from documents.sealing import keys
from documents.voiding import void
from registry.journal import Entry
from tests.cast import new_key
from tests.documents.sealed import seal_in, small


@pytest.fixture
def closed(cast, ended, settings, tmp_path, monkeypatch):
    """A listed project whose papers are drawn by a printer that answers at once, and sealed."""
    settings.SEAL = seal_in(tmp_path / "seal")
    settings.WORK_ROOT = tmp_path / "works"
    keys.signer_of.cache_clear()
    drawn = process.Drawn(small().body, 1, {"weasyprint": "70"})
    monkeypatch.setattr(process, "draw", lambda html, css, **evidence: drawn)
    case = ended("50000", title="茶博会<script>alert(1)</script>")
    case.attachments.update(name='方案"<b>.pdf')
    return case


def opened(case) -> zipfile.ZipFile:
    out = io.BytesIO()
    packages.write(case, out, timezone.now())
    return zipfile.ZipFile(io.BytesIO(out.getvalue()))


def test_it_holds_everything_of_the_case_and_a_hash_of_each_file(cast, closed):
    void_me = closed.papers.get(kind="minutes")
    how = {"actor": cast.qian, "reason": "错", "at": cast.later(), "key": None}
    void(case_id=closed.pk, paper_id=void_me.pk, **how)
    closed.refresh_from_db()
    package = opened(closed)
    names = package.namelist()
    for paper in closed.papers.all():
        (name,) = [n for n in names if n.startswith(f"papers/{paper.number}")]
        assert package.read(name) == papers.body_of(paper, timezone.now())
        told = json.loads(package.read(name.replace("papers/", "evidence/")[:-4] + ".json"))
        assert told["content_hash"] == paper.content_sha256
    manifest = json.loads(package.read("manifest.json"))
    assert manifest["hash_algorithm"] == "SHA-256" and manifest["case"] == closed.number
    for file in manifest["files"]:
        assert hashlib.sha256(package.read(file["path"])).hexdigest() == file["hash"]
    listed = {file["path"] for file in manifest["files"]}
    assert set(names) - listed == {"manifest.json", "SHA256SUMS"}
    case = json.loads(package.read("case.json"))
    state = {one["number"]: one["void_reason"] for one in case["papers"]}
    assert state[void_me.number] == "错" and case["ruling"]["duties"]


def test_its_journal_can_be_computed_again_up_to_the_head_that_the_manifest_names(closed):
    package = opened(closed)
    before = ""
    for text in package.read("journal.jsonl").decode().splitlines():
        line = json.loads(text)
        said = ["before", "subject", "line", "at", "actor_id", "verb", "detail"]
        array = [line[name] for name in said]
        plain = json.dumps(array, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        assert line["before"] == before
        assert hashlib.sha256(plain.encode()).hexdigest() == line["hash"]
        before = line["hash"]
    head = json.loads(package.read("manifest.json"))["journal"]
    assert (head["line"], head["hash"]) == (closed.journal_seq, before)


def test_its_contents_page_is_plain_and_escaped(closed):
    page = opened(closed).read("index.html").decode()
    assert "&lt;script&gt;" in page and "<script" not in page and "How to check" in page
    assert closed.papers.first().number in page and "%E6%96%87" not in page.partition("href")[0]


def test_somebody_else_checks_it_with_standard_tools(closed, tmp_path):
    opened(closed).extractall(tmp_path / "out")
    sums = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True
    )
    assert sums.returncode == 0, sums.stderr
    paper = next((tmp_path / "out" / "papers").iterdir())
    ran = subprocess.run(
        [sys.executable, "checker.py", "roots.pem"],
        cwd=tmp_path / "out",
        input=paper.read_bytes(),
        capture_output=True,
    )
    assert json.loads(ran.stdout)["found"] == "sealed"


def test_the_command_writes_it_once_and_the_journal_says_so(closed, tmp_path):
    target = tmp_path / "case.zip"
    out = io.StringIO()
    call_command("export-case", closed.number, to=target, stdout=out)
    assert zipfile.is_zipfile(target) and str(target) in out.getvalue()
    line = Entry.objects.filter(subject=closed.journal_subject).order_by("-seq")[0]
    assert (line.verb, line.actor) == ("exported", None) and check_all() == []
    for number, to in ((closed.number, target), ("XM-1900-1", tmp_path / "none.zip")):
        with pytest.raises(CommandError):
            call_command("export-case", number, to=to, stdout=out)
    assert not (tmp_path / "none.zip").exists()


def test_who_steers_the_unit_or_the_bureau_asks_for_it_and_the_story_says_who(cast, closed, client):
    address = reverse("case-package", args=[closed.pk])
    for person, status in ((cast.li, 404), (cast.fang, 404), (cast.auditor, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status
        shown = client.get(reverse("case", args=[closed.pk])).content.decode()
        assert (address in shown) == (status == 200)
    key = new_key()
    client.post(address, {"key": key})
    work = Work.objects.get()
    works.go_on()
    work.refresh_from_db()
    assert (work.state, work.result["name"]) == ("done", f"{closed.number}.zip")
    with work_storage().open(work.file.name) as file:
        assert zipfile.is_zipfile(file)
    shown = client.get(reverse("case", args=[closed.pk])).content.decode()
    assert "导出归档" in shown and check_all() == []
