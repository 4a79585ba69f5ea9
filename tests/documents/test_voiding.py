"""作废 and 换发: who may, what is kept, and what whoever checks the paper is told."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from approvals import errors
from approvals.invariants import check_all
from approvals.models import Message
from documents import papers
from documents.errors import NotWrittenAnew, SupersededAlready, VoidedAlready
from documents.models import Paper
from documents.voiding import reissue, void
from registry.journal import Entry
from tests.cast import new_key


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def on_paper(cast, act, paper, person, reason="单位名称有误", **given):
    how = {"at": cast.later(), "key": given.pop("key", None) or new_key()}
    act(case_id=paper.case_id, paper_id=paper.pk, actor=person, reason=reason, **how)
    return papers.papers_of(paper.case).get(pk=paper.pk)


def told(paper):
    return Client().get(reverse("verified", args=[paper.code])).content.decode()


def test_an_administrator_voids_a_paper_and_everything_of_it_is_kept(cast, paper):
    gone = on_paper(cast, void, paper, cast.qian)
    assert (gone.voided_by, gone.void_reason) == (cast.qian, "单位名称有误")
    assert (gone.number, gone.content) == (paper.number, paper.content) and gone.intact
    line = Entry.objects.filter(subject=paper.case.journal_subject).order_by("-seq")[0]
    assert (line.verb, line.detail["name"]) == ("paper_voided", paper.number)
    message = Message.objects.get(topic="paper_voided")
    assert message.body["people"] == [cast.li.pk] and paper.number in message.body["note"]
    assert check_all() == []
    assert "单位名称有误" in told(gone) and "is-good" not in told(gone)


def test_nobody_else_voids_one(cast, paper):
    refused = {
        cast.wang: errors.NotAdministrator,
        cast.li: errors.NotAdministrator,
        cast.auditor: errors.NotAdministrator,
    }
    for person, error in refused.items():
        for act in (void, reissue):
            with pytest.raises(error):
                on_paper(cast, act, paper, person)
    with pytest.raises(errors.SayWhy):
        on_paper(cast, void, paper, cast.qian, "  ")
    with pytest.raises(errors.TooLong):
        on_paper(cast, void, paper, cast.qian, "长" * 201)
    assert not Paper.objects.exclude(voided_at=None).exists()


def test_a_paper_is_voided_once_and_the_same_click_twice_is_once(cast, paper):
    key = new_key()
    first = on_paper(cast, void, paper, cast.qian, key=key)
    assert on_paper(cast, void, paper, cast.qian, key=key).voided_at == first.voided_at
    with pytest.raises(VoidedAlready, match="2026"):
        on_paper(cast, void, paper, cast.director)


def test_a_paper_of_another_case_is_not_there(cast, ended):
    mine, other = ended().papers.get(), ended().papers.get()
    how = {"actor": cast.qian, "reason": "错", "at": cast.later(), "key": None}
    with pytest.raises(errors.NotThere):
        void(case_id=mine.case_id, paper_id=other.pk, **how)


def test_issued_anew_it_has_its_own_number_and_says_what_it_replaces(cast, ended):
    case = ended("30000")
    old = case.papers.get(kind="minutes")
    cast.county.name = "东港区分局"
    cast.county.save()
    old = on_paper(cast, reissue, old, cast.qian)
    new = old.superseded_by
    assert (old.number, new.number) == ("镇邮东港分局纪〔2026〕1号", "镇邮东港区分局纪〔2026〕2号")
    assert new.sheet.supersedes == old.number and new.sheet.unit == "东港区分局"
    assert new.code != old.code and old.voided_at and not new.voided_at
    assert new.sheet.meeting == old.sheet.meeting and new.sheet.boxes == old.sheet.boxes
    assert check_all() == []
    assert new.number in told(old) and new.code not in told(old) and "is-bad" in told(old)
    assert "is-good" in told(new)
    with pytest.raises(SupersededAlready, match="2号"):
        on_paper(cast, reissue, old, cast.qian)
    third = on_paper(cast, reissue, new, cast.qian).superseded_by
    assert third.number.endswith("3号") and third.sheet.kind == "minutes"


def test_a_void_paper_can_be_issued_anew_and_keeps_its_first_reason(cast, paper):
    gone = on_paper(cast, void, paper, cast.qian)
    anew = on_paper(cast, reissue, gone, cast.qian, "补发")
    assert anew.void_reason == "单位名称有误" and anew.superseded_by.sheet.supersedes == gone.number


def test_what_the_process_does_not_write_any_more_is_not_issued_anew(cast, paper, monkeypatch):
    monkeypatch.setattr("documents.nodes.Issue.sheets", lambda node, case, move: [])
    with pytest.raises(NotWrittenAnew):
        on_paper(cast, reissue, paper, cast.qian)
    paper.refresh_from_db()
    assert paper.voided_at is None


def test_it_is_done_on_a_page_and_the_case_tells_of_it(cast, paper):
    client = Client()
    client.force_login(cast.qian)
    shown = client.get(reverse("case", args=[paper.case_id])).content.decode()
    address = reverse("reissue-paper", args=[paper.pk])
    assert address in shown and reverse("void-paper", args=[paper.pk]) in shown
    assert client.post(address, {"reason": ""}).status_code == 422
    sent = {"reason": "客户名称更正", "key": new_key()}
    assert client.post(address, sent).url == reverse("case", args=[paper.case_id])
    assert client.get(address).status_code == 302
    shown = client.get(reverse("case", args=[paper.case_id])).content.decode()
    newer = Paper.objects.get(supersedes=paper)
    assert f"{paper.number} → {newer.number}" in shown and "客户名称更正" in shown
    assert client.post(address, {"reason": "再来", "key": new_key()}).status_code == 409


def test_who_only_reads_the_case_is_not_offered_it(cast, paper):
    for person in (cast.li, cast.wang, cast.auditor):
        client = Client()
        client.force_login(person)
        shown = client.get(reverse("case", args=[paper.case_id])).content.decode()
        assert paper.number in shown and "/void/" not in shown and "/reissue/" not in shown
