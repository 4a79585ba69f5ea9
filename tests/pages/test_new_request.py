"""A new request: when to use which, a copy of an earlier one, a draft that saves itself."""

import pytest

from approvals.models import Case
from tests.cast import decide, draft, submit

NEW = "/requests/new/proposal/"


def keep(browser, data, url=NEW):
    answer = browser.post(url, data | {"do": "autosave"})
    assert answer.status_code == 200
    return answer.json()


def test_the_catalogue_says_when_to_use_which_and_offers_earlier_ones(cast, browse):
    earlier = submit(cast, draft(cast, title="去年的月饼"))
    page = browse(cast.li).get("/requests/").content.decode()
    assert "由谁审核取决于金额" in page and "去年的月饼" in page
    assert f"{NEW}?copy={earlier.pk}" in page
    assert "去年的月饼" not in browse(cast.lin).get("/requests/").content.decode()


def test_a_copy_begins_with_what_the_earlier_one_said(cast, browse):
    earlier = submit(cast, draft(cast, title="去年的月饼"))
    page = browse(cast.li).get(f"{NEW}?copy={earlier.pk}").content.decode()
    assert 'value="去年的月饼"' in page and "东港茶业有限公司" in page
    assert Case.objects.count() == 1


@pytest.mark.parametrize("copy", ["x", "999999", "٣", "1" * 30])
def test_what_cannot_be_copied_is_an_empty_form(cast, browse, copy):
    assert browse(cast.li).get(NEW, {"copy": copy}).status_code == 200


def test_nobody_copies_the_request_of_another(cast, browse):
    theirs = submit(cast, draft(cast, title="别人的项目"))
    page = browse(cast.lin).get(f"{NEW}?copy={theirs.pk}").content.decode()
    assert "别人的项目" not in page


def test_a_draft_saves_itself_and_goes_on_as_the_same_one(cast, browse, filled):
    li, data = browse(cast.li), filled()
    told = keep(li, data)
    case = Case.objects.get()
    assert told["address"] == f"/cases/{case.pk}/edit/" and "已自动保存" in told["note"]
    assert "方案.pdf" in told["files"]
    later = {**filled(plan=False, title="改过的名称"), "seen": told["seen"]}
    told = keep(li, later, told["address"])
    case.refresh_from_db()
    assert case.title == "改过的名称" and told["seen"] == case.data_version
    assert case.attachments.filter(removed_at=None).count() == 1


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(cast, browse, filled):
    told = keep(browse(cast.li), filled(value_yuan="三万"))
    assert "address" not in told and list(told["problems"]) == ["value_yuan"]
    assert not Case.objects.exists()


def test_an_old_page_does_not_overwrite_what_was_saved_elsewhere(cast, browse, filled):
    li = browse(cast.li)
    told = keep(li, filled())
    keep(li, {**filled(title="新的"), "seen": told["seen"]}, told["address"])
    stale = keep(li, {**filled(title="旧的"), "seen": told["seen"]}, told["address"])
    assert "address" not in stale and Case.objects.get().title == "新的"


def test_a_returned_case_is_saved_by_its_writer_alone(cast, browse, filled):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang, "returned", "请补报价。")
    told = keep(browse(cast.li), {**filled(title="新的"), "seen": 1}, f"/cases/{case.pk}/edit/")
    assert told == {"note": ""} and Case.objects.get().title == case.title
