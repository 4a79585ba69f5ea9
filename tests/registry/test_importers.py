"""Imports: Chinese or English headings, every fault with its row, all or nothing, twice is once."""

import pytest
from django.utils.translation import override

from config.demo.loading import SAMPLES, SUBJECTS
from registry.customers.models import Customer
from registry.imports.errors import NotLoaded
from registry.org.models import Person, Post, Unit
from tests.registry import files

TABLES = {
    "units": files.UNITS,
    "people": files.PEOPLE,
    "posts": files.POSTS,
    "customers": files.CUSTOMERS,
}


def faults(subject, rows, header=None):
    """The sentences with which a file of these rows is refused."""
    content = files.csv_file([header or TABLES[subject][0], *rows])
    with pytest.raises(NotLoaded) as refused:
        files.load(subject, content)
    return refused.value.problems


def everything():
    models = (Unit, Person, Post, Customer)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_sample_files_are_imported_and_again_change_nothing(db):
    for subject in SUBJECTS:
        content = (SAMPLES / f"{subject}.csv").read_bytes()
        assert files.load(subject, content).new == content.count(b"\n") - 1
    before = everything()
    for subject in SUBJECTS:
        again = files.load(subject, (SAMPLES / f"{subject}.csv").read_bytes())
        assert (again.new, again.changed) == (0, 0) and again.unchanged
    assert everything() == before


@pytest.mark.parametrize("subject", list(TABLES))
def test_the_same_file_again_changes_nothing(bureau, subject):
    before = everything()
    again = files.load(subject, files.csv_file(TABLES[subject]))
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(TABLES[subject]) - 1)
    assert everything() == before


def test_chinese_headings_and_words_are_understood(db):
    units = [["编码", "名称", "类型", "上级"], ["HB", "海滨局", "市局", ""]]
    units.append(["DX", "东新分局", "县区分局", "HB"])
    files.load("units", files.csv_file(units))
    files.load("people", files.csv_file([["用户名", "姓名"], ["zhou", "周小满"]]))
    posts = [["人员", "单位", "职务", "任职日期"], ["zhou", "DX", "客户经理", "2024-03-01"]]
    files.load("posts", files.csv_file(posts))
    header = ["客户编号", "客户名称", "等级", "所属单位", "A角"]
    row = ["99020100001000", "盐场", "钻石", "DX", "zhou"]
    files.load("customers", files.csv_file([header, row]))
    customer = Customer.objects.get()
    assert (customer.tier, customer.unit.kind) == ("diamond", "county")
    assert customer.a_manager.posts.get().role == "account_manager"


def test_a_fault_names_the_heading_as_the_file_writes_it(bureau):
    header = ["客户编号", "客户名称", "等级", "所属单位"]
    rows = [["99020100001000", "盐场", "钻石", "DX"], ["123", "鱼市", "钻石", "DX"]]
    [sentence] = faults("customers", rows, header)
    assert sentence.startswith("row 3, column 客户编号: ") and "14" in sentence


def test_all_faults_are_named_at_once_and_nothing_is_loaded(bureau):
    before = everything()
    rows = [
        ["99020100009000", "好客户", "gold", "DX", "zhou", ""],
        ["9902010000900", "短号", "gold", "DX", "zhou", ""],
        ["99020100010000", "", "gold", "DX", "zhou", ""],
        ["99020100011000", "等级错", "platinum", "DX", "zhou", ""],
        ["99020100012000", "单位错", "gold", "NO", "zhou", ""],
        ["99020100013000", "人员错", "gold", "DX", "nobody", ""],
        ["99020100014000", "同一人", "gold", "DX", "zhou", "zhou"],
        ["99020100009000", "重复", "gold", "DX", "zhou", ""],
        ["99020100015000", "多一格", "gold", "DX", "zhou", "", "x"],
    ]
    found = faults("customers", rows)
    assert [line.split(":")[0] for line in found] == [
        "row 3, column code",
        "row 4, column name",
        "row 5, column tier",
        "row 6, column unit",
        "row 7, column a_manager",
        "row 8, column b_manager",
        "row 9, column code",
        "row 10",
    ]
    assert everything() == before


def test_a_hundred_faults_are_shown_and_the_rest_counted(bureau):
    rows = [[f"{n}", "坏号", "gold", "DX", "", ""] for n in range(130)]
    found = faults("customers", rows)
    assert len(found) == 101 and "30" in found[-1]


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("99020100003000", True),
        ("99020199999999", True),
        ("99020100000000", False),
        ("9902010000300", False),
        ("990201000030000", False),
        ("9902010000300a", False),
        ("９９０２０１００００３０００", False),
        ("٩٩٠٢٠١٠٠٠٠٣٠٠٠", False),
    ],
)
def test_a_customer_id_has_14_digits_and_a_customer_from_00001(bureau, code, good):
    row = [code, "新客户", "gold", "DX", "", ""]
    if good:
        assert files.load("customers", files.csv_file([files.CUSTOMERS[0], row])).new == 1
    else:
        [sentence] = faults("customers", [row])
        assert sentence.startswith("row 2, column code")


def test_a_dry_run_checks_everything_and_writes_nothing(bureau):
    before = everything()
    rows = [files.CUSTOMERS[0], ["99020100003000", "新客户", "gold", "DX", "zhou", "wu"]]
    assert files.load("customers", files.csv_file(rows), dry_run=True).new == 1
    assert everything() == before
    rows.append(["1", "坏号", "gold", "DX", "", ""])
    with pytest.raises(NotLoaded):
        files.load("customers", files.csv_file(rows), dry_run=True)
    assert everything() == before


def test_a_changed_row_changes_its_customer_alone(bureau):
    rows = [list(row) for row in files.CUSTOMERS]
    rows[1][2] = "gold"
    counts = files.load("customers", files.csv_file(rows))
    assert (counts.new, counts.changed, counts.unchanged) == (0, 1, 1)
    assert Customer.objects.get(code=rows[1][0]).tier == "gold"


def test_a_column_that_the_file_does_not_have_stays_as_it_is(bureau):
    row = ["99020100001000", "海滨盐业集团", "gold", "DX"]
    files.load("customers", files.csv_file([files.CUSTOMERS[0][:4], row]))
    customer = Customer.objects.get(code=row[0])
    assert (customer.name, customer.a_manager.username) == ("海滨盐业集团", "zhou")


@pytest.mark.parametrize(
    ("header", "word"),
    [
        (["code", "name", "kind", "parent", "colour"], "colour"),
        (["code", "name", "kind", "parent", "名称"], "名称"),
        (["code", "name", "kind"], "parent"),
    ],
)
def test_headings_that_are_unknown_double_or_missing_are_refused(db, header, word):
    [sentence] = faults("units", [], header)
    assert word in sentence


def test_a_chinese_reader_is_told_the_chinese_headings_with_chinese_marks(db):
    with override("zh-hans"):
        told = " ".join(faults("units", [["A", "B"]], ["编码", "颜色"]))
    assert "颜色：没有这一列。可用的列：编码、名称" in told and "缺少“名称”" in told
    assert "(" not in told and ", " not in told and "code" not in told


@pytest.mark.parametrize("heading", ["password", "密码", "口令"])
def test_passwords_are_never_imported(db, heading):
    [sentence] = faults("people", [["a", "b", "secret"]], ["username", "name", heading])
    assert "never" in sentence and not Person.objects.exists()


def test_a_person_who_was_imported_cannot_log_in_until_given_a_password(bureau):
    assert not Person.objects.get(username="zhou").has_usable_password()


def test_an_import_keeps_the_password_that_a_person_has(bureau):
    zhou = Person.objects.get(username="zhou")
    zhou.set_password("long enough word")
    zhou.save()
    files.load("people", files.csv_file([["username", "name"], ["zhou", "周大满"]]))
    zhou.refresh_from_db()
    assert zhou.name == "周大满" and zhou.check_password("long enough word")


def test_two_people_may_exchange_their_staff_numbers_but_not_share_one(bureau):
    rows = [["zhou", "周小满", "00018"], ["wu", "吴青山", "00017"]]
    files.load("people", files.csv_file([files.PEOPLE[0], *rows]))
    assert Person.objects.get(username="zhou").number == "00018"
    [sentence] = faults("people", [["zheng", "郑一", "00018"]])
    assert "周小满" in sentence


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Zhou", "另一个周", ""], "username"),
        (["zhou zhou", "空格", ""], "username"),
        (["li\u202eil", "方向符", ""], "username"),
        (["qian", "\ue863名", ""], "name"),
        (["qian", "长" * 61, ""], "name"),
    ],
)
def test_names_that_would_confuse_are_refused(bureau, row, column):
    [sentence] = faults("people", [row])
    assert sentence.startswith(f"row 2, column {column}")
