"""Read a case, decide, be told who was first, withdraw, fetch files."""

import re

import pytest

from approvals.models import Assignment, Case, Opinion
from registry.org import posts
from tests.cast import at_discussion, decide, draft, row, submit, vote


def text_of(answer):
    return answer.content.decode()


def form_of(page, number=0):
    """The hidden fields of a decision panel, as a browser sends them."""
    panel = page.split('class="q-stick q-decide')[1 + number]
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', panel)[1] for name in ("seen", "key")
    }


def address(case, person, capacity=None):
    return f"/cases/{case.pk}/decide/{row(case, person, capacity).pk}/"


def send(browser, url, verdict, text="", **more):
    return browser.post(
        url, form_of(text_of(browser.get(url))) | {"verdict": verdict, "text": text} | more
    )


def test_the_case_page_tells_who_wants_what_and_why_it_is_so(cast, browse):
    case = submit(cast, draft(cast))
    page = text_of(browse(cast.wang).get(f"/cases/{case.pk}/"))
    for said in (
        "春茶寄递项目",
        "李晓岚",
        "东港茶业有限公司",
        "￥32,000.00",
        "待您办理",
        "单位负责人",
        "第5条第8项",
        "本局设定",
        "2026年3月2日",
        "plan.pdf",
        "集体讨论",
        "下一步：方案审查",
        case.number,
    ):
        assert said in page, said


def test_nothing_is_chosen_for_the_director_beforehand(cast, browse):
    case = submit(cast, draft(cast))
    page = text_of(browse(cast.wang).get(f"/cases/{case.pk}/"))
    assert 'type="radio"' in page and " checked" not in page


@pytest.mark.parametrize("name", ["chen", "fang", "sun", "lin"])
def test_another_units_case_does_not_exist_for_outsiders(cast, browse, name):
    case = submit(cast, draft(cast))
    mine = row(case, cast.wang)
    client = browse(cast.people[name])
    file = case.attachments.get()
    for url in (
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/edit/",
        f"/cases/{case.pk}/withdraw/",
        f"/cases/{case.pk}/decide/{mine.pk}/",
        f"/attachments/{file.pk}/",
    ):
        assert client.get(url).status_code == 404, url
        if "attachments" not in url:
            assert client.post(url, {"verdict": "agreed", "seen": 1}).status_code in (404, 405), url
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    "url", ["/cases/99999999/", "/cases/99999999999999999999/", "/attachments/0/"]
)
def test_a_number_that_nothing_has_is_no_page(cast, browse, url):
    assert browse(cast.auditor).get(url).status_code == 404


def test_a_draft_is_read_by_its_applicant_alone(cast, browse):
    case = draft(cast)
    assert browse(cast.li).get(f"/cases/{case.pk}/")["Location"] == f"/cases/{case.pk}/edit/"
    assert browse(cast.auditor).get(f"/cases/{case.pk}/").status_code == 404


def test_who_decides_is_told_what_was_done_and_what_is_next(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    answer = send(wang, address(case, cast.wang), "agreed", "客户基础好")
    assert answer["Location"] == "/inbox/"
    page = text_of(wang.get("/inbox/"))
    assert "已办理：同意。下一步：方案审查。" in page and "待办已清空" in page
    assert "客户基础好" in text_of(browse(cast.li).get(f"/cases/{case.pk}/"))


def test_the_panel_on_the_case_page_sends_to_the_step(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    page = text_of(wang.get(f"/cases/{case.pk}/"))
    url = re.search(r'action="(/cases/\d+/decide/\d+/)"', page)[1]
    assert wang.post(url, form_of(page) | {"verdict": "agreed"}).status_code == 302
    case.refresh_from_db()
    assert case.step == "plan_check"


@pytest.mark.parametrize("verdict", ["returned", "refused", "agreed_with_changes"])
def test_a_verdict_that_needs_a_reason_is_asked_for_it_at_the_field(cast, browse, verdict):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    answer = send(wang, address(case, cast.wang), verdict, "   ")
    page = text_of(answer)
    assert answer.status_code == 422 and "请写明理由" in page and 'aria-invalid="true"' in page
    assert re.search(rf'value="{verdict}" checked', page)
    assert not Opinion.objects.exists()


def test_a_verdict_must_be_chosen_and_be_one_of_the_step(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    none = send(wang, address(case, cast.wang), "", "想好了")
    wrong = send(wang, address(case, cast.wang), "listed", "想好了")
    assert none.status_code == wrong.status_code == 422
    assert "请先选择办理意见" in text_of(none) and "没有这个选项" in text_of(wrong)
    assert "想好了" in text_of(none) and "想好了" in text_of(wrong)


def test_an_opinion_that_is_too_long_is_told_and_kept(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    answer = send(wang, address(case, cast.wang), "agreed", "长" * 2001)
    assert (
        answer.status_code == 422 and "2001" in text_of(answer) and "长" * 2001 in text_of(answer)
    )


def test_a_step_that_was_decided_says_by_whom_and_keeps_the_words(cast, browse):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    zhou, qian = browse(cast.zhou), browse(cast.qian)
    url = address(case, cast.qian)
    form = form_of(text_of(qian.get(url)))
    assert send(zhou, address(case, cast.zhou), "agreed").status_code == 302
    answer = qian.post(url, form | {"verdict": "returned", "text": "我写了很久"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "周文已先办理了这一环节" in page and "我写了很久" in page and "集体讨论" in page
    assert Opinion.objects.filter(case=case).count() == 2


def test_a_case_that_was_withdrawn_says_so_to_who_decides(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    url = address(case, cast.wang)
    form = form_of(text_of(wang.get(url)))
    assert browse(cast.li).post(f"/cases/{case.pk}/withdraw/").status_code == 302
    answer = wang.post(url, form | {"verdict": "agreed"})
    assert answer.status_code == 409 and "李晓岚已撤回这一事项" in text_of(answer)


def test_a_page_that_is_old_is_refused_with_the_words_kept(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    url = address(case, cast.wang)
    Case.objects.filter(pk=case.pk).update(data_version=7)
    answer = wang.post(url, {"verdict": "agreed", "text": "旧页面上写的", "seen": "1"})
    page = text_of(answer)
    assert answer.status_code == 409 and "旧页面上写的" in page and 'name="seen" value="7"' in page


def test_an_old_page_is_told_what_changed_since_it_was_opened(cast, browse, filled):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang, "returned", "写明报价")
    browse(cast.li).post(f"/cases/{case.pk}/edit/", filled(plan=False, seen=1, price="每件 20 元"))
    url = address(case, cast.wang)
    answer = browse(cast.wang).post(url, {"verdict": "agreed", "seen": "1"})
    page = text_of(answer)
    assert answer.status_code == 409 and "您打开页面以后改了这些内容" in page
    assert "<del>—</del> → <ins>每件 20 元</ins>" in page.split("q-state-line")[0]


def test_many_votes_are_one_line_of_the_story_and_each_can_be_read(cast, browse):
    case = at_discussion(cast)
    for member in cast.members:
        vote(cast, case, member, "against" if member == cast.ma else "for", "我的理由")
    page = text_of(browse(cast.li).get(f"/cases/{case.pk}/"))
    assert "5 人表决" in page and "赞成 4，反对 1，弃权 0" in page and "逐人查看" in page


def test_a_few_votes_stay_lines_of_their_own(cast, browse):
    case = at_discussion(cast)
    for member in cast.members[:3]:
        vote(cast, case, member)
    page = text_of(browse(cast.li).get(f"/cases/{case.pk}/"))
    told = page.split("审批流转")[1]
    assert "逐人查看" not in told and told.count(">赞成</span>") == 3


def test_a_chair_votes_on_a_phone_before_he_concludes(cast, browse):
    case = at_discussion(cast)
    page = text_of(browse(cast.director).get(f"/cases/{case.pk}/"))
    first, second = page.split('class="q-stick q-decide')[1:]
    assert first.startswith(" q-sheet") and 'value="for"' in first
    assert second.startswith('"') and 'value="agreed"' in second


def test_a_post_that_ended_decides_nothing(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    url = address(case, cast.wang)
    form = form_of(text_of(wang.get(url)))
    posts.end(cast.wang.posts.get().pk, last_day=cast.now.date(), by=cast.leader, at=cast.now)
    answer = wang.post(url, form | {"verdict": "agreed"})
    assert answer.status_code == 409 and "您已不再担任" in text_of(answer)


def test_the_same_verdict_sent_twice_is_taken_once(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    url = address(case, cast.wang)
    form = form_of(text_of(wang.get(url))) | {"verdict": "agreed"}
    assert wang.post(url, form).status_code == wang.post(url, form).status_code == 302
    assert Opinion.objects.count() == 1


def test_the_number_of_a_step_must_be_mine_and_of_this_case(cast, browse):
    one, two = submit(cast, draft(cast)), submit(cast, draft(cast))
    wang = browse(cast.wang)
    mixed = f"/cases/{one.pk}/decide/{row(two, cast.wang).pk}/"
    others = submit(cast, draft(cast))
    decide(cast, others, cast.wang)
    not_mine = f"/cases/{others.pk}/decide/{row(others, cast.zhou).pk}/"
    for url in (mixed, not_mine, f"/cases/{one.pk}/decide/0/"):
        assert wang.get(url).status_code == 404, url
        assert wang.post(url, {"verdict": "agreed", "seen": 1}).status_code == 404, url
    assert Assignment.objects.filter(case=one, state=Assignment.State.OPEN).count() == 1


def test_a_step_that_is_over_leads_to_the_case(cast, browse):
    case = submit(cast, draft(cast))
    url = address(case, cast.wang)
    decide(cast, case, cast.wang)
    assert browse(cast.wang).get(url)["Location"] == f"/cases/{case.pk}/"


def test_the_chair_votes_and_concludes_on_one_page(cast, browse):
    case, director = at_discussion(cast), browse(cast.director)
    page = text_of(director.get(f"/cases/{case.pk}/"))
    assert "您的表决" in page and "您的结论" in page and "满 4 人后才能作结论" in page
    for member in cast.members[:4]:
        vote(cast, case, member, "for" if member != cast.deputy else "against", "不合算")
    answer = send(director, address(case, cast.director, "centre_director"), "agreed")
    assert answer.status_code == 302
    page = text_of(director.get(f"/cases/{case.pk}/"))
    assert "is-dissent" in page and "不合算" in page and "未表决" in page and "已同意" in page


def test_concluding_without_a_quorum_is_refused_in_words(cast, browse):
    case, director = at_discussion(cast), browse(cast.director)
    answer = send(director, address(case, cast.director, "centre_director"), "agreed")
    assert answer.status_code == 409 and "0 人表决" in text_of(answer)


def test_a_case_shows_its_future_steps_with_the_expected_people(cast, browse):
    case = submit(cast, draft(cast))
    page = text_of(browse(cast.li).get(f"/cases/{case.pk}/"))
    ahead = page.split("各环节均同意时")[1]
    assert "方案审查" in ahead and "周文" in ahead and "集体讨论" in ahead and "高明" in ahead
    assert "正在等待" in page and "王建国" in page


def test_the_applicant_withdraws_after_a_question(cast, browse):
    case, li = submit(cast, draft(cast)), browse(cast.li)
    url = f"/cases/{case.pk}/withdraw/"
    assert url in text_of(li.get(f"/cases/{case.pk}/"))
    assert "确认撤回" in text_of(li.get(url))
    assert li.post(url)["Location"] == f"/cases/{case.pk}/"
    page = text_of(li.get(f"/cases/{case.pk}/"))
    assert "已撤回" in page and url not in page
    assert li.post(url).status_code == 409


def test_after_the_first_verdict_nobody_withdraws(cast, browse):
    case, li = submit(cast, draft(cast)), browse(cast.li)
    decide(cast, case, cast.wang)
    assert f"/cases/{case.pk}/withdraw/" not in text_of(li.get(f"/cases/{case.pk}/"))
    answer = li.post(f"/cases/{case.pk}/withdraw/")
    assert answer.status_code == 409 and "王建国已经办理" in text_of(answer)


def test_who_may_read_the_case_fetches_its_files_as_downloads(cast, browse):
    case = submit(cast, draft(cast))
    file = case.attachments.get()
    file.name = "春茶 方案.pdf"
    file.save()
    for reader in (cast.li, cast.wang, cast.auditor):
        answer = browse(reader).get(f"/attachments/{file.pk}/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_the_case_in_english_is_english(cast, browse):
    case = submit(cast, draft(cast))
    wang = browse(cast.wang, headers={"accept-language": "en"})
    page = text_of(wang.get(f"/cases/{case.pk}/"))
    for said in (
        "your verdict is asked",
        "Agree with changes",
        "Next: Plan check.",
        "article 5(8)",
    ):
        assert said in page
    assert "待办" not in page and "依据" not in page


def test_case_and_decision_cost_sixteen_statements(cast, browse, django_assert_max_num_queries):
    case = at_discussion(cast)
    director, url = browse(cast.director), address(case, cast.director)
    director.get(url)
    for page in (f"/cases/{case.pk}/", url):
        with django_assert_max_num_queries(16):
            assert director.get(page).status_code == 200


def test_a_character_that_no_paper_could_show_is_refused_at_the_opinion(cast, browse):
    case, wang = submit(cast, draft(cast)), browse(cast.wang)
    url = address(case, cast.wang)
    form = form_of(text_of(wang.get(url))) | {"verdict": "agreed"}
    answer = wang.post(url, form | {"text": "同意😀"})
    assert answer.status_code == 422 and "😀" in text_of(answer) and "字体" in text_of(answer)
    assert wang.post(url, form | {"text": "同意，请𬱖、䶮、㛃三位负责"}).status_code == 302
