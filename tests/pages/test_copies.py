"""抄送: sent from the case, read in a box of its own, unread until the case is opened."""

import pytest

from approvals import actions, inbox
from approvals.models import Case, Copy
from tests.cast import draft, new_key, on_case, submit


@pytest.fixture
def case(cast) -> Case:
    return submit(cast, draft(cast, title="重阳贺卡"))


def body(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def send(browser, case, people, note=""):
    sent = {"people": [one.pk for one in people], "note": note, "key": str(new_key())}
    return browser.post(f"/cases/{case.pk}/copy/", sent)


def test_several_colleagues_get_a_copy_with_a_note(cast, browse, case):
    li, url = browse(cast.li), f"/cases/{case.pk}/copy/"
    assert url in body(li, f"/cases/{case.pk}/") and 'type="checkbox"' in body(li, url)
    assert send(li, case, [cast.sun, cast.chen], "请阅").status_code == 302
    assert "抄送<b>陈思远、孙丽</b>" in body(li, f"/cases/{case.pk}/")
    for reader in (cast.sun, cast.chen):
        page = body(browse(reader), "/copies/")
        assert "重阳贺卡" in page and "李晓岚" in page and "请阅" in page and "未读" in page


def test_a_copy_is_read_when_its_case_is_opened(cast, browse, case):
    on_case(cast, actions.copy_to, case, cast.li, people=[cast.sun])
    sun = browse(cast.sun)
    assert inbox.counts(cast.sun).copies == 1
    sun.head(f"/cases/{case.pk}/")
    browse(cast.wang).get(f"/cases/{case.pk}/")
    assert inbox.counts(cast.sun).copies == 1  # neither a look-up nor another reader reads it
    assert "重阳贺卡" in body(sun, f"/cases/{case.pk}/")
    assert inbox.counts(cast.sun).copies == 0
    assert "未读" not in body(sun, "/copies/")
    first = Copy.objects.get(person=cast.sun).read_at
    sun.get(f"/cases/{case.pk}/")
    assert Copy.objects.get(person=cast.sun).read_at == first


def test_the_navigation_counts_what_is_unread(cast, browse, case):
    sun = browse(cast.sun)
    assert 'href="/copies/">抄送我的</a>' in body(sun, "/inbox/")
    on_case(cast, actions.copy_to, case, cast.li, people=[cast.sun])
    assert '抄送我的<span class="n">1</span>' in body(sun, "/inbox/")


def test_nobody_sees_the_copies_of_another(cast, browse, case):
    on_case(cast, actions.copy_to, case, cast.li, people=[cast.sun])
    assert "重阳贺卡" not in body(browse(cast.chen), "/copies/")
    assert browse(cast.chen).get(f"/cases/{case.pk}/").status_code == 404


def test_who_only_got_a_copy_sends_none(cast, browse, case):
    on_case(cast, actions.copy_to, case, cast.li, people=[cast.sun, cast.zhao])
    sun, url = browse(cast.sun), f"/cases/{case.pk}/copy/"
    assert url not in body(sun, f"/cases/{case.pk}/")
    assert sun.get(url).status_code == 404
    assert send(sun, case, [cast.chen]).status_code == 404
    # Whoever sees over the case may, copy or not.
    assert url in body(browse(cast.zhao), f"/cases/{case.pk}/")
    assert send(browse(cast.zhao), case, [cast.chen]).status_code == 302


def test_an_outsider_sends_no_copy(cast, browse, case):
    assert send(browse(cast.chen), case, [cast.sun]).status_code == 404
    assert not Copy.objects.exists()


@pytest.mark.parametrize("people", [[], ["x"], ["99999999"], [""], ["1", "x"]])
def test_names_that_are_none_are_refused_and_the_note_is_kept(cast, browse, case, people):
    sent = {"people": people, "note": "写了很久"}
    answer = browse(cast.li).post(f"/cases/{case.pk}/copy/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "写了很久" in page and 'id="id_people_error"' in page
    assert not Copy.objects.exists()


def test_more_names_than_are_allowed_are_refused(cast, browse, case):
    people = [cast.post(f"p{n}", cast.other, "account_manager", f"员工{n}") for n in range(31)]
    answer = send(browse(cast.li), case, people)
    assert answer.status_code == 422 and "30" in answer.content.decode()
    assert not Copy.objects.exists()


def test_the_box_of_copies_costs_seven_statements(cast, browse, django_assert_max_num_queries):
    for _n in range(3):
        on_case(cast, actions.copy_to, submit(cast, draft(cast)), cast.li, people=[cast.sun])
    sun = browse(cast.sun)
    sun.get("/copies/")
    with django_assert_max_num_queries(7):
        sun.get("/copies/")
