"""The pages of training periods: who looks, what the lights say, what human resources enters."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from policy.training import Month
from registry.people.scoring import Reading
from registry.people.training import Quota, Suspension
from tests.cast import Cast
from tests.pages.training import Trainings
from tests.workflows.training import appointed, held, morning, scored
from workflows.probation import standing
from workflows.probation.standing import Standing

pytestmark = pytest.mark.django_db
ON = date(2026, 8, 25)


@pytest.fixture
def case(cast):
    """Xia's period, begun in the days that run now."""
    cast.now = timezone.now() - timedelta(days=40)
    return appointed(cast, on=timezone.localdate(cast.now))


def address(case) -> str:
    return f"/probations/{held(case).pk}/"


def test_the_line_and_human_resources_see_who_is_in_the_period(cast, case, browse):
    for who in (cast.sun, cast.wang, cast.director, cast.leader):
        assert "夏雨" in browse(who).get("/probations/").text
    assert "夏雨" not in browse(cast.fang).get("/probations/").text
    for who in (cast.qian, cast.auditor, cast.li, cast.xia):
        assert browse(who).get("/probations/").status_code == 404


def test_the_person_reads_the_own_period_and_nobody_else_without_a_post_for_it(cast, case, browse):
    assert browse(cast.xia).get(address(case)).status_code == 200
    assert browse(cast.wang).get(address(case)).status_code == 200
    for who in (cast.li, cast.fang, cast.qian, cast.auditor):
        assert browse(who).get(address(case)).status_code == 404
    assert [row.by for row in Reading.objects.all()] == [cast.wang]


def test_looking_leaves_one_trace_a_day_and_the_person_sees_it(cast, case, browse):
    for _time in range(2):
        browse(cast.wang).get(address(case))
    assert Reading.objects.filter(what="probation").count() == 1
    assert "王建国" in browse(cast.xia).get(address(case)).text


def test_leave_is_entered_on_the_page_and_moves_the_last_day(cast, case, browse):
    one = held(case)
    first = timezone.localdate(timezone.now())
    data = {"first_day": first, "last_day": first + timedelta(days=4), "why": "病假"}
    page = browse(cast.sun).post(f"{address(case)}leave/", data, follow=True)
    assert "病假" in page.text
    assert held(case).ends_on == one.ends_on + timedelta(days=5)
    wrong = data | {"last_day": first - timedelta(days=1)}
    assert browse(cast.sun).post(f"{address(case)}leave/", wrong).status_code == 422
    assert browse(cast.sun).post(f"{address(case)}leave/", data).status_code == 409
    back = f"{address(case)}leave/{Suspension.objects.get().pk}/"
    assert browse(cast.wang).post(back).status_code == 404
    browse(cast.sun).post(back)
    assert held(case).ends_on == one.ends_on


def test_a_quota_is_entered_by_human_resources_alone(cast, case, browse):
    month = held(case).ends_on.replace(day=1) - timedelta(days=20)
    data = {"month": month.replace(day=1).isoformat(), "quota_yuan": "20000"}
    assert browse(cast.wang).post(f"{address(case)}quota/", data).status_code == 404
    assert browse(cast.sun).post(f"{address(case)}quota/", data).status_code == 302
    assert Quota.objects.get().quota_yuan == Decimal(20_000)
    wrong = data | {"month": "2020-01-01"}
    assert browse(cast.sun).post(f"{address(case)}quota/", wrong).status_code == 422


def test_who_cannot_begin_is_named_with_what_is_missing(cast, browse):
    cast.now = timezone.now() - timedelta(days=2)
    with pytest.raises(Exception, match="does not exist"):
        appointed(cast, "long_service_grace", on=timezone.localdate(cast.now))
    page = browse(cast.sun).get("/probations/").text
    assert "享受宽限期须超过的工龄" in page
    assert "人力资源部" in page


def test_human_resources_proposes_the_years_that_are_missing_and_no_other_rule(cast, browse):
    page = "/rules/{}/amend/"
    sun = browse(cast.sun)
    assert sun.get(page.format("probation/grace_service_years")).status_code == 200
    assert sun.get(page.format("proposals/discussion")).status_code == 404
    assert browse(cast.wang).get(page.format("probation/extensions")).status_code == 404


def test_the_workbook_is_for_human_resources_and_leaves_a_trace(cast, case, browse):
    assert browse(cast.wang).get("/probations/export/").status_code == 404
    answer = browse(cast.sun).get("/probations/export/")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    assert rows[1][0] == "夏雨"
    assert len(rows) == 2
    assert Reading.objects.get(what="probation_file").by == cast.sun


@pytest.mark.parametrize("view", ["", "calendar", "units"])
def test_a_page_asks_as_often_for_many_as_for_one(cast, case, browse, view):
    browse(cast.leader).get("/probations/")  # the rulebook is read once
    asked = []
    for more in (False, True):
        if more:
            Trainings(cast)
        client = browse(cast.sun)
        with CaptureQueriesContext(connection) as said:
            assert client.get(f"/probations/?view={view}").status_code == 200
        asked.append(len(said))
    assert asked[0] == asked[1]


def stands(cast: Cast, case, on: date, scores: tuple[str, ...] = (), **given) -> Standing:
    """Xia's period on a day, with these scores from June on."""
    from policy.calendar import Calendar
    from policy.loading import shipped

    known = [Month(date(2026, 6 + n, 1), Decimal(score)) for n, score in enumerate(scores)]
    calendar = Calendar.of(shipped(), set="merged", on=on)
    case.step = given.get("step", case.step)
    one = held(case)
    one.outcome = given.get("outcome", "")
    return Standing(one, case, known, given.get("due_on"), on, calendar)


@pytest.mark.parametrize(
    ("on", "step", "due_on", "scores", "light"),
    [
        (date(2026, 6, 30), "training", None, (), "on_track"),
        (date(2026, 7, 1), "training", None, (), "missing"),
        (date(2026, 7, 1), "training", None, ("79.99",), "below"),
        (date(2026, 7, 1), "training", None, ("80",), "on_track"),
        (date(2026, 8, 20), "hr_review", date(2026, 8, 24), ("80", "80"), "on_track"),
        (date(2026, 8, 25), "hr_review", date(2026, 8, 26), ("80", "80"), "risk"),
        (date(2026, 8, 31), "endorsement", date(2026, 9, 2), ("80", "80"), "on_track"),
        (date(2026, 9, 2), "endorsement", date(2026, 9, 2), ("80", "80", "80"), "on_track"),
        (date(2026, 9, 3), "endorsement", date(2026, 9, 2), ("80", "80", "80"), "late"),
    ],
)
def test_the_light_says_the_worst_of_a_period(cast, on, step, due_on, scores, light):
    case = appointed(cast)
    assert stands(cast, case, on, scores, step=step, due_on=due_on).light == light


def test_each_light_has_a_word_and_a_shape_of_its_own():
    shapes = [shape for _tone, shape, _words in standing.LIGHTS.values()]
    assert len(set(shapes)) == len(shapes)


def test_an_average_is_shown_for_three_people_and_not_for_two(cast, browse):
    cast.now = morning(date(2026, 5, 20))
    from pages.probation import comparing

    case = appointed(cast)
    scored(case, "90")
    row = stands(cast, case, ON, ("90",))
    for people, average in ((2, None), (3, Decimal("90.0"))):
        groups = comparing.by_unit([row] * people)
        assert [group.average for group in groups] == [average]
        assert (groups[0].unit is None) is (people == 2)
