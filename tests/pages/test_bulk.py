"""The inbox with ticks: what can be ticked, and the page that tells what became of each row."""

import re

import pytest

from approvals.models import Assignment, Case, Opinion
from approvals.words import Status
from registry.org.roles import PostRole
from tests.cast import at_discussion, decide, draft, new_key, row, submit

BULK = "/inbox/bulk/"


def ticks(page: str) -> list[str]:
    return re.findall(r'name="row" value="([0-9.]+)"', page)


def send(browser, rows, verdict="agreed", text="", key=None):
    sent = {"row": rows, "verdict": verdict, "text": text, "key": str(key or new_key())}
    return browser.post(BULK, sent)


@pytest.fixture
def three(cast):
    return [submit(cast, draft(cast, "5000", title=f"第{n}个项目")) for n in "一二三"]


def test_every_row_that_can_be_agreed_to_has_a_tick_with_the_version_it_shows(cast, browse, three):
    Case.objects.filter(pk=three[0].pk).update(data_version=7)
    page = browse(cast.wang).get("/inbox/").content.decode()
    expected = {f"{row(three[0], cast.wang).pk}.7"}
    expected |= {f"{row(case, cast.wang).pk}.1" for case in three[1:]}
    assert set(ticks(page)) == expected and "选择：第一个项目，单位审核" in page


def test_a_ballot_and_a_revision_have_no_tick(cast, browse):
    at_discussion(cast)
    returned = submit(cast, draft(cast))
    decide(cast, returned, cast.wang, "returned", "请补报价。")
    for person in (cast.ma, cast.li):
        page = browse(person).get("/inbox/").content.decode()
        assert "春茶寄递项目" in page and not ticks(page) and 'id="bulk"' not in page


def test_the_page_tells_of_each_row_what_became_of_it(cast, browse, three):
    cast.post("xu", cast.county, PostRole.COUNTY_HEAD, "徐青")
    late = submit(cast, draft(cast, "5000", title="第四个项目"))
    wang = browse(cast.wang)
    shown = ticks(wang.get("/inbox/").content.decode())
    decide(cast, late, cast.xu)
    answer = send(wang, shown, text="同意。")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3 项已办理，1 项未办理" in page and page.count("已办理：同意。") == 3
    assert "徐青已先办理了这一环节" in page and f'href="/cases/{late.pk}/"' in page
    assert ">同意。</textarea>" in page
    assert {Case.objects.get(pk=case.pk).status for case in three} == {Status.RECORDED}
    assert not ticks(wang.get("/inbox/").content.decode())


def test_a_refusal_without_words_keeps_the_ticks_for_the_next_try(cast, browse, three):
    wang = browse(cast.wang)
    shown = ticks(wang.get("/inbox/").content.decode())
    answer = send(wang, shown, "refused")
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("请写明理由") == 3
    assert sorted(ticks(page)) == sorted(shown) and not Opinion.objects.exists()
    assert send(wang, ticks(page), "refused", "重复报送。").status_code == 200
    assert Opinion.objects.filter(verdict="refused").count() == 3


def test_words_that_no_paper_could_show_decide_nothing_and_are_kept(cast, browse, three):
    wang = browse(cast.wang)
    answer = send(wang, ticks(wang.get("/inbox/").content.decode()), text="同意😀")
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("字体") == 3 and "同意😀</textarea>" in page
    assert not Opinion.objects.exists()


def test_the_row_of_another_is_told_without_its_title(cast, browse, three):
    chens = {"by": cast.chen, "unit": cast.other, "customer": cast.foreign}
    foreign = submit(cast, draft(cast, "5000", title="别人的项目", **chens))
    wang = browse(cast.wang)
    shown = ticks(wang.get("/inbox/").content.decode())
    answer = send(wang, [f"{row(foreign, cast.fang).pk}.1", shown[0]])
    page = answer.content.decode()
    assert answer.status_code == 200 and "1 项已办理，1 项未办理" in page
    assert "别人的项目" not in page and "不属于您的事项" in page
    assert Case.objects.get(pk=foreign.pk).status == Status.RUNNING


def test_sent_twice_it_is_told_as_done_twice_and_recorded_once(cast, browse, three):
    wang, key = browse(cast.wang), new_key()
    shown = ticks(wang.get("/inbox/").content.decode())
    for _ in range(2):
        assert "3 项已办理" in send(wang, shown, key=key).content.decode()
    assert Opinion.objects.count() == 3


@pytest.mark.parametrize("verdict", ["", "returned", "listed", "for", "同意\x00"])
def test_another_verdict_than_agree_and_refuse_decides_nothing(cast, browse, three, verdict):
    wang = browse(cast.wang)
    shown = ticks(wang.get("/inbox/").content.decode())
    answer = send(wang, shown, verdict, "留着这句话")
    page = answer.content.decode()
    assert answer.status_code == 422 and "留着这句话</textarea>" in page
    assert sorted(ticks(page)) == sorted(shown) and not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [([], "请先选择"), ([f"{n}.1" for n in range(1, 27)], "一次最多批量办理 25 项")],
)
def test_nothing_ticked_or_more_than_a_page_is_refused_with_a_sentence(
    cast, browse, three, rows, said
):
    answer = send(browse(cast.wang), rows, text="留着这句话")
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "留着这句话</textarea>" in page
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    "odd", ["x", "1", "1.", "1.1.1", "٣.1", "9" * 40 + ".1", "-1.1", "1.1\x00"]
)
def test_a_broken_row_is_nobodys_row(cast, browse, three, odd):
    answer = send(browse(cast.wang), [odd])
    assert answer.status_code == 409 and "不属于您的事项" in answer.content.decode()


def test_whoever_comes_back_to_the_address_finds_the_inbox(cast, browse):
    answer = browse(cast.wang).get(BULK)
    assert answer.status_code == 302 and answer["Location"] == "/inbox/"


def test_a_bulk_needs_the_token_of_the_page(cast, browse, three):
    wang = browse(cast.wang, enforce_csrf_checks=True)
    assert send(wang, [f"{row(three[0], cast.wang).pk}.1"]).status_code == 403
    assert Assignment.objects.filter(state=Assignment.State.OPEN).count() == 3
