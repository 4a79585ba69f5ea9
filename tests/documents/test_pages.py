"""Who may open a paper, and what anybody learns who has one in hand."""

import hashlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents import errors, papers
from documents.models import Paper
from documents.sealing import checker, checking
from documents.voiding import reissue
from pages.papers import limits
from tests.documents.sealed import seal_in, small

INSIDE = ("已阅", "王建国", "李晓岚", "东港茶业")  # opinions and people are not for the public


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def body(monkeypatch):
    monkeypatch.setattr(papers, "body_of", lambda paper, at: b"%PDF-1.7")


def opened(person, paper):
    client = Client()
    if person:
        client.force_login(person)
    return client.get(reverse("paper", args=[paper.pk]))


def test_who_may_read_the_case_may_open_its_paper(cast, paper, body):
    for person in (cast.li, cast.wang, cast.director, cast.auditor):
        answer = opened(person, paper)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E9%95%87%E9%82%AE")
    assert "%E3%80%942026%E3%80%95" in answer["Content-Disposition"]


def test_nobody_else_learns_that_there_is_one(cast, paper, body):
    for person in (cast.chen, cast.fang, cast.lin, cast.sun):
        assert opened(person, paper).status_code == 404
    assert opened(None, paper).status_code == 302
    unknown = Client()
    unknown.force_login(cast.li)
    assert unknown.get(reverse("paper", args=[10_000])).status_code == 404


def test_a_paper_that_cannot_be_drawn_says_what_to_do(cast, paper, monkeypatch):
    def unable(paper, at):
        raise errors.CannotDraw(command="apt-get install -y libpango-1.0-0")

    monkeypatch.setattr(papers, "body_of", unable)
    answer = opened(cast.li, paper)
    assert answer.status_code == 503
    assert "apt-get install -y libpango-1.0-0" in answer.content.decode()


def test_the_case_lists_its_papers(cast, ended):
    case = ended("30000")
    client = Client()
    client.force_login(cast.li)
    shown = client.get(reverse("case", args=[case.pk])).content.decode()
    for paper in case.papers.all():
        assert paper.number in shown and reverse("paper", args=[paper.pk]) in shown


def test_anybody_checks_a_paper_and_learns_only_what_stands_on_it(ended):
    paper = ended("30000").papers.get(kind="minutes")
    answer = Client().get(reverse("verified", args=[paper.code.lower()]))
    shown = answer.content.decode()
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    said = (paper.number, "大客户中心集体讨论纪要", "东港分局", "2026年3月2日", "￥30,000.00")
    for words in (*said, "同意实施", paper.content_sha256):
        assert words in shown
    assert not [words for words in INSIDE if words in shown]


def test_a_voided_paper_says_so_and_why(paper, cast):
    Paper.objects.filter(pk=paper.pk).update(voided_at=cast.now, void_reason="重复立项")
    shown = Client().get(reverse("verified", args=[paper.code])).content.decode()
    assert "重复立项" in shown and "is-good" not in shown


def test_an_unknown_code_is_no_paper_of_ours(paper):
    for code in ("0000-0000-0000-0000", "nonsense", "<script>"):
        answer = Client().get(reverse("verified", args=[code]))
        assert answer.status_code == 404 and paper.number not in answer.content.decode()
        assert "<script>" not in answer.content.decode()


def test_a_typed_code_leads_to_its_answer(paper):
    typed = paper.code.replace("-", " ").lower()
    assert Client().get(reverse("verify"), {"code": typed}).url == reverse(
        "verified", args=[paper.code]
    )
    assert Client().get(reverse("verify")).status_code == 200
    assert "nonsense" in Client().get(reverse("verify"), {"code": "nonsense"}).content.decode()


def test_who_asks_too_often_must_wait(paper, monkeypatch):
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    address = reverse("verified", args=[paper.code])
    assert [Client().get(address).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert Client().get(address)["Retry-After"] == "60"
    assert Client(REMOTE_ADDR="10.0.0.9").get(address).status_code == 200


def test_content_that_was_tampered_with_is_not_called_valid(paper, monkeypatch):
    monkeypatch.setattr(Paper, "intact", False)
    shown = Client().get(reverse("verified", args=[paper.code])).content.decode()
    assert "is-bad" in shown and "is-good" not in shown


@pytest.fixture
def sealed(settings, tmp_path, paper, cast, monkeypatch):
    """The paper with the small file of tests/documents/sealed.py as its own, and the roots to check it."""
    root = tmp_path / "root.pem"
    root.write_bytes(small().roots)
    settings.SEAL = seal_in(tmp_path / "seal", roots=[str(root)])
    monkeypatch.setattr(checking, "_told", lambda pdf, roots: checker.check(pdf, small().roots))
    digest = hashlib.sha256(small().sealed).hexdigest()
    Paper.objects.filter(pk=paper.pk).update(file_sha256=digest)
    monkeypatch.setattr(
        "documents.verifying.papers.by_code", lambda code: papers.papers_of(paper.case).get()
    )
    return paper


def handed_in(pdf, **how):
    file = SimpleUploadedFile("审批表.pdf", pdf, "application/pdf")
    return Client(**how).post(reverse("verify-file"), {"file": file})


def test_a_file_is_checked_by_anybody_and_each_finding_has_its_own_answer(sealed, cast):
    good = handed_in(small().sealed).content.decode()
    assert "is-good" in good and sealed.number in good and "演示" in good and "SM2" in good
    damaged = small().sealed.replace(b"Widget", b"Widgel")
    for pdf, words in (
        (damaged, "签章后被改动过"),
        (small().body, "没有签章"),
        (b"%PDF-1.7", "损坏"),
        (b"PK", "不是 PDF 文件"),
    ):
        shown = handed_in(pdf).content.decode()
        assert words in shown and "is-good" not in shown and sealed.number not in shown
    Paper.objects.filter(pk=sealed.pk).update(voided_at=cast.now, void_reason="重复立项")
    shown = handed_in(small().sealed).content.decode()
    assert "重复立项" in shown and "is-good" not in shown


def test_the_answers_are_said_in_english_too(sealed):
    client = Client()
    client.cookies["django_language"] = "en"
    file = SimpleUploadedFile("form.pdf", small().sealed, "application/pdf")
    shown = client.post(reverse("verify-file"), {"file": file}).content.decode()
    assert "not a bit of it was changed" in shown and "has no force whatever" in shown


def test_no_file_too_large_a_file_and_too_many_files_are_answered(sealed, monkeypatch):
    assert Client().post(reverse("verify-file")).status_code == 422
    empty = handed_in(b"")
    assert empty.status_code == 422 and "文件是空的" in empty.content.decode()
    monkeypatch.setattr(checking, "MAX_BYTES", 10)
    assert handed_in(b"%PDF-1.7 and more").status_code == 422
    monkeypatch.setattr(limits, "FILES_A_MINUTE", 4)
    assert [handed_in(b"%PDF").status_code for _ in range(2)] == [200, 429]
    monkeypatch.setattr(limits, "PATIENCE_SECONDS", 0)
    with limits.a_file_at_a_time() as one, limits.a_file_at_a_time() as two:
        assert one and two
        assert handed_in(b"%PDF", REMOTE_ADDR="10.0.0.9").status_code == 429
    assert handed_in(b"%PDF", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_behind_a_proxy_each_reader_has_a_share_of_their_own(rf, settings):
    asked = rf.get("/verify/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3")
    assert limits.address_of(asked) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.address_of(asked) == "10.1.2.3"


def test_a_superseded_paper_names_the_one_in_its_place_in_both_languages(cast, paper):
    how = {"actor": cast.qian, "reason": "补发", "at": cast.later(), "key": None}
    reissue(case_id=paper.case_id, paper_id=paper.pk, **how)
    number = Paper.objects.get(supersedes=paper).number
    for language, words in (("zh-hans", "替代"), ("en", "In its place")):
        client = Client()
        client.cookies["django_language"] = language
        shown = client.get(reverse("verified", args=[paper.code])).content.decode()
        assert number in shown and words in shown and "is-good" not in shown
