"""Ask for something: the route beside the form, errors at the field, one draft whatever is sent twice."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from approvals.models import Attachment, Case
from registry.customers import entering
from registry.org.models import Post
from tests.cast import SINCE, decide, draft, submit

NEW = "/requests/new/proposal/"


def text_of(answer):
    return answer.content.decode()


def error_at(page, field):
    """What stands at the field: the words of its error list."""
    found = re.search(rf'<ul class="q-errs" id="id_{field}_error">(.*?)</ul>', page, re.S)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def test_only_who_holds_the_post_is_offered_the_request(cast, browse):
    assert NEW in text_of(browse(cast.li).get("/requests/"))
    wang = browse(cast.wang)
    assert NEW not in text_of(wang.get("/requests/"))
    assert wang.get(NEW).status_code == 403
    assert wang.post(NEW, {}).status_code == 403
    assert browse(cast.li).get("/requests/new/holiday/").status_code == 404


def test_only_the_units_where_the_post_is_held_are_offered(cast, browse):
    page = text_of(browse(cast.li).get(NEW))
    assert f'<option value="{cast.county.pk}"' in page
    assert f'<option value="{cast.other.pk}"' not in page


def test_the_route_of_32000_yuan_names_steps_people_and_article(cast, browse, filled):
    answer = browse(cast.li).post(NEW, filled(do="route", plan=False))
    page = text_of(answer)
    assert answer.status_code == 200
    for said in (
        "单位审核",
        "王建国",
        "方案审查",
        "周文",
        "集体讨论",
        "主持：高明",
        "马骏",
        "第5条第8项",
    ):
        assert said in page
    assert "市场部立项" not in page and "已同意" in page
    assert not Case.objects.exists()


def test_a_preview_does_not_complain_about_what_is_not_filled_yet(cast, browse):
    page = text_of(browse(cast.li).post(NEW, {"value_yuan": "32000", "do": "route"}))
    assert "集体讨论" in page and "q-err" not in page and 'role="alert"' not in page


def test_the_route_alone_answers_the_script(cast, browse, filled):
    li = browse(cast.li)
    page = text_of(li.post("/requests/route/proposal/", {"value_yuan": "9999.99"}))
    assert (
        "单位审核" in page and "方案审查" not in page and "已备案" in page and "<html" not in page
    )
    assert "请填写金额" in text_of(li.post("/requests/route/proposal/", {"value_yuan": "3e4"}))
    assert browse(cast.wang).post("/requests/route/proposal/", {}).status_code == 403
    assert li.get("/requests/route/proposal/").status_code == 405


def test_the_page_warns_where_a_request_would_stall(cast, browse, filled):
    Post.objects.filter(unit=cast.centre, role__in=["centre_director", "centre_deputy"]).delete()
    Post.objects.filter(unit=cast.leaders).delete()
    li = browse(cast.li)
    assert "提交后会停住" in text_of(li.post(NEW, filled(do="route", plan=False)))
    answer = li.post(NEW, filled())
    assert answer.status_code == 422
    assert "没有人可以办理" in text_of(answer) and "草稿已保存" in text_of(answer)
    assert Case.objects.get().status == "draft"


def test_a_complete_form_is_submitted_and_its_story_shown(cast, browse, filled):
    li = browse(cast.li)
    answer = li.post(NEW, filled())
    case = Case.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{case.pk}/"
    assert case.status == "running" and case.step == "unit_review"
    page = text_of(li.get(f"/cases/{case.pk}/"))
    for said in ("春茶寄递项目", "已提交", case.number, "王建国", "方案.pdf"):
        assert said in page


def test_a_draft_keeps_what_is_there_and_is_submitted_later(cast, browse, filled):
    li = browse(cast.li)
    answer = li.post(NEW, filled(do="save", plan=False, customer="", starts_on="", ends_on=""))
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/edit/" and case.status == "draft"
    page = text_of(li.get(f"/cases/{case.pk}/edit/"))
    assert 'value="春茶寄递项目"' in page and 'value="32000.00"' in page
    sent = li.post(f"/cases/{case.pk}/edit/", filled(seen=case.data_version))
    assert sent["Location"] == f"/cases/{case.pk}/"
    case.refresh_from_db()
    assert case.status == "running" and case.attachments.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("value_yuan", "-5", "金额必须大于 0"),
        ("value_yuan", "0", "金额必须大于 0"),
        ("value_yuan", "0.00", "金额必须大于 0"),
        ("value_yuan", "1234567890123", "金额超过 12 位"),
        ("value_yuan", "3e4", "这不是金额"),
        ("value_yuan", "29999.999", "小数点后最多两位"),
        ("value_yuan", "３２０００", "请用半角数字"),
        ("value_yuan", "٣٢٠٠٠", "请用半角数字"),
        ("value_yuan", "3,2000", "这不是金额"),
        ("value_yuan", "", "必填"),
        ("title", "春茶\u202eCBA", "U+202E"),
        ("title", "春\u200b茶", "U+200B"),
        ("title", "", "必填"),
        ("title", "长" * 121, "120"),
        ("customer", "没有这家", "没有这个名称或编号的客户"),
        ("customer", "44051100099000", "没有这个名称或编号的客户"),
        ("customer", "西港宾馆", "这个客户归西港分局维护"),
        ("ends_on", "2027-03-01", "结束日期不能早于开始日期"),
        ("starts_on", "2027-02-30", "日期"),
        ("offer", "坏\x08字", "U+0008"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(cast, browse, filled, field, typed, sentence):
    answer = browse(cast.li).post(NEW, filled(**{field: typed}))
    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in error_at(page, field)
    assert f'href="#id_{field}"' in page, "the summary links to the field"
    control = re.search(rf'<(?:input|textarea|select)[^>]*id="id_{field}"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in control and f"id_{field}_error" in control
    assert escape(typed) in page and escape("春茶寄递项目" if field != "title" else "32000") in page
    assert not Case.objects.exists() and not Attachment.objects.exists()


def test_a_unit_that_is_not_mine_is_refused(cast, browse, filled):
    answer = browse(cast.li).post(NEW, filled(unit=cast.other.pk))
    assert answer.status_code == 422 and "没有可以提出这类申请的岗位" in error_at(
        text_of(answer), "unit"
    )
    assert not Case.objects.exists()


def test_ten_megabytes_of_text_are_refused_without_saving(cast, browse, filled):
    answer = browse(cast.li).post(NEW, filled(offer="字" * (10 * 1024 * 1024 // 3)))
    assert answer.status_code in (400, 413, 422)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.pdf", b"MZ\x90\x00 this is a program"),
        ("方案.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("方案.docx", b"PK\x03\x04 no archive"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_content(cast, browse, filled, name, content):
    answer = browse(cast.li).post(
        NEW, filled(plan=False) | {"plan": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert "不支持这种文件" in error_at(text_of(answer), "plan")
    assert "请重新选择" in text_of(answer)
    assert not Case.objects.exists()


def test_two_customers_of_one_name_need_the_id(cast, browse, filled):
    entering.enter(
        unit=cast.county,
        name=cast.customer.name,
        code="44051100019000",
        since=SINCE,
        by=cast.qian,
        at=cast.now,
    )
    li = browse(cast.li)
    answer = li.post(NEW, filled())
    assert "请填写 14 位客户编号" in error_at(text_of(answer), "customer")
    assert li.post(NEW, filled(customer=cast.customer.code)).status_code == 302


@pytest.mark.parametrize(("value", "status"), [("9999.99", 302), ("10000", 422), ("32000", 422)])
def test_a_plan_is_asked_for_from_10000_yuan(cast, browse, filled, value, status):
    answer = browse(cast.li).post(NEW, filled(value_yuan=value, plan=False))
    assert answer.status_code == status
    if status == 422:
        page = text_of(answer)
        assert "满 10,000 元的项目须附营销方案" in error_at(page, "plan")
        assert "measures-2007" not in error_at(page, "plan")
        assert "》第5条第8项）" in error_at(page, "plan")
        assert "草稿已保存" in page and Case.objects.get().status == "draft"


def test_a_draft_that_could_not_be_submitted_is_corrected_and_sent(cast, browse, filled):
    li = browse(cast.li)
    page = text_of(li.post(NEW, filled(plan=False)))
    case = Case.objects.get()
    assert f'action="/cases/{case.pk}/edit/"' in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    answer = li.post(f"/cases/{case.pk}/edit/", filled(seen=seen))
    assert answer["Location"] == f"/cases/{case.pk}/"
    assert Case.objects.get().status == "running"


def test_a_form_sent_twice_makes_one_case_submitted_once(cast, browse, filled):
    li, data = browse(cast.li), filled(plan=False, value_yuan="9000")
    first, second = li.post(NEW, data), li.post(NEW, data)
    case = Case.objects.get()
    assert first["Location"] == second["Location"] == f"/cases/{case.pk}/"
    assert case.assignments.count() == 1 and case.round == 1


def test_what_was_changed_after_going_back_is_not_lost(cast, browse, filled):
    li, data = browse(cast.li), filled(do="save", plan=False)
    li.post(NEW, data)
    li.post(NEW, data | {"title": "改过的题目"})
    assert Case.objects.get().title == "改过的题目"


def test_a_draft_changed_in_another_window_is_not_overwritten_unseen(cast, browse, filled):
    case, li = draft(cast), browse(cast.li)
    url = f"/cases/{case.pk}/edit/"
    assert li.post(url, filled(do="save", plan=False, seen=1, title="先保存的")).status_code == 302
    answer = li.post(url, filled(do="save", plan=False, seen=1, title="后保存的"))
    assert answer.status_code == 409 and "事项内容有了修改" in text_of(answer)
    assert "后保存的" in text_of(answer) and Case.objects.get().title == "先保存的"


def test_an_attachment_can_be_taken_out_of_a_draft(cast, browse, filled):
    case, li = draft(cast), browse(cast.li)
    file = case.attachments.get()
    page = text_of(li.get(f"/cases/{case.pk}/edit/"))
    assert f'name="remove" value="{file.pk}"' in page
    li.post(f"/cases/{case.pk}/edit/", filled(do="save", plan=False, seen=1, remove=str(file.pk)))
    assert not case.attachments.filter(removed_at=None).exists()
    assert li.get(f"/attachments/{file.pk}/").status_code == 404


def test_nobody_edits_the_draft_of_another(cast, browse, filled):
    case = draft(cast)
    for other in (cast.wang, cast.lin, cast.auditor, cast.chen):
        client = browse(other)
        assert client.get(f"/cases/{case.pk}/edit/").status_code == 404
        assert client.post(f"/cases/{case.pk}/edit/", filled(seen=1)).status_code == 404
        assert client.post(f"/cases/{case.pk}/discard/").status_code == 404
    assert Case.objects.get().status == "draft"


def test_a_case_under_way_is_not_edited(cast, browse, filled):
    case = submit(cast, draft(cast))
    li = browse(cast.li)
    answer = li.post(f"/cases/{case.pk}/edit/", filled(seen=1, title="偷偷改"))
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{case.pk}/"
    case.refresh_from_db()
    assert case.title == "春茶寄递项目"


def test_a_returned_case_is_revised_and_submitted_again(cast, browse, filled):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang, "returned", "缺报价")
    li, url = browse(cast.li), f"/cases/{case.pk}/edit/"
    assert "重新提交" in text_of(li.get(url))
    answer = li.post(url, filled(plan=False, seen=1, price="每件 20 元"))
    assert answer["Location"] == f"/cases/{case.pk}/"
    page = text_of(li.get(f"/cases/{case.pk}/"))
    assert "第 1 轮" in page and "第 2 轮" in page and "缺报价" in page and "每件 20 元" in page


def test_a_draft_is_thrown_away_after_a_question(cast, browse):
    case, li = draft(cast), browse(cast.li)
    assert "删除草稿" in text_of(li.get(f"/cases/{case.pk}/discard/"))
    assert Case.objects.exists()
    assert li.post(f"/cases/{case.pk}/discard/")["Location"] == "/drafts/"
    assert not Case.objects.exists()


def test_a_submitted_case_is_not_thrown_away(cast, browse):
    case, li = submit(cast, draft(cast)), browse(cast.li)
    assert li.get(f"/cases/{case.pk}/discard/").status_code == 302
    assert li.post(f"/cases/{case.pk}/discard/").status_code == 409
    assert Case.objects.exists()


def test_what_people_type_is_shown_as_text(cast, browse, filled):
    evil = "<script>alert(1)</script>"
    li = browse(cast.li)
    assert evil not in text_of(li.post(NEW, filled(title=evil, value_yuan="x")))
    li.post(NEW, filled(title=evil, price=evil))
    case = Case.objects.get()
    for url in (f"/cases/{case.pk}/", "/sent/"):
        page = text_of(li.get(url))
        assert evil not in page and escape(evil) in page
