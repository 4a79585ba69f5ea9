"""定级 and 收入台账 on their pages: two people grade, and a file is looked at before it is loaded."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals import works
from approvals.invariants import check_all
from approvals.models import Work
from policy import periods
from registry.customers import entering
from registry.customers.models import Customer
from registry.grading.models import GradingRun
from registry.imports.models import Upload
from registry.revenue.models import BureauRevenue, Revenue
from tests.cast import Cast
from tests.registry import files
from tests.registry.ledgers import bureau_took, counted, earned_in_2025, result

RUNS = "/gradings/"
IMPORT = "/revenue/import/"


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def ready(cast: Cast) -> Cast:
    """The years are over whose revenue the last quarters need."""
    for year in (2023, 2024, timezone.localdate().year - 1):
        bureau_took(cast, "140009983", year=min(year, 2025))
    earned_in_2025(cast, cast.customer, "421000")
    return cast


def test_a_grading_is_counted_and_confirmed_by_two_people_over_the_pages(ready, browse):
    info, director = browse(ready.qian), browse(ready.director)
    end = periods.last_quarter_end(timezone.localdate())
    answer = info.post(RUNS, {"quarter_end": end.isoformat()})
    assert answer.status_code == 302 and answer.url.startswith("/works/")
    works.go_on()
    work, run = Work.objects.get(), GradingRun.objects.get()
    assert work.state == Work.State.DONE, (work.state, work.reason, work.tries, run.state)
    page = info.get(answer.url)
    assert "已完成" in text_of(page) and f"/gradings/{run.pk}/" in text_of(page)
    page = text_of(info.get(f"/gradings/{run.pk}/"))
    assert "由大客户中心总监或副总监确认" in page
    assert info.post(f"/gradings/{run.pk}/confirm/").status_code == 409
    assert "确认定级" in text_of(director.get(f"/gradings/{run.pk}/"))
    assert director.post(f"/gradings/{run.pk}/confirm/").status_code == 302
    works.go_on()
    run.refresh_from_db()
    assert run.state == "confirmed" and check_all() == []
    assert info.post(RUNS, {"quarter_end": "2020-03-31"}).status_code == 422


def test_what_is_missing_for_a_grading_is_said_before_it_begins(cast, browse):
    end = periods.last_quarter_end(timezone.localdate())
    answer = browse(cast.director).post(RUNS, {"quarter_end": end.isoformat()})
    assert answer.status_code == 422 and "全局收入尚未登记" in text_of(answer)
    assert not GradingRun.objects.exists()


def test_the_page_of_a_run_lists_changes_moves_and_faults_and_chooses_scopes(ready, browse):
    run = counted(ready)
    director = browse(ready.director)
    row = result(run, ready.customer)
    for view, names in (
        ("changed", {"东港茶业有限公司", "西港宾馆"}),
        ("moves", {"东港茶业有限公司"}),
        ("faults", set()),
        ("nonsense", {"东港茶业有限公司", "西港宾馆"}),
    ):
        found = director.get(f"/gradings/{run.pk}/", {"view": view}).context["found"]
        assert {one.customer.name for one in found} == names, view
    path = f"/gradings/{run.pk}/{row.pk}/"
    assert "黄金级" in text_of(director.get(path))
    assert director.post(f"{path}scope/", {"scope": "galactic"}).status_code == 422
    assert director.post(f"{path}scope/", {"scope": "comprehensive"}).status_code == 302
    row.refresh_from_db()
    assert (row.scope, row.scope_by) == ("comprehensive", ready.director)
    general = result(run, ready.foreign)
    answer = director.post(f"/gradings/{run.pk}/{general.pk}/scope/", {"scope": "regional"})
    assert answer.status_code == 409


def test_what_a_run_costs_does_not_grow_with_the_customers(ready, browse):
    run, director = counted(ready), browse(ready.director)

    def costs() -> list[int]:
        found = []
        for view in ("all", "moves"):
            with CaptureQueriesContext(connection) as captured:
                assert director.get(f"/gradings/{run.pk}/", {"view": view}).status_code == 200
            found.append(len(captured))
        return found

    before = costs()
    rows = [Customer(unit=ready.county, name=f"客户{n}") for n in range(60)]
    entering.enter_each(rows, since=run.quarter_end, by=ready.qian, at=ready.later())
    like = result(run, ready.customer)
    for one in rows:
        like.pk, like.customer = None, one
        like.save(force_insert=True)
    assert costs() == before and max(before) <= 7, before


def test_a_grading_is_dropped_with_a_reason(ready, browse):
    run = counted(ready)
    director = browse(ready.director)
    assert director.post(f"/gradings/{run.pk}/drop/", {"note": ""}).status_code == 422
    assert director.post(f"/gradings/{run.pk}/drop/", {"note": "收入未录全"}).status_code == 302
    assert director.post(f"/gradings/{run.pk}/confirm/").status_code == 409
    assert "收入未录全" in text_of(director.get(RUNS))


HEADER = ["客户", "业务种类", "月份", "金额"]
GOOD = ["西港宾馆", "函件", "2026-02", "1200.50"]


def sent(*rows: list, name: str = "二月.xlsx") -> dict:
    content = files.xlsx_file([HEADER, *rows])
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_is_shown_with_its_faults_and_loaded_once_it_has_none(cast, browse):
    info = browse(cast.qian)
    answer = info.post(IMPORT, sent(GOOD, ["没有这家", "函件", "2026-02", "x"]))
    assert answer.status_code == 302
    page = text_of(info.get(answer.url))
    assert "没有编号、信用代码或名称为“没有这家”的客户" in page and "不是金额" in page
    assert "全部载入" not in page and not Revenue.objects.exists()
    assert info.post(answer.url).status_code == 409 and not Revenue.objects.exists()
    better = info.post(IMPORT, sent(GOOD))
    assert "全部载入" in text_of(info.get(better.url))
    assert browse(cast.director).get(better.url).status_code == 404  # brought by somebody else
    assert info.post(better.url).status_code == 302
    assert Revenue.objects.get().amount_yuan == Decimal("1200.50")
    assert info.post(better.url).status_code == 404
    again = info.post(IMPORT, sent(GOOD, ["东港茶业有限公司", "函件", "2026-02", "8"]))
    assert again.status_code == 302  # another file, and one of its rows is known
    assert "台账中已有同样的记录" in text_of(info.get(again.url))
    assert "二月.xlsx" in text_of(info.get(IMPORT))


def test_what_is_no_table_is_refused_at_the_field(cast, browse):
    info = browse(cast.qian)
    for content, said in ((b"\xff\xfe\x00\x01", "UTF-8"), (b"PK\x03\x04junk", "Excel"), (b"", "")):
        answer = info.post(IMPORT, {"file": SimpleUploadedFile("x.xlsx", content)})
        assert answer.status_code == 422 and said in text_of(answer)
    assert not Upload.objects.exists()


def test_a_file_that_was_brought_can_be_let_go(cast, browse):
    info = browse(cast.qian)
    address = info.post(IMPORT, sent(GOOD)).url
    assert info.post(f"{address}forget/").status_code == 302
    assert info.get(address).status_code == 404


def test_the_bureaus_revenue_is_entered_with_its_source_and_entered_anew(cast, browse):
    info, path = browse(cast.qian), "/revenue/bureau/"
    year = timezone.localdate().year - 1
    answer = info.post(path, {"year": year + 1, "amount_yuan": "5", "source": "快报"})
    assert answer.status_code == 422 and 'value="快报"' in text_of(answer)
    for amount in ("140009983", "140000000"):
        told = {"year": year, "amount_yuan": amount, "source": "财务决算"}
        assert info.post(path, told).status_code == 302
    assert BureauRevenue.objects.count() == 2
    assert text_of(info.get(path)).count("有效") == 1


def test_finance_keeps_the_ledger_and_grades_nobody(cast, browse):
    from registry.org.roles import PostRole

    finance = browse(cast.post("caiwu", cast.hr_unit, PostRole.FINANCE, "财小云"))
    assert finance.get(IMPORT).status_code == 200
    assert finance.get("/customers/").status_code == 200
    assert finance.get(RUNS).status_code == 404
    page = text_of(finance.get("/customers/"))
    assert "/revenue/import/" in page and 'href="/gradings/"' not in page


def test_the_empty_workbook_has_the_headings_that_are_understood(cast, browse):
    answer = browse(cast.qian).get("/revenue/import/template/")
    upload = SimpleUploadedFile("空.xlsx", answer.content)
    shown = browse(cast.qian).post(IMPORT, {"file": upload})
    page = text_of(browse(cast.qian).get(shown.url))
    assert shown.status_code == 302 and "业务种类" in page and "没有这一列" not in page


def test_a_run_polls_by_itself_while_it_counts(ready, browse):
    run = counted(ready)
    GradingRun.objects.filter(pk=run.pk).update(state="counting")
    answer = browse(ready.director).get(f"/gradings/{run.pk}/")
    assert answer.headers["Refresh"]
    assert timedelta(seconds=int(answer.headers["Refresh"])) < timedelta(minutes=1)
