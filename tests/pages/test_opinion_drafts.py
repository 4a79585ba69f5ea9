"""Drafts of opinions: what was typed is there again, for the one who typed it and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.models import Assignment, Opinion, OpinionDraft
from registry.org.roles import PostRole
from tests.cast import at_discussion, decide, draft, new_key, row, submit

WORDS = "客户基础好，但价格偏低。"
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def asked(cast):
    """Wang's open row at Li's case."""
    return row(submit(cast, draft(cast)), cast.wang)


def address(asked, name="opinion-draft"):
    return reverse(name, args=[asked.case_id, asked.pk])


def keep(browser, asked, text=WORDS, verdict="returned", **given):
    return browser.post(address(asked), {"text": text, "verdict": verdict}, **given)


def pages_of(browser, asked):
    for path in (f"/cases/{asked.case_id}/", address(asked, "decide")):
        yield browser.get(path).content.decode()


def test_a_draft_of_an_opinion_survives_a_new_login(cast, browse, asked):
    answer = keep(browse(cast.wang), asked, headers=SCRIPT)
    assert answer.status_code == 200 and "尚未提交，暂存于" in answer.content.decode()
    for page in pages_of(browse(cast.wang), asked):
        assert WORDS in page and "尚未提交，暂存于" in page
        assert 'value="returned" checked' in page


def test_a_button_without_scripts_keeps_it_too(cast, browse, asked):
    answer = keep(browse(cast.wang), asked)
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{asked.case_id}/"
    assert OpinionDraft.objects.get().text == WORDS
    keep(browse(cast.wang), asked, "再想想。", "")
    assert OpinionDraft.objects.get().text == "再想想。"


def test_only_the_person_sees_what_is_not_sent(cast, browse):
    case = at_discussion(cast)
    mine = row(case, cast.ma)
    keep(browse(cast.ma), mine, verdict="against")
    for other in ("qian", "zhou", "director", "li", "wang", "auditor"):
        assert WORDS not in browse(cast.people[other]).get(f"/cases/{case.pk}/").content.decode()
    assert WORDS in browse(cast.ma).get(f"/cases/{case.pk}/").content.decode()


def test_the_draft_goes_away_with_the_verdict(cast, browse, asked):
    wang = browse(cast.wang)
    keep(wang, asked)
    sent = {"verdict": "returned", "text": WORDS, "seen": 1, "key": str(new_key())}
    assert wang.post(address(asked, "decide"), sent).status_code == 302
    assert Opinion.objects.get().text == WORDS and not OpinionDraft.objects.exists()
    late = keep(wang, asked, headers=SCRIPT)
    assert late.status_code == 409 and not OpinionDraft.objects.exists()


def test_what_was_emptied_is_not_kept(cast, browse, asked):
    wang = browse(cast.wang)
    keep(wang, asked)
    answer = keep(wang, asked, "  ", "", headers=SCRIPT)
    assert answer.status_code == 200 and not answer.content and not OpinionDraft.objects.exists()


def test_a_draft_at_the_row_of_another_is_not_there(cast, browse, asked):
    for other in ("li", "fang", "zhou", "director", "sun"):
        assert keep(browse(cast.people[other]), asked).status_code == 404
    elsewhere = reverse("opinion-draft", args=[asked.case_id + 1, asked.pk])
    assert browse(cast.wang).post(elsewhere, {"text": WORDS}).status_code == 404
    assert not OpinionDraft.objects.exists()


def test_an_applicant_who_revises_has_no_draft_of_an_opinion(cast, browse, asked):
    decide(cast, asked.case, cast.wang, "returned", "请补报价。")
    revise = Assignment.objects.get(person=cast.li, state=Assignment.State.OPEN)
    assert keep(browse(cast.li), revise).status_code == 404


def test_a_step_that_is_over_shows_the_words_back(cast, browse):
    cast.post("xu", cast.county, PostRole.COUNTY_HEAD, "徐青")
    case = submit(cast, draft(cast))
    mine = row(case, cast.wang)
    decide(cast, case, cast.xu)
    answer = keep(browse(cast.wang), mine)
    assert answer.status_code == 409 and WORDS in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("长" * 2_001, ""), ("同意\x00", ""), ("同意\u202e", ""), ("", "nonsense")],
)
def test_what_no_opinion_may_hold_is_no_draft_either(cast, browse, asked, text, verdict):
    wang = browse(cast.wang)
    for given in ({}, {"headers": SCRIPT}):
        assert keep(wang, asked, text, verdict, **given).status_code == 422
    assert not OpinionDraft.objects.exists()


def test_what_was_typed_and_refused_goes_before_an_older_draft(cast, browse, asked):
    wang = browse(cast.wang)
    keep(wang, asked, "旧的话。")
    sent = {"verdict": "refused", "text": " ", "seen": 1, "key": str(new_key())}
    page = wang.post(address(asked, "decide"), sent).content.decode()
    assert "旧的话。" not in page and 'value="refused" checked' in page


def test_a_draft_costs_the_pages_no_statement(cast, browse):
    case = at_discussion(cast)
    mine = row(case, cast.director)
    director = browse(cast.director)
    for path in (f"/cases/{case.pk}/", address(mine, "decide")):
        director.get(path)
        without = statements(director, path)
        keep(director, mine, verdict="agreed")
        assert statements(director, path) == without <= 16
        OpinionDraft.objects.all().delete()


def statements(browser, path):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)
