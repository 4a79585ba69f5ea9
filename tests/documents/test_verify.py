"""`manage.py verify FILE`: genuine or not, who decided what, when, under which rules; with and without us."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from documents import papers, verifying
from documents.models import Paper
from documents.sealing import checker, checking, keys
from documents.verifying import State
from documents.voiding import reissue, void
from tests.cast import new_key
from tests.documents.sealed import content, key_of, seal_in, sealed_by, small


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """The same program, without a process each time; test_seal.py starts one."""

    def told(pdf, roots):
        return checker.check(pdf, Path(roots).read_bytes())

    monkeypatch.setattr(checking, "_told", told)


@pytest.fixture
def sealing(settings, tmp_path):
    """Papers are sealed by a demo seal of the test's own."""
    settings.SEAL = seal_in(tmp_path / "seal")
    keys.signer_of.cache_clear()


def verify(file, *options):
    """What the command says, and its status."""
    out = StringIO()
    try:
        call_command("verify", str(file), *options, stdout=out, stderr=StringIO())
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


def told(file, *options):
    said, status = verify(file, "--json", *options)
    return json.loads(said) | {"status": status}


def test_a_file_tells_its_whole_life(cast, ended, sealing, settings, tmp_path, in_a_child):
    """One paper, drawn once: genuine, then other files of it, then void, then replaced."""
    (tmp_path / "people").mkdir()
    key_of(tmp_path / "people", cast.wang.username)
    settings.SEAL["people"] = str(tmp_path / "people")
    paper = ended("30000").papers.get(kind="approval_form")
    pdf = papers.body_of(paper, cast.now)
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    paper.refresh_from_db()
    assert paper.seal["demo"] and paper.body_bytes < len(pdf)

    said, status = verify(file)
    assert status == 0 and "一字未改" in said and "This paper is genuine" in said
    for words in (paper.number, "单位审核", "王建国", "反对", "规则手册", paper.case.ruling.hash):
        assert words in said, words
    assert said.count("Signed by") == 1 and told(file)["people"][0]["field"] == "Person1"
    assert "SM2" in said and "演示" in said and "has no force whatever" in said

    assert told(file)["register"] == {
        "known": True,
        "voided_at": None,
        "void_reason": "",
        "superseded_by": None,
    }
    another = tmp_path / "another.pdf"
    another.write_bytes(sealed_by(tmp_path / "seal", pdf[: paper.body_bytes])[0])
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(pdf.replace(b"/Subtype /Widget", b"/Subtype /Widgel"))
    bare = tmp_path / "bare.pdf"
    bare.write_bytes(pdf[: paper.body_bytes])
    states = {f.stem: (told(f)["state"], told(f)["status"]) for f in (another, changed, bare)}
    assert states == {
        "another": ("unknown", 1),  # sealed here, but not the file that is kept
        "changed": ("changed", 1),
        "bare": ("unsealed", 1),
    }

    how = {"actor": cast.qian, "reason": "名称有误", "key": new_key()}
    void(case_id=paper.case_id, paper_id=paper.pk, at=cast.later(), **how)
    assert (told(file)["state"], told(file)["status"]) == ("voided", 1)
    assert "名称有误" in verify(file)[0]
    reissue(case_id=paper.case_id, paper_id=paper.pk, at=cast.later(), **how | {"key": new_key()})
    newer = Paper.objects.get(supersedes=paper)
    assert (told(file)["state"], told(file)["status"]) == ("superseded", 1)
    assert newer.number in verify(file)[0]

    root = tmp_path / "root.pem"
    root.write_bytes(keys.roots())
    alone = told(file, "--ca", str(root))  # the file alone cannot know that it is void
    assert (alone["state"], alone["register"], alone["status"]) == ("genuine", None, 0)
    assert "登记簿" in verify(file, "--ca", str(root))[0]


def test_a_paper_of_somewhere_else_is_unknown_and_without_its_root_untrusted(
    db, tmp_path, settings
):
    settings.SEAL = seal_in(tmp_path / "none")
    file = tmp_path / "paper.pdf"
    file.write_bytes(small().sealed)
    assert told(file)["state"] == "unknown_seal"
    root = tmp_path / "root.pem"
    root.write_bytes(small().roots)
    settings.SEAL = seal_in(tmp_path / "none", roots=[str(root)])
    assert told(file)["state"] == "unknown"
    assert told(file, "--offline")["state"] == "genuine"


def test_without_a_seal_the_register_alone_says_so(cast, paper, settings, tmp_path, monkeypatch):
    settings.SEAL = seal_in(tmp_path, demo=False)
    monkeypatch.setattr("documents.papers.draw", lambda paper: _drawn(small().body))
    pdf = papers.body_of(paper, cast.now)
    answer = verifying.of_file(pdf, b"", register=True)
    assert answer.state == State.ARCHIVED and answer.good and answer.paper == paper
    assert verifying.of_file(pdf + b" ", b"", register=True).state == State.UNSEALED


def _drawn(pdf):
    from documents.rendering.process import Drawn

    return Drawn(pdf, 1, {})


def test_content_that_was_changed_in_the_database_is_not_called_genuine(paper, monkeypatch):
    assert verifying.of_code(paper.code).state == State.GENUINE
    monkeypatch.setattr(Paper, "intact", False)
    assert verifying.of_code(paper.code).state == State.CHANGED
    assert verifying.of_code("0000-0000-0000-0000").state == State.UNKNOWN


def test_where_the_register_does_not_answer_the_file_does(tmp_path, settings, monkeypatch):
    root = tmp_path / "root.pem"
    root.write_bytes(small().roots)
    settings.SEAL = seal_in(tmp_path, roots=[str(root)])
    file = tmp_path / "paper.pdf"
    file.write_bytes(small().sealed)

    def down(*args):
        raise OperationalError("no server")

    monkeypatch.setattr("documents.verifying._paper_of", down)
    assert told(file)["state"] == "genuine"
    with pytest.raises(CommandError) as refused:
        verify(tmp_path / "none.pdf")
    assert refused.value.returncode == 2


def test_the_checker_runs_alone_on_a_machine_without_the_product(tmp_path):
    program = django_settings.BASE_DIR / "documents" / "sealing" / "checker.py"
    root = tmp_path / "root.pem"
    root.write_bytes(small().roots)
    ran = subprocess.run(
        [sys.executable, "-I", "-X", "importtime", str(program), str(root)],
        input=small().sealed,
        capture_output=True,
    )
    answer = json.loads(ran.stdout)
    assert answer["found"] == "sealed" and b"django" not in ran.stderr
    assert json.loads(answer["evidence"])["content"] == content()
