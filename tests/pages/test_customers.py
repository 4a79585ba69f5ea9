"""客户: found by whatever people type, seen by whom it concerns, told at a glance; nothing typed is lost."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from guardian.shortcuts import assign_perm
from python_calamine import CalamineWorkbook

from approvals.invariants import check_all
from registry.customers import archive, describing, entering, holdings
from registry.customers.models import Agreement, Customer, Group
from registry.revenue.models import Revenue
from tests.cast import Cast, draft, looked_after, submit
from tests.registry.ledgers import (
    bureau_took,
    confirmed,
    counted,
    earned,
    earned_in_2025,
    graded,
    licence,
)
from tests.workflows import declaring

LIST = "/customers/"
SINCE = date(2026, 1, 5)


def text_of(answer) -> str:
    return answer.content.decode()


def page_of(customer: Customer, tail: str = "") -> str:
    return f"/customers/{customer.pk}/{tail}"


def names_in(answer) -> list[str]:
    return [customer.name for customer in answer.context["customers"]]


@pytest.fixture
def shelf(cast: Cast) -> Cast:
    """Six more customers of the county, each different in what can be looked for."""
    told = (
        ("东港书局", {"short_name": "书局", "industry": "culture", "policy_customer": True}),
        ("长沙路小学", {"industry": "education", "one_off": True}),
        ("A1物流（东港）", {"tier": "gold"}),
        ("百川药房", {"tier": "silver", "licence_code": licence(2)}),
        ("重阳糕点", {}),
    )
    for place, (name, said) in enumerate(told):
        code = None if name == "重阳糕点" else f"440511000{place + 30}000"
        entering.enter(
            unit=cast.county,
            name=name,
            since=SINCE,
            by=cast.qian,
            at=cast.later(),
            code=code,
            **said,
        )
    return cast


SOUGHT = {
    "书局": {"东港书局"},
    "shuju": {"东港书局"},
    "dgsj": {"东港书局"},
    "SJ": {"东港书局"},
    "chang sha": {"长沙路小学"},
    "cslxx": {"长沙路小学"},
    "A1": {"A1物流（东港）"},
    "44051100031": {"长沙路小学"},
    licence(2): {"百川药房"},
    "chongyang": {"重阳糕点"},
    "%": set(),
    "没有这家": set(),
    "' OR 1=1 --": set(),
}


def test_a_customer_is_found_by_name_pinyin_initials_id_and_licence(shelf, browse):
    browser = browse(shelf.wang)
    for sought, names in SOUGHT.items():
        assert set(names_in(browser.get(LIST, {"q": sought}))) == names, sought


SIFTED = {
    ("tier", "gold"): {"A1物流（东港）"},
    ("industry", "education"): {"长沙路小学"},
    ("flag", "policy"): {"东港书局"},
    ("flag", "one_off"): {"长沙路小学"},
    ("flag", "provisional"): {"重阳糕点"},
    ("flag", "special"): set(),
    ("flag", "moves"): set(),
    ("flag", "owed"): {"东港茶业有限公司"},
}


def test_the_list_is_sifted_by_tier_industry_and_flags(shelf, browse):
    earned(shelf, shelf.customer, "9", due_on=date(2026, 1, 31))
    browser = browse(shelf.wang)
    for (name, value), names in SIFTED.items():
        assert set(names_in(browser.get(LIST, {name: value}))) == names, value
    late = names_in(browser.get(LIST, {"flag": "late"}))
    assert "东港茶业有限公司" in late  # entered long ago, and its archive never brought up to date
    assert len(names_in(browser.get(LIST, {"tier": "platinum", "flag": "x", "sort": "y"}))) == 6
    assert names_in(browser.get(LIST, {"sort": "id"}))[0] == "重阳糕点"
    by_tier = names_in(browser.get(LIST, {"sort": "tier"}))
    assert by_tier[:2] == ["A1物流（东港）", "百川药房"]
    assert names_in(browser.get(LIST, {"unit": shelf.county.pk})) == names_in(browser.get(LIST))
    assert len(names_in(browser.get(LIST, {"unit": shelf.other.pk}))) == 6  # not among hers


def test_the_list_shows_a_unit_its_own_and_the_bureau_all(shelf, browse):
    assert names_in(browse(shelf.chen).get(LIST)) == ["西港宾馆"]
    assert len(names_in(browse(shelf.director).get(LIST))) == 7
    assert browse(shelf.sun).get(LIST).status_code == 404
    assign_perm("registry.view_customer", shelf.sun, shelf.customer)
    assert names_in(browse(shelf.sun).get(LIST)) == ["东港茶业有限公司"]
    assert browse(shelf.sun).get(page_of(shelf.customer)).status_code == 200
    assert browse(shelf.sun).get(page_of(shelf.foreign)).status_code == 404


def many(cast: Cast, number: int) -> None:
    rows = [Customer(unit=cast.county, name=f"客户{n}") for n in range(number)]
    entering.enter_each(rows, since=SINCE, by=cast.qian, at=cast.later())


def statements(browser, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


# All but the catalogue of what is asked for: a director's pages, then a manager's.
DIRECTORS = (
    LIST,
    f"{LIST}?q=ke&tier=general&flag=late&sort=tier",
    f"{LIST}?q=客户&industry=culture&flag=owed&sort=new",
    f"{LIST}?flag=moves&sort=id",
    f"{LIST}?page=2",
    "/protections/",
    "/revenue/arrears/",
    "/gradings/",
)
MANAGERS = (
    "/announcements/",
    "/requests/new/proposal/",
    "/requests/customers/proposal/?q=kh",
)


def test_what_a_page_costs_does_not_grow_with_the_customers(shelf, browse):
    director, manager = browse(shelf.director), browse(shelf.li)
    declared = {"name": "东岗茶叶公司", "kind": "registration", "unit": shelf.county.pk}

    def costs() -> list[int]:
        found = [statements(director, path) for path in DIRECTORS]
        found += [statements(manager, path) for path in MANAGERS]
        with CaptureQueriesContext(connection) as captured:
            page = text_of(manager.post("/requests/route/registration/", declared))
        assert "东港茶业有限公司（东港分局）" in page
        return [*found, len(captured)]

    director.get(LIST)
    many(shelf, 30)
    before = costs()
    many(shelf, 120)
    assert costs() == before
    assert max(before[: len(DIRECTORS)]) <= 10, before


def test_of_many_customers_those_are_offered_that_go_by_what_is_typed(shelf, browse, filled):
    many(shelf, 60)
    li = browse(shelf.li)
    assert "百川药房" not in text_of(li.get("/requests/new/proposal/"))
    for typed in ("药房", "bcyf", "44051100033"):
        assert "百川药房" in text_of(li.get("/requests/customers/proposal/", {"q": typed})), typed
    assert "西港宾馆" not in text_of(li.get("/requests/customers/proposal/", {"q": "xgbg"}))
    answer = li.post("/requests/new/proposal/", filled(customer="药房"))
    assert answer.status_code == 422 and "您是指“百川药房”吗" in text_of(answer)


def test_what_a_customers_page_costs_does_not_grow_with_what_it_has(shelf, browse):
    browser, path = browse(shelf.director), page_of(shelf.customer)
    browser.get(path)
    before = statements(browser, path)
    for month in range(1, 12):
        earned(shelf, shelf.customer, "10", month=date(2025, month, 1))
    for _ in range(3):
        submit(shelf, draft(shelf, "5000"))
    archive.save(
        shelf.customer,
        group=Group.BASIC,
        content={"address": "港前路"},
        by=shelf.wang,
        at=shelf.later(),
    )
    assert statements(browser, path) <= before + 1
    assert before <= 30, before


def test_the_page_tells_why_this_tier_whose_it_is_and_what_is_open(shelf, browse):
    looked_after(shelf, shelf.customer, shelf.li, shelf.lin)
    bureau_took(shelf, "140009983")
    earned_in_2025(shelf, shelf.customer, "421000")
    earned(shelf, shelf.customer, "88", due_on=date(2026, 1, 31))
    confirmed(shelf, counted(shelf))
    case = submit(shelf, draft(shelf, "5000"))
    page = text_of(browse(shelf.wang).get(page_of(shelf.customer)))
    for said in (
        "黄金 · 专业",
        "421,000 元，达到 300,000 元一档，得 70 分，权重 0.6，计 42 分。",
        "总分 82 分，达到黄金级的 75 分。",
        "待移交：此类客户应由专业局负责",
        "李晓岚",
        case.number,
        "￥88.00逾期未回款",
        "还没有更新过。",
    ):
        assert said in page, said
    colleague = text_of(browse(shelf.lin).get(page_of(shelf.customer)))
    assert case.number not in colleague  # a case of Li's is not the colleague's to read


def test_a_customer_that_was_never_graded_says_so(cast, browse):
    page = text_of(browse(cast.wang).get(page_of(cast.customer)))
    assert "尚未定级" in page and "今天不符合大客户界定" in page


def test_a_bureau_without_thresholds_says_what_is_missing(cast, browse):
    cast.bureau.policy_set = "dongguan"
    cast.bureau.save()
    answer = browse(cast.wang).get(page_of(cast.customer))
    assert answer.status_code == 200 and "本局也尚未设定" in text_of(answer)


def test_the_history_tells_owners_grades_and_lines_and_readers_to_few(cast, browse):
    looked_after(cast, cast.customer, cast.li)
    graded(cast, cast.customer, "gold")
    archive.read_persons(cast.customer, by=cast.director, at=cast.later())
    holdings.hand_over(
        cast.customer,
        unit=cast.county,
        a_manager=cast.lin,
        b_manager=None,
        since=date(2026, 3, 2),
        by=cast.director,
        at=cast.later(),
        reason="片区调整",
    )
    page = text_of(browse(cast.wang).get(page_of(cast.customer, "history/")))
    assert "片区调整" in page and "李晓岚" in page and "查阅重要人士信息" in page
    auditor = text_of(browse(cast.auditor).get(page_of(cast.customer, "history/")))
    assert "片区调整" in auditor and "查阅重要人士信息" not in auditor


def test_the_head_or_the_centre_names_the_managers_and_the_past_stays(cast, browse):
    customer, path = cast.customer, page_of(cast.customer, "managers/")
    looked_after(cast, customer, cast.li)
    graded(cast, customer, "gold")
    assert "缺其一" in text_of(browse(cast.li).get(page_of(customer)))
    pair = {"a_manager": cast.lin.pk, "b_manager": cast.li.pk}
    for refused in (cast.li, cast.qian, cast.fang, cast.auditor):
        assert browse(refused).post(path, pair | {"reason": "x"}).status_code == 404
    wang = browse(cast.wang)
    for wrong, said in (
        (pair, "必填"),
        (pair | {"reason": "x", "b_manager": cast.lin.pk}, "两个人"),
        (pair | {"reason": "x", "a_manager": cast.chen.pk}, "选择"),
        ({"a_manager": cast.li.pk, "reason": "x"}, "没有变化"),
    ):
        answer = wang.post(path, wrong)
        assert answer.status_code == 422 and said in text_of(answer), said
    assert wang.post(path, pair | {"reason": "李晓岚休产假"}).status_code == 302
    page = text_of(browse(cast.lin).get(page_of(customer, "history/")))
    assert "李晓岚休产假" in page and "缺其一" not in text_of(wang.get(page_of(customer)))
    for manager in (cast.lin.pk, ""):
        sent = {"a_manager": cast.li.pk, "b_manager": manager, "reason": "轮换"}
        assert browse(cast.director).post(path, sent).status_code == 302
    customer.refresh_from_db()
    assert (customer.unit, customer.managers) == (cast.county, (cast.li.pk, None))
    assert check_all() == []


def test_nobody_is_named_while_others_were_confirmed_to_develop_it(cast, browse):
    declared = declaring.confirmed(cast, customer=cast.customer, b_manager=cast.lin)
    sent = {"a_manager": cast.lin.pk, "reason": "轮换"}
    path = page_of(cast.customer, "managers/")
    assert "他人不得介入" in text_of(browse(cast.wang).get(path))
    answer = browse(cast.wang).post(path, sent)
    assert answer.status_code == 409 and declared.customer.a_manager == cast.li


def test_the_description_is_changed_and_what_was_typed_is_not_lost(shelf, browse):
    customer = shelf.customer
    browser = browse(shelf.wang)
    sent = {"name": "东港茶厂", "licence_code": licence(2), "industry": "trade"}
    answer = browser.post(page_of(customer, "edit/"), sent)
    assert answer.status_code == 422 and 'value="东港茶厂"' in text_of(answer)
    assert "可能重复登记" in text_of(answer)
    answer = browser.post(
        page_of(customer, "edit/"), sent | {"licence_code": licence(2)[:-1] + "I"}
    )
    assert answer.status_code == 422 and "统一社会信用代码不正确" in text_of(answer)
    sent |= {"licence_code": "", "policy_customer": "on"}
    assert browser.post(page_of(customer, "edit/"), sent).status_code == 302
    customer.refresh_from_db()
    # The head of a unit describes; who keeps the register decides what weighs.
    assert (customer.name, customer.industry, customer.policy_customer) == (
        "东港茶厂",
        "trade",
        False,
    )
    assert browse(shelf.qian).post(page_of(customer, "edit/"), sent).status_code == 302
    customer.refresh_from_db()
    assert customer.policy_customer and check_all() == []


def test_an_id_is_issued_by_a_button_once(cast, browse):
    customer = entering.enter(
        unit=cast.county, name="东港书局", since=SINCE, by=cast.qian, at=cast.now
    )
    browser = browse(cast.qian)
    answer = browser.post(page_of(customer, "id/"))
    assert answer.status_code == 409 and "行政区划" in text_of(answer)
    cast.bureau.division = "440511"
    cast.bureau.save()
    assert browser.post(page_of(customer, "id/")).status_code == 302
    customer.refresh_from_db()
    assert customer.code == "44051100019000"
    assert browser.post(page_of(customer, "id/")).status_code == 409
    assert browse(cast.wang).post(page_of(customer, "id/")).status_code == 404


def test_an_agreement_is_entered_once_and_withdrawn_with_a_reason(cast, browse):
    browser, path = browse(cast.wang), page_of(cast.customer, "agreements/")
    sent = {"subject": "年度合作协议", "signed_on": "2026-02-30", "amount_yuan": "12万"}
    answer = browser.post(path, sent)
    assert answer.status_code == 422 and 'value="年度合作协议"' in text_of(answer)
    sent |= {"signed_on": "2026-02-20", "amount_yuan": "120000", "ends_on": "2026-02-01"}
    assert "到期日早于签订日" in text_of(browser.post(path, sent))
    sent["ends_on"] = ""
    assert browser.post(path, sent).status_code == 302
    assert browser.post(path, sent).status_code == 422  # the same again
    agreement = Agreement.objects.get()
    assert agreement.amount_yuan == Decimal(120_000)
    withdraw = f"{path}{agreement.pk}/withdraw/"
    assert browser.post(withdraw, {"why": " "}).status_code == 422
    assert browser.post(withdraw, {"why": "重复登记"}).status_code == 302
    assert browser.post(withdraw, {"why": "重复登记"}).status_code == 409
    assert "重复登记" in text_of(browser.get(path)) and check_all() == []


def entry(cast: Cast, **changes) -> dict:
    return {
        "line": "letters",
        "month": "2026-02",
        "amount_yuan": "1200.50",
        "unit": cast.county.pk,
    } | changes


def test_an_entry_is_made_corrected_and_collected_on_its_pages(cast, browse):
    path = page_of(cast.customer, "revenue/")
    head = browse(cast.wang)
    answer = head.post(path, entry(cast, amount_yuan="-5", reference="HJ-9"))
    assert answer.status_code == 422 and 'value="HJ-9"' in text_of(answer)
    answer = head.post(path, entry(cast, turnover_yuan="5"))
    assert answer.status_code == 422 and "只有报刊业务有流转额" in text_of(answer)
    assert head.post(path, entry(cast, due_on="2026-03-31")).status_code == 302
    assert "台账中已有同样的记录" in text_of(head.post(path, entry(cast, due_on="2026-03-31")))
    row = Revenue.objects.get()
    assert (row.entered_by, row.month) == (cast.wang, date(2026, 2, 1))
    assert head.get(f"{path}{row.pk}/").status_code == 404  # only who keeps the ledger corrects it
    keeper = browse(cast.qian)
    answer = keeper.post(f"{path}{row.pk}/", {"to_yuan": "1200.50", "reason": "核对"})
    assert answer.status_code == 422 and "这笔现在就是这个金额" in text_of(answer)
    sent = {"to_yuan": "0", "reason": "开错客户"}
    assert keeper.post(f"{path}{row.pk}/", sent).status_code == 302
    assert keeper.post(f"{path}{row.pk}/collect/", {"on": "2026-03-01"}).status_code == 409
    sent = {"to_yuan": "1000", "reason": "改回"}
    assert keeper.post(f"{path}{row.pk}/", sent).status_code == 302
    assert keeper.post(f"{path}{row.pk}/collect/", {"on": "2026-03-01"}).status_code == 302
    assert set(Revenue.objects.values_list("collected_on", flat=True)) == {date(2026, 3, 1)}
    assert "开错客户" in text_of(keeper.get(path))


def test_arrears_are_listed_to_who_may_see_the_customer(cast, browse):
    earned(cast, cast.customer, "88", due_on=date(2025, 11, 30))
    assert "￥88.00" in text_of(browse(cast.li).get("/revenue/arrears/"))
    assert "没有欠款" in text_of(browse(cast.chen).get("/revenue/arrears/"))


def test_the_archive_is_changed_on_its_page_and_a_lost_race_is_told(cast, browse):
    looked_after(cast, cast.customer, cast.li, cast.lin)
    path = page_of(cast.customer, "archive/basic/1/")
    li, lin = browse(cast.li), browse(cast.lin)
    assert li.post(path, {"address": "港前路1号", "seen": "0"}).status_code == 302
    answer = lin.post(path, {"address": "港前路2号", "seen": "0"})
    assert answer.status_code == 409 and 'value="港前路2号"' in text_of(answer)
    assert lin.post(path, {"address": "港前路2号", "seen": "1"}).status_code == 302
    assert "港前路1号" in text_of(li.get(page_of(cast.customer, "archive/basic/")))
    assert "港前路2号" in text_of(li.get(page_of(cast.customer, "archive/")))
    new = page_of(cast.customer, "archive/competitors/0/")
    assert li.post(new, {"name": "", "seen": "0"}).status_code == 422
    assert li.post(new, {"name": "某快递", "seen": "0"}).status_code == 302
    gone = page_of(cast.customer, "archive/competitors/1/")
    assert li.post(gone, {"do": "remove", "seen": "1"}).status_code == 302
    assert "某快递" not in text_of(li.get(page_of(cast.customer, "archive/")))
    assert check_all() == []


def test_each_opening_of_important_persons_is_written_down(cast, browse):
    looked_after(cast, cast.customer, cast.li)
    archive.save(
        cast.customer,
        group=Group.PERSONS,
        content={"name": "示例人", "family": "家有一子"},
        by=cast.li,
        at=cast.later(),
    )
    path = page_of(cast.customer, "persons/")
    for who in (cast.li, cast.wang, cast.director):
        page = text_of(browse(who).get(path))
        assert "示例人" in page and str(who) in page
    assert archive.readers(cast.customer).count() == 3
    for who in (cast.qian, cast.lin, cast.auditor):
        assert browse(who).get(path).status_code == 404
        page = text_of(browse(who).get(page_of(cast.customer, "archive/")))
        assert "示例人" not in page and "个人信息" in page
    assert archive.readers(cast.customer).count() == 3
    versions = page_of(cast.customer, "archive/persons/")
    assert "示例人" in text_of(browse(cast.li).get(versions))
    assert archive.readers(cast.customer).count() == 4 and check_all() == []


def test_the_list_is_exported_as_text_and_never_as_a_formula(cast, browse):
    describing.describe(cast.customer, by=cast.qian, at=cast.later(), name="=1+1|'calc'!A0")
    answer = browse(cast.director).get("/customers/export/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["=1+1|'calc'!A0", "西港宾馆"]
    assert rows[1][0] == "44051100017000"
    assert b"<f>" not in answer.content
    filtered = browse(cast.wang).get("/customers/export/", {"q": "xgbg"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(filtered.content))
    assert len(book.get_sheet_by_index(0).to_python()) == 1  # not hers
    assert browse(cast.li).get("/customers/export/").status_code == 404
