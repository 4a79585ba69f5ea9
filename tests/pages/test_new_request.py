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


@pytest.mark.parametrize(
    "named",
    [
        {"unit": "x"},
        {"a_manager": "x"},
        {"b_manager": "\0"},
        {"value_yuan": "x"},
        {"value_yuan": "-5"},
        {"season": "x"},
        {"starts_on": "2026-13-45"},
        {"ends_on": "x"},
        {"title": "长" * 500},
    ],
)
def test_what_a_link_names_wrongly_is_left_out_of_the_new_form(cast, browse, named):
    li, about = browse(cast.li), {"customer": cast.customer.name}
    page = li.get(NEW, about | named).content.decode()
    assert f'value="{cast.customer.name}"' in page and 'value="x"' not in page
    for kind in ("registration", "cross_area_consent", "transfer", "contract", "lead"):
        assert li.get(f"/requests/new/{kind}/", named).status_code == 200, kind


def test_what_a_link_names_rightly_stands_in_the_form(cast, browse):
    named = {"value_yuan": "32000", "starts_on": "2027-04-01", "b_manager": cast.lin.pk}
    page = browse(cast.li).get(NEW, named).content.decode()
    assert 'value="32000.00"' in page and 'value="2027-04-01"' in page
    assert f'<option value="{cast.lin.pk}" selected>' in page and "集体讨论" in page


def test_a_request_without_a_field_for_files_is_saved_and_submitted(cast, browse):
    lead = {
        "title": "新厂要寄样品",
        "unit": cast.county.pk,
        "prospect": "东港纸业",
        "need": "寄样品",
    }
    answer = browse(cast.li).post("/requests/new/lead/", lead | {"contact": "张", "do": "submit"})
    case = Case.objects.get()
    assert answer.status_code == 302 and (case.title, case.status) == ("新厂要寄样品", "running")


def test_what_is_typed_on_the_old_form_of_a_submitted_request_is_not_called_saved(
    cast, browse, filled
):
    li, sent = browse(cast.li), filled()
    key = {"key": sent["key"]}
    assert li.post(NEW, sent).status_code == 302
    case = Case.objects.get()
    assert case.status == "running"
    back = filled(plan=False, title="另一个项目") | key
    told = keep(li, back)
    assert "address" not in told and "已经提交" in told["note"]
    answer = li.post(NEW, back | {"do": "save"})
    assert answer.status_code == 409 and 'value="另一个项目"' in answer.content.decode()
    assert Case.objects.get().title == case.title


def test_the_old_form_of_a_draft_that_was_thrown_away_is_sent_once_more(cast, browse, filled):
    li, sent = browse(cast.li), filled(plan=False, do="save")
    li.post(NEW, sent)
    li.post(f"/cases/{Case.objects.get().pk}/discard/")
    assert not Case.objects.exists()
    answer = li.post(NEW, sent)
    assert answer.status_code == 409 and "请再提交一次" in answer.content.decode()


def test_a_key_makes_a_request_of_one_kind_only(cast, browse, filled):
    li, sent = browse(cast.li), filled(plan=False, do="save")
    li.post(NEW, sent)
    lead = {"title": "线索", "unit": cast.county.pk, "prospect": "某厂", "key": sent["key"]}
    assert li.post("/requests/new/lead/", lead | {"do": "save"}).status_code == 409
    assert Case.objects.get().kind == "proposal"


def test_only_a_draft_is_said_to_be_seen_by_its_writer_alone(cast, browse, filled):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang, "returned", "请补充")
    li, sent = browse(cast.li), filled(plan=False, do="save", seen=1)
    page = li.post(f"/cases/{case.pk}/edit/", sent, follow=True).content.decode()
    assert "已保存。" in page and "只有您能看到" not in page
