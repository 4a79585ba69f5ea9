"""The pages of projects: what is listed, what it brought, and who says how mature a key project is."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from approvals.invariants import check_all
from registry.projects import portfolio
from registry.projects.models import KeyProject, Stage
from registry.revenue import ledger
from registry.revenue.models import Line, Revenue
from tests.cast import Cast, decide, draft, submit


@pytest.fixture
def key(cast: Cast) -> KeyProject:
    """Li's project of 5,000 yuan on the list of key projects, with 1,250 yuan booked on it."""
    case = submit(cast, draft(cast, "5000"))
    case = decide(cast, case, cast.wang)
    row = Revenue(
        customer=cast.customer,
        unit=cast.county,
        project=case.project,
        line=Line.PARCELS,
        month=date(2026, 3, 1),
        amount_yuan=Decimal(1250),
    )
    ledger.enter_each([row], by=cast.qian, at=cast.now)
    on = cast.now.date()
    return KeyProject.objects.create(project=case.project, listed_on=on, listed_by=cast.zhao)


def said(stage: str, why: str = "已与三家网点签约") -> dict[str, str]:
    return {"maturity": stage, "why": why}


def test_the_marketing_department_says_how_mature_a_project_is_and_the_history_stays(
    cast, key, browse
):
    path = f"/projects/{key.project_id}/"
    marketing = browse(cast.zhao)
    assert "尚未登记成熟度" in marketing.get(path).content.decode()
    for stage in ("starting", "growing"):
        assert marketing.post(f"{path}maturity/", said(stage)).status_code == 302
    key.refresh_from_db()
    assert key.maturity == "growing"
    assert [(one.maturity, one.by) for one in key.stages.order_by("pk")] == [
        ("starting", cast.zhao),
        ("growing", cast.zhao),
    ]
    text = browse(cast.li).get(path).content.decode()
    assert "综合启动型" in text and "成长型" in text and "赵敏" in text and "25%" in text
    assert portfolio.of_bureau(cast.bureau.pk, None, until=date(2026, 3, 31))[0][0].project == key
    assert "成长型" in browse(cast.director).get("/projects/").content.decode()
    assert check_all() == []


def test_others_are_told_who_says_it_and_nothing_is_written(cast, key, browse):
    path = f"/projects/{key.project_id}/"
    for person in (cast.li, cast.director):
        assert "登记成熟度</button>" not in browse(person).get(path).content.decode()
        refused = browse(person).post(f"{path}maturity/", said("mature"))
        assert refused.status_code == 409 and "市场部主任或副主任" in refused.content.decode()
    for person in (cast.chen, cast.sun):
        assert browse(person).get(path).status_code == 404
        assert browse(person).post(f"{path}maturity/", said("mature")).status_code == 404
    assert not Stage.objects.exists()


def test_a_stage_needs_a_reason_and_is_another_one_than_before(cast, key, browse):
    path = f"/projects/{key.project_id}/maturity/"
    marketing = browse(cast.zhao)
    for given in (said("", "理由"), said("mature", " ")):
        assert marketing.post(path, given).status_code == 422
    marketing.post(path, said("mature"))
    again = marketing.post(path, said("mature", "同前"))
    assert again.status_code == 409 and "已处于这一阶段" in again.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        Stage.objects.update(why="别的")


def test_a_project_that_is_not_listed_has_a_page_and_no_stage(cast, browse):
    case = decide(cast, submit(cast, draft(cast, "5000")), cast.wang)
    path = f"/projects/{case.project_id}/"
    page = browse(cast.zhao).get(path).content.decode()
    assert case.title in page and "成熟度" not in page
    assert browse(cast.zhao).post(f"{path}maturity/", said("mature")).status_code == 404
    listed = browse(cast.li)
    assert path not in listed.get("/projects/").content.decode()
    assert path in listed.get("/projects/?view=all").content.decode()
    assert path in listed.get(f"/customers/{cast.customer.pk}/").content.decode()
