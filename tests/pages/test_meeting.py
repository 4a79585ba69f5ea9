"""The page of a meeting: who gets there, what its forms refuse, that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import actions, outbox
from approvals.models import Case, Discussion
from tests.cast import at_discussion, draft, new_key, on_case, submit, vote


@pytest.fixture
def case(cast) -> Case:
    cast.now = timezone.now() - timedelta(hours=3)
    return at_discussion(cast)


@pytest.fixture
def met(cast, case) -> Case:
    """Convened by the chair for an hour ago."""
    how = {"meets_at": timezone.now() - timedelta(hours=1), "place": "三楼"}
    return on_case(cast, actions.convene, case, cast.director, **how)


def url(case):
    return f"/cases/{case.pk}/meeting/"


def ahead(**delta):
    return (timezone.localtime() + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M")


def calling(**fields):
    sent = {"convene-meets_at": ahead(days=1), "convene-place": "三楼会议室"} | fields
    return sent | {"do": "convene", "key": str(new_key())}


def recording(cast, case, seen=1, **changes):
    """All came; `changes` by username: the fields of that member's line."""
    sent = {"do": "record", "key": str(new_key()), "seen": seen}
    for person in cast.members:
        line = {"came": "yes"} | changes.get(person.username, {})
        asked = case.assignments.get(person=person, capacity="centre_member")
        sent |= {f"m{asked.pk}-{name}": value for name, value in line.items()}
    return sent


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("director", 200),
        ("qian", 200),
        ("ma", 404),
        ("deputy", 404),
        ("li", 404),
        ("wang", 404),
        ("chen", 404),
        ("auditor", 404),
    ],
)
def test_the_page_is_for_the_chair_and_the_secretary(cast, case, browse, who, status):
    client = browse(cast.people[who])
    assert client.get(url(case)).status_code == status
    answer = client.post(url(case), calling())
    assert answer.status_code == (302 if status == 200 else 404)
    shown = client.get(f"/cases/{case.pk}/")
    if shown.status_code == 200:
        assert (url(case) in shown.text) == (status == 200)


def test_elsewhere_the_page_leads_to_the_case(cast, browse):
    case = submit(cast, draft(cast))
    director = browse(cast.director)
    assert director.get(url(case)).url == f"/cases/{case.pk}/"
    answer = director.post(url(case), calling())
    assert answer.status_code == 409 and "讨论" in answer.text


def test_the_chair_convenes_and_the_case_says_so(cast, case, browse):
    director = browse(cast.director)
    answer = director.post(url(case), calling(**{"convene-online": "on"}), follow=True)
    for word in ("会议已召集", "三楼会议室", "线上", "召集人"):
        assert word in answer.text
    meeting = case.discussions.get()
    assert (meeting.convened_by, meeting.online) == (cast.director, True)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("convene-meets_at", "", "必填"),
        ("convene-meets_at", "明天下午", "输入一个有效的日期/时间"),
        ("convene-meets_at", "9999-12-31T23:59", "一年以内"),
        ("convene-meets_at", "0001-01-01T00:00", "一年以内"),
        ("convene-meets_at", timezone.now().strftime("%Y-01-01T00:00"), "会议时间已过"),
        ("convene-place", " ", "地点"),
        ("convene-place", "室" * 101, "100"),
        ("convene-place", "三楼\u202e室", "202E"),
        ("convene-place", "三楼😀", "😀"),
    ],
)
def test_a_wrong_field_says_what_is_wrong_and_keeps_the_others(
    cast, case, browse, field, value, said
):
    answer = browse(cast.qian).post(url(case), calling(**{field: value}))
    assert answer.status_code == 422 and said in answer.text
    other = "三楼会议室" if field == "convene-meets_at" else ahead(days=1)[:10]
    assert other in answer.text
    assert case.discussions.get().convened_by is None


def test_it_is_put_off_with_a_reason(cast, met, browse):
    qian = browse(cast.qian)
    sent = {"do": "adjourn", "key": str(new_key()), "adjourn-meets_at": ahead(days=2)}
    assert "必填" in qian.post(url(met), sent).text
    answer = qian.post(url(met), sent | {"adjourn-reason": "人数不足"}, follow=True)
    assert "会议已改期" in answer.text and "人数不足" in answer.text
    assert met.discussions.get().adjournments == 1


def test_a_newcomer_is_offered_and_admitted(cast, case, browse):
    qian = browse(cast.qian)
    assert "补充参会成员" not in qian.get(url(case)).text
    late = cast.post("late", cast.centre, "account_manager", "新同事")
    assert "新同事" in qian.get(url(case)).text
    sent = {"do": "admit", "key": str(new_key())}
    assert qian.post(url(case), sent | {"admit-person": cast.wang.pk}).status_code == 422
    answer = qian.post(url(case), sent | {"admit-person": late.pk}, follow=True)
    assert "计入法定人数" in answer.text
    assert case.discussions.get().members == 6


def test_the_secretary_records_all_lines_at_once(cast, met, browse):
    vote(cast, met, cast.deputy, "for", "会前已阅")
    qian = browse(cast.qian)
    page = qian.get(url(met)).text
    assert "会前已阅" in page and "自己的一票" in page
    sent = recording(
        cast,
        met,
        director={"verdict": "for", "text": "可行"},
        zhou={"verdict": "against", "text": "成本偏低"},
        ma={"came": "no", "reason": "出差"},
    )
    answer = qian.post(url(met), sent, follow=True)
    for word in ("共记 2 票", "马骏（出差）", "记录人", "成本偏低", "代录"):
        assert word in answer.text
    meeting = met.discussions.get()
    assert (meeting.voted, meeting.attendance.count()) == (3, 5)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"came": "no", "verdict": "for"}, "缺席"),
        ({"text": "只写了意见"}, "请同时选择表决"),
        ({"came": ""}, "必填"),
        ({"came": "maybe"}, "maybe"),
        ({"verdict": "agreed"}, "agreed"),
        ({"verdict": "for", "text": "好😀"}, "😀"),
        ({"verdict": "for", "text": "长" * 2001}, "2000"),
        ({"came": "no", "reason": "长" * 101}, "100"),
    ],
)
def test_one_wrong_line_is_said_there_and_no_word_is_lost(cast, met, browse, line, said):
    sent = recording(cast, met, ma=line, zhou={"verdict": "against", "text": "周文的意见"})
    answer = browse(cast.qian).post(url(met), sent)
    assert answer.status_code == 422 and said in answer.text and "周文的意见" in answer.text
    assert not met.discussions.get().attendance.exists() and met.discussions.get().voted == 0


def test_the_record_begins_with_what_is_wrong_in_which_line(cast, met, browse):
    sent = recording(cast, met, ma={"text": "只写了意见"})
    page = browse(cast.qian).post(url(met), sent).text
    row = met.assignments.get(person=cast.ma, node="discuss")
    assert f'<a href="#id_m{row.pk}-verdict">{cast.ma}：' in page
    assert 'role="alert"' not in browse(cast.qian).get(url(met)).text


def test_who_voted_meanwhile_is_not_dropped_in_silence(cast, met, browse):
    qian = browse(cast.qian)
    sent = recording(
        cast, met, ma={"verdict": "for"}, zhou={"verdict": "for", "text": "周文的意见"}
    )
    vote(cast, met, cast.ma, "against", "我的话")
    answer = qian.post(url(met), sent)
    assert answer.status_code == 422
    assert "马骏" in answer.text and "已经表决" in answer.text
    assert "周文的意见" in answer.text and "我的话" in answer.text
    asked = met.assignments.get(person=cast.ma, capacity="centre_member")
    del sent[f"m{asked.pk}-verdict"]
    assert qian.post(url(met), sent).status_code == 302
    assert met.opinions.get(person=cast.ma).verdict == "against"


def test_a_page_of_before_is_refused_with_all_that_was_typed(cast, met, browse):
    sent = recording(cast, met, seen=7, zhou={"verdict": "for", "text": "周文的意见"})
    answer = browse(cast.qian).post(url(met), sent)
    assert answer.status_code == 409 and "周文的意见" in answer.text


def test_a_record_before_the_meeting_is_refused(cast, case, browse):
    qian = browse(cast.qian)
    assert 'value="record"' not in qian.get(url(case)).text
    assert qian.post(url(case), recording(cast, case)).status_code == 409
    qian.post(url(case), calling())
    assert qian.post(url(case), recording(cast, case)).status_code == 409
    assert not case.discussions.get().attendance.exists()


def test_nonsense_is_answered_with_the_page(cast, met, browse):
    qian = browse(cast.qian)
    assert qian.post(url(met), {"do": "dance"}).status_code == 200
    assert qian.post(url(met), {"do": "record"}).status_code == 422
    assert qian.put(url(met)).status_code == 405


def test_the_notice_of_a_member_says_when_and_where(cast, case, browse):
    browse(cast.qian).post(url(case), calling())
    while outbox.deliver_batch():
        pass
    assert "三楼会议室" in browse(cast.ma).get("/notices/").text


def test_the_page_costs_the_same_among_five_and_forty(
    cast, met, browse, django_assert_max_num_queries
):
    for n in range(35):
        cast.post(f"m{n}", cast.centre, "account_manager")
    many = at_discussion(cast)
    Discussion.objects.filter(case=many).update(
        convened_by=cast.director, meets_at=timezone.now() - timedelta(hours=1), place="三楼"
    )
    qian = browse(cast.qian)
    qian.get(url(met))
    for case in (met, many):
        with django_assert_max_num_queries(18):
            assert qian.get(url(case)).status_code == 200
