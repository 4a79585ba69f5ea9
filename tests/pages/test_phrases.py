"""The page of the phrases, and what the decision panel is offered."""

import pytest

from approvals.models import Phrase

PAGE = "/settings/phrases/"


def test_a_phrase_is_added_offered_and_deleted(cast, browse):
    wang = browse(cast.wang)
    assert wang.post(PAGE, {"text": "同意，请抓紧实施。"}).status_code == 302
    for address in (PAGE, f"{PAGE}offered/"):
        assert "同意，请抓紧实施。" in wang.get(address).content.decode()
    phrase = Phrase.objects.get()
    assert wang.post(f"{PAGE}remove/", {"phrase": phrase.pk}).status_code == 302
    assert "还没有自己的常用语" in wang.get(PAGE).content.decode()


def test_the_phrase_of_another_is_neither_seen_nor_deleted(cast, browse):
    browse(cast.wang).post(PAGE, {"text": "只有我这样写。"})
    fang = browse(cast.fang)
    for address in (PAGE, f"{PAGE}offered/"):
        assert "只有我这样写" not in fang.get(address).content.decode()
    number = Phrase.objects.get().pk
    assert fang.post(f"{PAGE}remove/", {"phrase": number}).status_code == 404
    assert Phrase.objects.exists()


def test_a_keeper_shares_a_phrase_with_the_bureau(cast, browse):
    sun, wang = browse(cast.sun), browse(cast.wang)
    assert 'name="shared"' in sun.get(PAGE).content.decode()
    assert sun.post(PAGE, {"text": "拟同意。", "shared": "on"}).status_code == 302
    assert Phrase.objects.get().bureau == cast.bureau
    page = wang.get(PAGE).content.decode()
    assert "拟同意。" in page and 'name="shared"' not in page and "phrases/remove/" not in page
    number = Phrase.objects.get().pk
    assert wang.post(f"{PAGE}remove/", {"phrase": number}).status_code == 404
    assert sun.post(f"{PAGE}remove/", {"phrase": number}).status_code == 302


def test_nobody_else_can_share_one(cast, browse):
    answer = browse(cast.wang).post(PAGE, {"text": "拟同意。", "shared": "on"})
    assert answer.status_code == 422 and "只有人力资源和信息主管" in answer.content.decode()
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "请先填写"), ("好" * 201, "最多 200 个"), ("同意\u202e", "202E"), ("同意😀", "😀")],
)
def test_a_phrase_that_no_opinion_could_hold_is_refused_where_it_is_written(
    cast, browse, text, said
):
    answer = browse(cast.wang).post(PAGE, {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and text in page
    assert not Phrase.objects.exists()


@pytest.mark.parametrize("odd", ["", "x", "9" * 40, "-1", "٣"])
def test_a_phrase_without_a_number_is_not_there(cast, browse, odd):
    assert browse(cast.wang).post(f"{PAGE}remove/", {"phrase": odd}).status_code == 404


def test_markup_in_a_phrase_is_only_text(cast, browse):
    wang = browse(cast.wang)
    wang.post(PAGE, {"text": "<b>同意</b>"})
    for address in (PAGE, f"{PAGE}offered/"):
        page = wang.get(address).content.decode()
        assert "<b>同意" not in page and "&lt;b&gt;同意" in page


def test_the_phrases_cost_few_statements(cast, browse, django_assert_max_num_queries):
    wang = browse(cast.wang)
    wang.get(PAGE)
    with django_assert_max_num_queries(7):
        wang.get(PAGE)
    with django_assert_max_num_queries(4):
        wang.get(f"{PAGE}offered/")
