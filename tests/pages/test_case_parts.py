"""What the page of a case shows besides the request: comments, drawing, days, other cases, previews."""

import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from xlsxwriter import Workbook

from approvals import actions, previews
from approvals.diagram import diagram_of
from approvals.models import Attachment, Case, Message, Notice
from approvals.outbox import deliver_batch
from tests.cast import (
    at_discussion,
    at_row,
    decide,
    done_row,
    draft,
    new_key,
    on_case,
    resubmit,
    send_back,
    submit,
    withdraw,
)


def page_of(browser, case):
    answer = browser.get(f"/cases/{case.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_reads_the_case_can_comment_and_those_concerned_are_told(cast, browse):
    case = submit(cast, draft(cast))
    wang = browse(cast.wang)
    sent = {"comment": "报价含税吗？", "key": str(new_key())}
    for _ in range(2):  # what is sent twice is said once
        assert wang.post(f"/cases/{case.pk}/comments/", sent).status_code == 302
    assert (
        page_of(browse(cast.li), case).count("报价含税吗？") == 2
    )  # in its place and in the story
    told = Message.objects.get(topic="commented")
    assert told.body["people"] == [cast.li.pk]
    deliver_batch()
    assert Notice.objects.filter(topic="commented").get().note == "报价含税吗？"


@pytest.mark.parametrize("text", ["", "   ", "长" * 501, "a\u202eb"])
def test_a_comment_has_words_and_not_too_many(cast, browse, text):
    case = submit(cast, draft(cast))
    answer = browse(cast.wang).post(f"/cases/{case.pk}/comments/", {"comment": text})
    assert answer.status_code == 422 and not Message.objects.filter(topic="commented").exists()


def test_an_auditor_reads_comments_and_writes_none(cast, browse):
    case = submit(cast, draft(cast))
    auditor = browse(cast.auditor)
    assert auditor.post(f"/cases/{case.pk}/comments/", {"comment": "为何？"}).status_code == 404
    assert "发表留言" not in page_of(auditor, case)
    assert "发表留言" in page_of(browse(cast.wang), case)


def test_the_drawing_says_what_is_done_now_ahead_and_not_on_the_way(cast):
    case = at_discussion(cast)
    case = Case.objects.select_related("process").get(pk=case.pk)
    states = {box.name: box.state for box in diagram_of(case, ["listing", "agreed"]).boxes}
    assert states["unit_review"] == states["plan_check"] == "done"
    assert (states["discuss"], states["listing"]) == ("now", "ahead")
    assert states["sign_off"] == states["revise"] == "skipped"


def test_the_drawing_walks_only_ways_that_were_gone(cast):
    case = submit(cast, draft(cast, "5000"))
    decide(cast, case, cast.wang)
    case = Case.objects.select_related("process").get(pk=case.pk)
    drawing = diagram_of(case, [])
    states = {box.name: box.state for box in drawing.boxes}
    assert states["unit_review"] == "done" and states["plan_check"] == "skipped"
    assert sum(line.state == "done" for line in drawing.lines) <= len(states)


def states_of(case, ahead=()):
    case = Case.objects.select_related("process").get(pk=case.pk)
    return {box.name: box.state for box in diagram_of(case, ahead).boxes}


def test_a_step_whose_opening_verdict_was_taken_back_is_not_drawn_as_done(cast, browse):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    back = done_row(case, cast.wang)
    at_row(cast, actions.take_back, case, cast.wang, row=back.pk)
    states = states_of(case, ["plan_check", "discuss"])
    assert (states["unit_review"], states["plan_check"]) == ("now", "ahead")
    assert states_of(case)["plan_check"] == "skipped"


def test_a_step_of_an_earlier_round_that_comes_again_is_drawn_as_expected(cast):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    send_back(cast, case, cast.zhou)
    resubmit(cast, case)
    states = states_of(case, ["plan_check", "discuss"])
    assert (states["unit_review"], states["plan_check"]) == ("now", "ahead")


def test_the_step_at_which_a_case_was_ended_early_is_not_drawn_as_done(cast, browse):
    withdrawn, stopped = submit(cast, draft(cast)), submit(cast, draft(cast))
    withdraw(cast, withdrawn)
    decide(cast, stopped, cast.wang)
    on_case(cast, actions.terminate, stopped, cast.qian, reason="重复")
    assert states_of(withdrawn)["unit_review"] == "stopped"
    states = states_of(stopped)
    assert (states["unit_review"], states["plan_check"]) == ("done", "stopped")
    assert "在此结束" in page_of(browse(cast.li), stopped)


def drawn(page):
    """What the list beside the drawing says of each step."""
    rows = re.findall(
        r"<li>(.*?)</li>", page.split('class="q-data"')[1].split("</details>")[0], re.S
    )
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


def test_a_returned_case_tells_its_way_behind_the_next_submission(cast, browse):
    case = submit(cast, draft(cast))
    decide(cast, case, cast.wang)
    send_back(cast, case, cast.zhou)
    for reader in (cast.li, cast.wang):
        page = page_of(browse(reader), case)
        assert "再次提交后，若各步均同意" in page
        states = drawn(page)
        assert any("方案审查" in one and "预计" in one for one in states), states
    Case.objects.filter(pk=case.pk).update(value_yuan="5000")
    page = page_of(browse(cast.li), case)
    assert not any("方案审查" in one and "预计" in one for one in drawn(page)), "as it is now"


def test_a_suspended_case_tells_its_way_without_days(cast, browse):
    case = submit(cast, draft(cast))
    on_case(cast, actions.suspend, case, cast.qian, reason="等待文件")
    page = page_of(browse(cast.li), case)
    assert "恢复办理后，若各步均同意" in page and "最迟" not in page
    assert any("方案审查" in one and "预计" in one for one in drawn(page))


def test_the_page_has_the_drawing_as_image_and_as_list(cast, browse):
    page = page_of(browse(cast.wang), submit(cast, draft(cast)))
    assert 'role="img"' in page and "流程图" in page and "正在办理" in page and "未经过" in page


def test_expected_steps_have_their_people_and_days(cast, browse):
    page = page_of(browse(cast.wang), submit(cast, draft(cast)))
    assert "最迟" in page and "周文" in page


def test_other_cases_of_the_customer_stand_there_for_who_may_read_them(cast, browse):
    first = submit(cast, draft(cast, title="去年的项目"))
    draft(cast, title="还在写的项目")
    second = submit(cast, draft(cast))
    assert "去年的项目" in page_of(browse(cast.wang), second)
    assert "还在写的项目" not in page_of(browse(cast.wang), second)
    decide(cast, first, cast.wang)
    assert "去年的项目" in page_of(browse(cast.zhou), first)
    assert second.title not in page_of(browse(cast.zhou), first).split("审批流转")[1]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1200, 300), "#00693e").save(out, "PNG")
    return out.getvalue()


def as_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "#ffffff").save(
        out, "PDF", save_all=True, append_images=[Image.new("RGB", (300, 400))] * 7
    )
    return out.getvalue()


@pytest.mark.parametrize(
    ("media_type", "data", "size"),
    [
        ("image/png", picture(), (900, 225)),
        ("application/pdf", as_pdf(), (900, 5 * 1200 + 4)),
        ("application/pdf", b"%PDF-1.4 broken", None),
        ("application/zip", picture(), None),
    ],
)
def test_a_preview_is_a_picture_of_ours_or_nothing(media_type, data, size, tmp_path):
    class File:
        def open(self, mode):
            return io.BytesIO(data)

    row = Attachment(media_type=media_type)
    row.__dict__["file"] = File()
    drawn = previews.preview_of(row)
    if size is None:
        assert drawn is None
    else:
        assert Image.open(io.BytesIO(drawn)).size == size


def workbook() -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet("预算")
        sheet.write_row(0, 0, ["项目", "金额"])
        sheet.write_row(1, 0, ["<b>印制</b>", 32000])
    return out.getvalue()


def document(text: str, head: str = "") -> bytes:
    out = io.BytesIO()
    named = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>{cell}"
    with zipfile.ZipFile(out, "w") as archive:
        told = f"{head}<w:document {named}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", told)
    return out.getvalue()


@pytest.mark.parametrize(
    ("media_type", "data", "blocks"),
    [
        (
            previews.READ[1],
            workbook(),
            [{"title": "预算", "rows": [["项目", "金额"], ["<b>印制</b>", "32000"]]}],
        ),
        (
            previews.READ[0],
            document("秋茶方案"),
            [{"text": "秋茶方案"}, {"title": "", "rows": [["甲"]]}],
        ),
        (previews.READ[0], document("&a;", '<!DOCTYPE x [<!ENTITY a "aaaa">]>'), None),
        (previews.READ[1], b"PK broken", None),
        ("application/pdf", workbook(), None),
    ],
)
def test_an_office_document_is_read_out_as_words_or_not_at_all(media_type, data, blocks):
    row = Attachment(media_type=media_type)
    row.__dict__["file"] = SimpleNamespace(open=lambda mode: io.BytesIO(data))
    assert previews.words_of(row) == blocks


def test_the_words_of_an_attachment_are_no_markup_and_for_readers_of_the_case(cast, browse):
    case = submit(cast, draft(cast))
    file = case.attachments.get()
    file.media_type, path = previews.READ[1], Path(file.file.path)
    file.save()
    path.write_bytes(workbook())
    page = browse(cast.wang).get(f"/attachments/{file.pk}/words/").content.decode()
    assert "&lt;b&gt;印制" in page and "<b>印制" not in page
    assert (
        f"/attachments/{file.pk}/words/"
        in browse(cast.wang).get(f"/cases/{case.pk}/").content.decode()
    )
    assert browse(cast.chen).get(f"/attachments/{file.pk}/words/").status_code == 404
