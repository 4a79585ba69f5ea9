"""集体讨论纪要: the minutes of a discussion whose members met, and of one without a meeting."""

from datetime import timedelta

import pytest

from approvals import actions
from approvals.actions import Attended
from approvals.invariants import check_all
from approvals.models import Case
from documents import papers
from documents.models import Paper
from documents.sheet import Meeting, Sheet
from tests.cast import Cast, at_discussion, decide, on_case, vote
from tests.documents.pictures import inked_edges


def minutes(case: Case) -> Paper:
    return case.papers.get(kind="minutes")


@pytest.fixture
def met(cast: Cast) -> Case:
    """Put off once; three votes taken there, Qian's own entered, Ma absent and against in writing."""
    case = at_discussion(cast)
    day = cast.now.replace(hour=6, minute=30)
    place = {"place": "三楼会议室", "online": True}
    on_case(cast, actions.convene, case, cast.director, meets_at=day + timedelta(days=1), **place)
    later = day + timedelta(days=3)
    on_case(cast, actions.adjourn, case, cast.qian, meets_at=later, reason="人数不足")
    cast.now = later + timedelta(hours=1)
    attended = [
        Attended(cast.director.pk, True, verdict="for", text="方案可行，注意回款。"),
        Attended(cast.deputy.pk, True, verdict="for"),
        Attended(cast.zhou.pk, True, verdict="against", text="成本测算偏低，建议补充运费明细。"),
        Attended(cast.qian.pk, True),
        Attended(cast.ma.pk, False, "出差"),
    ]
    on_case(cast, actions.record_meeting, case, cast.qian, attended=attended, seen=1)
    vote(cast, case, cast.qian, "for", "同意")
    vote(cast, case, cast.ma, "against", "与上季方案重复。")
    return decide(cast, case, cast.director, "agreed_with_changes", "单价下调百分之五。")


def test_the_minutes_say_who_met_when_and_where(met):
    sheet = minutes(met).sheet
    meeting = sheet.meeting
    assert (meeting.met_at, meeting.place) == ("2026年3月5日14时30分", "三楼会议室（线上）")
    assert (meeting.convened_by, meeting.recorded_by) == ("高明", "钱进")
    assert meeting.put_off == ("改至2026年3月5日14时30分：人数不足",)
    assert [v.person for v in meeting.present] == ["高明", "何芳", "周文", "钱进"]
    assert [(v.person, v.absent_because) for v in meeting.absent] == [("马骏", "出差")]
    assert "讨论日期" not in [fact.label for fact in sheet.facts]
    assert check_all() == []


def test_who_was_absent_and_voted_stands_as_such(met):
    meeting = minutes(met).sheet.meeting
    assert [v.person for v in meeting.in_writing] == ["钱进", "马骏"]
    absent = next(v for v in meeting.votes if v.person == "马骏")
    assert (absent.verdict, absent.came, absent.in_writing) == ("反对", "缺席", True)
    assert [v.person for v in meeting.dissent] == ["周文", "马骏"]


def test_the_conclusion_stands_with_its_changes(met):
    sheet = minutes(met).sheet
    assert sheet.conclusion == "修改后同意实施"
    assert sheet.boxes[0].opinion == "单价下调百分之五。"


def test_the_sheet_reads_back_as_it_was_written(met):
    sheet = minutes(met).sheet
    assert Sheet.from_json(sheet.as_json()) == sheet


def test_minutes_of_before_still_read(ended):
    """A paper that was frozen before meetings were told."""
    body = minutes(ended("30000")).sheet.as_json()
    told = {"met_at", "place", "convened_by", "recorded_by", "put_off"}
    body["meeting"] = {k: v for k, v in body["meeting"].items() if k not in told}
    kept = {"came", "absent_because", "in_writing"}
    body["meeting"]["votes"] = [
        {k: v for k, v in one.items() if k not in kept} for one in body["meeting"]["votes"]
    ]
    meeting = Sheet.from_json(body).meeting
    assert isinstance(meeting, Meeting) and meeting.met_at == "" and meeting.present == ()


def test_without_a_meeting_the_minutes_name_the_days_of_the_votes(cast):
    case = at_discussion(cast)
    meets_at = cast.now + timedelta(days=5)
    on_case(cast, actions.convene, case, cast.qian, meets_at=meets_at, place="三楼")
    for member in cast.members:
        vote(cast, case, member)
    sheet = minutes(decide(cast, case, cast.director)).sheet
    assert sheet.meeting.met_at == "" and sheet.meeting.in_writing == ()
    assert [f.value for f in sheet.facts if f.label == "讨论日期"] == ["2026年3月2日"]


def test_the_paper_fits_and_nothing_is_cut_off(met):
    pdf = papers.body_of(minutes(met), met.closed_at)
    assert inked_edges(pdf) == []
