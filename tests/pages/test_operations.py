"""转办, 委派, 加签, 减签, 拿回, 催办, 挂起, 恢复, 终止, 改派 through their pages: allowed and refused."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import actions, errors
from approvals.invariants import check_all
from approvals.models import Assignment, Case, Opinion
from registry.journal import Entry
from tests.cast import (
    asked,
    at_discussion,
    at_row,
    decide,
    done_row,
    draft,
    new_key,
    on_case,
    resubmit,
    revise,
    row,
    send_back,
    submit,
    vote,
)

State = Assignment.State


@pytest.fixture
def case(cast) -> Case:
    """Waits for Wang, who heads the unit."""
    return submit(cast, draft(cast))


def step(case, person, what):
    return f"/cases/{case.pk}/steps/{row(case, person).pk}/{what}/"


def text_of(answer):
    return answer.content.decode()


def body(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return text_of(answer)


def post(browser, url, **sent):
    return browser.post(url, {"key": str(new_key())} | sent)


def last(case, verb):
    return Entry.objects.filter(subject=case.journal_subject, verb=verb).latest("seq")


def test_a_head_hands_the_step_over_and_both_see_it(cast, browse, case):
    wang, fang = browse(cast.wang), browse(cast.fang)
    url = step(case, cast.wang, "transfer")
    assert url in body(wang, f"/cases/{case.pk}/")
    page = body(wang, url)
    assert "转办本环节" in page and "方海" in page and "西港分局" in page and "您不再办理" in page
    answer = post(wang, url, to=cast.fang.pk, note="我出差")
    assert answer["Location"] == f"/cases/{case.pk}/"
    assert asked(case) == ["fang"]
    told = body(wang, f"/cases/{case.pk}/")
    assert "已转办。" in told and "转办给<b>方海</b>" in told and "我出差" in told
    assert "王建国把本环节转给您办理" in body(fang, f"/cases/{case.pk}/")
    decide(cast, case, cast.fang)
    assert "转办自王建国" in body(browse(cast.li), f"/cases/{case.pk}/")
    assert check_all() == []


def test_a_hand_over_that_is_sent_twice_is_done_once(cast, browse, case):
    wang, url = browse(cast.wang), step(case, cast.wang, "transfer")
    sent = {"key": re.search(r'name="key" value="([^"]+)"', body(wang, url))[1]}
    for _n in range(2):
        assert wang.post(url, sent | {"to": cast.fang.pk}).status_code == 302
    lines = Entry.objects.filter(subject=case.journal_subject, verb="transferred")
    assert lines.count() == 1


@pytest.mark.parametrize("name", ["li", "lin", "chen", "auditor", "director"])
@pytest.mark.parametrize("what", ["transfer", "advice", "signer"])
def test_nobody_hands_on_what_is_asked_of_another(cast, browse, case, name, what):
    url = step(case, cast.wang, what)
    other = browse(cast.people[name])
    assert other.get(url).status_code == 404
    sent = {"to": cast.fang.pk, "where": "before"}
    assert post(other, url, **sent).status_code == 404
    assert asked(case) == ["wang"]


@pytest.mark.parametrize("to", ["", "x", "0", "99999999", "li", "wang"])
@pytest.mark.parametrize("what", ["transfer", "advice", "signer"])
def test_who_cannot_be_named_is_refused_at_the_list_and_the_note_is_kept(
    cast, browse, case, to, what
):
    pk = cast.people[to].pk if to in cast.people else to
    answer = post(
        browse(cast.wang), step(case, cast.wang, what), to=pk, note="写了很久", where="after"
    )
    page = text_of(answer)
    assert answer.status_code == 422 and "写了很久" in page and 'id="id_to_error"' in page
    assert ('value="after" checked' in page) == (what == "signer")
    assert asked(case) == ["wang"]


@pytest.mark.parametrize("note", ["长" * 201, "看\u202e这里", "空\x00白"])
def test_a_note_that_cannot_be_kept_is_refused_at_the_note(cast, browse, case, note):
    url = step(case, cast.wang, "transfer")
    answer = post(browse(cast.wang), url, to=cast.fang.pk, note=note)
    page = text_of(answer)
    assert answer.status_code == 422 and 'id="id_note_error"' in page
    assert f'value="{cast.fang.pk}" checked' in page
    assert asked(case) == ["wang"]


def test_who_may_not_decide_here_is_not_even_offered(cast, browse, case):
    page = body(browse(cast.wang), step(case, cast.wang, "signer"))
    offered = page.split('class="list"')[1].split("</fieldset>")[0]
    assert "方海" in offered and "李晓岚" not in offered and "王建国" not in offered


def test_who_is_away_stands_in_the_list_with_the_substitute(cast, browse, case):
    from django.utils import timezone

    from registry.org import substitutions

    today = timezone.localdate()
    substitutions.set_up(
        person=cast.fang, substitute=cast.chen, since=today, until=today, by=cast.fang,
        at=timezone.now(),
    )  # fmt: skip
    assert "外出，由陈思远代理" in body(browse(cast.wang), step(case, cast.wang, "transfer"))


def test_the_list_of_two_hundred_people_is_read_in_few_statements(cast, browse, case):
    for number in range(200):
        cast.post(f"p{number}", cast.other, "account_manager", f"员工{number:03}")
    wang, url = browse(cast.wang), step(case, cast.wang, "transfer")
    with CaptureQueriesContext(connection) as captured:
        assert "员工199" in body(wang, url)
    assert len(captured) <= 16


def test_advice_is_asked_given_and_the_step_comes_back(cast, browse, case):
    wang, fang = browse(cast.wang), browse(cast.fang)
    held = row(case, cast.wang)
    post(wang, step(case, cast.wang, "advice"), to=cast.fang.pk, note="请看价格")
    page = body(wang, f"/cases/{case.pk}/")
    assert "正在等待方海" in page and "您加签、委派的人" in page
    assert re.findall(r'name="verdict" value="(\w+)"', page) == ["returned", "refused"]
    page = body(fang, f"/cases/{case.pk}/")
    assert "王建国请您提意见" in page and "请看价格" in page
    assert re.findall(r'name="verdict" value="(\w+)"', page) == ["advised"]
    assert "/transfer/" not in page and "供委派人参考" in page
    sent = {"verdict": "advised", "text": "价格可行", "seen": 1}
    answer = post(fang, f"/cases/{case.pk}/decide/{row(case, cast.fang).pk}/", **sent)
    assert answer.status_code == 302
    page = body(wang, f"/cases/{case.pk}/")
    assert "价格可行" in page and "王建国委派" in page and 'value="agreed"' in page
    assert asked(case) == ["wang"] and row(case, cast.wang) == held
    assert check_all() == []


def test_who_waits_for_advice_can_refuse_from_the_page_of_the_step(cast, browse, case):
    held = row(case, cast.wang)
    at_row(cast, actions.delegate, case, cast.wang, to=cast.fang)
    url = f"/cases/{case.pk}/decide/{held.pk}/"
    wang = browse(cast.wang)
    assert "不同意" in body(wang, url)
    answer = post(wang, url, verdict="agreed", seen=1)
    assert answer.status_code == 409 and "方海" in text_of(answer)
    assert post(wang, url, verdict="refused", text="不办", seen=1).status_code == 302
    case.refresh_from_db()
    assert case.status == "refused"


@pytest.mark.parametrize(
    ("where", "open_now"),
    [("before", ["fang"]), ("beside", ["wang", "fang"]), ("after", ["wang"])],
)
def test_a_signer_is_added_where_it_was_chosen(cast, browse, case, where, open_now):
    wang = browse(cast.wang)
    page = body(wang, step(case, cast.wang, "signer"))
    assert "在我之前" in page and "与我并签" in page and "在我之后" in page
    post(wang, step(case, cast.wang, "signer"), to=cast.fang.pk, where=where, note="涉及西港")
    assert asked(case) == open_now
    told = body(wang, f"/cases/{case.pk}/")
    assert "加签<b>方海</b>" in told and "涉及西港" in told
    if where != "after":
        page = body(browse(cast.fang), f"/cases/{case.pk}/")
        assert "王建国请您加签" in page and 'value="agreed"' in page and 'value="refused"' in page
        assert "本环节还有王建国待办" in page


@pytest.mark.parametrize("where", ["", "nowhere"])
def test_a_signer_without_a_place_is_asked_for_it(cast, browse, case, where):
    url = step(case, cast.wang, "signer")
    answer = post(browse(cast.wang), url, to=cast.fang.pk, where=where)
    assert answer.status_code == 422 and 'id="id_where_error"' in text_of(answer)
    assert asked(case) == ["wang"]


def test_who_brought_a_signer_in_sends_them_away(cast, browse, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="before")
    url = step(case, cast.fang, "remove")
    for other in (cast.fang, cast.li, cast.director):
        assert browse(other).get(url).status_code == 404
        assert post(browse(other), url).status_code == 404
    wang = browse(cast.wang)
    assert url in body(wang, f"/cases/{case.pk}/")
    assert "确认撤下方海" in body(wang, url)
    assert post(wang, url).status_code == 302
    assert asked(case) == ["wang"]
    assert "撤下<b>方海</b>" in body(wang, f"/cases/{case.pk}/")
    assert wang.get(url).status_code == 302  # there is nobody to send away any more


def test_a_signer_beside_me_can_be_sent_away_after_i_signed(cast, browse, case):
    at_row(cast, actions.add_signer, case, cast.wang, to=cast.fang, where="beside")
    decide(cast, case, cast.wang)
    url = step(case, cast.fang, "remove")
    assert url in body(browse(cast.wang), f"/cases/{case.pk}/")
    post(browse(cast.wang), url)
    case.refresh_from_db()
    assert case.step == "plan_check"


def test_the_members_of_a_discussion_are_offered_no_hand_over(cast, browse):
    case = at_discussion(cast)
    page = body(browse(cast.ma), f"/cases/{case.pk}/")
    assert "/transfer/" not in page and "/signer/" not in page
    url = step(case, cast.ma, "transfer")
    answer = post(browse(cast.ma), url, to=cast.wang.pk, note="请代我")
    assert answer.status_code == 409 and "请代我" in text_of(answer)


def test_my_last_verdict_is_taken_back_while_the_next_step_is_untouched(cast, browse, case):
    decide(cast, case, cast.wang, "agreed", "同意办理")
    wang = browse(cast.wang)
    url = f"/cases/{case.pk}/steps/{done_row(case, cast.wang).pk}/take-back/"
    assert url in body(wang, f"/cases/{case.pk}/")
    assert "“同意”作废" in body(wang, url)
    for other in (cast.li, cast.director, cast.chen):
        assert browse(other).get(url).status_code == 404
        assert post(browse(other), url).status_code == 404
    assert post(wang, url).status_code == 302
    assert asked(case) == ["wang"]
    page = body(wang, f"/cases/{case.pk}/")
    assert "已拿回，由您重新办理" in page and "is-undone" in page and "拿回意见：" in page
    assert wang.get(url).status_code == 302
    assert check_all() == []


def test_a_verdict_is_not_taken_back_once_the_next_step_has_spoken(cast, browse, case):
    decide(cast, case, cast.wang)
    url = f"/cases/{case.pk}/steps/{done_row(case, cast.wang).pk}/take-back/"
    decide(cast, case, cast.zhou)
    wang = browse(cast.wang)
    assert url not in body(wang, f"/cases/{case.pk}/")
    answer = post(wang, url)
    assert answer.status_code == 409 and "下一环节" in text_of(answer)


def test_the_applicant_urges_and_is_told_how_often(cast, browse, case):
    li, url = browse(cast.li), f"/cases/{case.pk}/urge/"
    assert url in body(li, f"/cases/{case.pk}/")
    page = body(li, url)
    assert "王建国" in page and "小时可催办一次" in page
    for other in (cast.wang, cast.director, cast.chen):
        assert browse(other).get(url).status_code == 404
        assert post(browse(other), url).status_code == 404
    assert post(li, url, note="客户催得急").status_code == 302
    assert "客户催得急" in body(li, f"/cases/{case.pk}/")
    answer = post(li, url, note="再催一次")
    page = text_of(answer)
    assert answer.status_code == 409 and "再催一次" in page and "小时" in page
    assert last(case, "urged").detail["text"] == "客户催得急"


def test_an_administrator_suspends_and_lets_it_go_on(cast, browse, case):
    qian, wang = browse(cast.qian), browse(cast.wang)
    mine = row(case, cast.wang)
    url = f"/cases/{case.pk}/suspend/"
    assert url in body(qian, f"/cases/{case.pk}/")
    answer = post(qian, url, reason=" ")
    assert answer.status_code == 422 and "请写明理由" in text_of(answer)
    assert post(qian, url, reason="合同有争议").status_code == 302
    for reader in (qian, wang, browse(cast.li)):
        page = body(reader, f"/cases/{case.pk}/")
        assert "钱进于" in page and "合同有争议" in page and "恢复以前无人可以办理" in page
        assert 'name="verdict"' not in page
    answer = post(wang, f"/cases/{case.pk}/decide/{mine.pk}/", verdict="agreed", seen=1)
    assert answer.status_code == 409 and not Opinion.objects.exists()
    assert qian.get(url).status_code == 302 and post(qian, url, reason="又一次").status_code == 409
    goes_on = f"/cases/{case.pk}/resume/"
    assert goes_on in body(qian, f"/cases/{case.pk}/")
    assert post(qian, goes_on).status_code == 302
    assert 'name="verdict"' in body(wang, f"/cases/{case.pk}/")
    assert check_all() == []


def test_an_administrator_terminates_with_a_reason(cast, browse, case):
    qian, url = browse(cast.qian), f"/cases/{case.pk}/terminate/"
    assert "确认终止" in body(qian, url)
    assert post(qian, url).status_code == 422
    assert post(qian, url, reason="客户已注销").status_code == 302
    page = body(browse(cast.li), f"/cases/{case.pk}/")
    assert "已终止" in page and "客户已注销" in page
    assert url not in body(qian, f"/cases/{case.pk}/")


def test_an_administrator_gives_the_step_of_one_to_another(cast, browse, case):
    qian, url = browse(cast.qian), step(case, cast.wang, "reassign")
    assert url in body(qian, f"/cases/{case.pk}/")
    assert post(qian, url, to=cast.fang.pk).status_code == 422
    assert post(qian, url, to=cast.fang.pk, reason="王建国住院").status_code == 302
    assert asked(case) == ["fang"]
    page = body(browse(cast.li), f"/cases/{case.pk}/")
    assert "把王建国的待办改派给<b>方海</b>" in page and "王建国住院" in page
    assert "钱进把王建国的待办改派给您" in body(browse(cast.fang), f"/cases/{case.pk}/")


@pytest.mark.parametrize("name", ["li", "wang", "zhou", "auditor", "fang"])
def test_nobody_else_administers_a_case(cast, browse, case, name):
    browser = browse(cast.people[name])
    if name != "fang":
        page = browser.get(f"/cases/{case.pk}/")
        assert "管理操作" not in text_of(page)
    for url in (
        f"/cases/{case.pk}/suspend/",
        f"/cases/{case.pk}/resume/",
        f"/cases/{case.pk}/terminate/",
        step(case, cast.wang, "reassign"),
    ):
        assert browser.get(url).status_code == 404
        assert post(browser, url, reason="……", to=cast.fang.pk).status_code == 404
    case.refresh_from_db()
    assert case.status == "running" and asked(case) == ["wang"]


def test_an_administrator_does_nothing_to_the_own_case(cast, browse):
    cast.post("qian", cast.county, "account_manager")
    own = submit(cast, draft(cast, by=cast.qian))
    qian = browse(cast.qian)
    assert "管理操作" not in body(qian, f"/cases/{own.pk}/")
    assert qian.get(f"/cases/{own.pk}/suspend/").status_code == 404
    with pytest.raises(errors.OwnCase):
        on_case(cast, actions.suspend, own, cast.qian, reason="……")


def test_the_done_box_shows_what_was_handed_over_and_whom_one_waits_for(cast, browse):
    first, second = (
        submit(cast, draft(cast, title="转办的")),
        submit(cast, draft(cast, title="委派的")),
    )
    at_row(cast, actions.transfer, first, cast.wang, to=cast.fang)
    at_row(cast, actions.delegate, second, cast.wang, to=cast.chen)
    page = body(browse(cast.wang), "/done/")
    assert "已转办方海" in page and "等待陈思远" in page
    assert "转办的" not in body(browse(cast.wang), "/inbox/")


def test_a_verdict_that_was_taken_back_is_not_shown_as_done(cast, browse, case):
    decide(cast, case, cast.wang, "agreed_with_changes", "先看看")
    at_row(cast, actions.take_back, case, cast.wang, row=done_row(case, cast.wang).pk)
    decide(cast, case, cast.wang)
    page = body(browse(cast.wang), "/done/")
    assert page.count('<li class="q-row">') == 1 and "有修改意见" not in page


def statements(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def scenes(cast):
    """Cases in many states, and who looks at each."""
    advice, added, given = (submit(cast, draft(cast)) for _n in range(3))
    at_row(cast, actions.delegate, advice, cast.wang, to=cast.fang)
    at_row(cast, actions.add_signer, added, cast.wang, to=cast.fang, where="beside")
    at_row(cast, actions.transfer, given, cast.wang, to=cast.fang)
    on_case(cast, actions.copy_to, given, cast.li, people=[cast.zhao])
    stands = submit(cast, draft(cast))
    on_case(cast, actions.suspend, stands, cast.qian, reason="……")
    again = at_discussion(cast)
    vote(cast, again, cast.ma)
    send_back(cast, again, cast.director, capacity="centre_director")
    resubmit(cast, revise(cast, again, price="每件 8 元"))
    back = at_discussion(cast)
    send_back(cast, back, cast.director, to="plan_check", capacity="centre_director")
    yield from ((advice, name) for name in ("li", "wang", "fang", "qian"))
    yield from ((added, name) for name in ("wang", "fang", "director"))
    yield from ((given, name) for name in ("wang", "fang", "zhao", "qian"))
    yield from ((stands, name) for name in ("li", "wang", "qian"))
    yield from ((again, name) for name in ("li", "wang", "director"))
    yield from ((back, name) for name in ("zhou", "director"))


def test_no_state_of_a_case_costs_more_than_sixteen_statements(cast, browse):
    """The drawing of the way and the other cases of the customer ask once each."""
    cost = {
        (case.pk, case.step, case.status, name): statements(
            browse(cast.people[name]), f"/cases/{case.pk}/"
        )
        for case, name in scenes(cast)
    }
    assert len(cost) >= 9
    assert {key: n for key, n in cost.items() if n > 16} == {}
