"""Settings: the own profile, units, people and posts from files; each for those who keep them alone."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from approvals.models import Notice
from approvals.outbox import deliver_batch
from registry.imports.models import Upload
from registry.journal import Entry
from registry.org import people, units
from registry.org.models import Person, Post, Unit
from registry.org.roles import PostRole, UnitKind
from tests.registry import files

PEOPLE = [["用户名", "姓名", "工号"], ["xu", "徐行", "00991"]]
POSTS = [["人员", "单位", "职务", "任职日期"], ["lin", "OTHER", "客户经理", "2026-03-01"]]
UNITS = [["编码", "名称", "类型", "上级"], ["SB", "沙埠支局", "支局", "COUNTY"]]


def brought(client, subject, table):
    """The answer to the preview of a file, and its address."""
    file = SimpleUploadedFile("a.csv", files.csv_file(table))
    answer = client.post(f"/settings/files/{subject}/", {"file": file})
    assert answer.status_code == 302
    return client.get(answer["Location"]), answer["Location"]


def test_a_person_says_how_they_are_reached(cast, browse):
    li = browse(cast.li)
    answer = li.post("/settings/profile/", {"email": "li@example.org", "phone": "000-1234"})
    assert answer.status_code == 302
    cast.li.refresh_from_db()
    assert (cast.li.email, cast.li.phone) == ("li@example.org", "000-1234")
    line = Entry.objects.get(subject=f"person:{cast.li.pk}")
    assert line.detail == {"fields": ["email", "phone"]}, "no address stands in the journal"
    assert li.post("/settings/profile/", {"email": "nonsense"}).status_code == 422


def test_a_password_is_changed_by_whoever_knows_the_old_one(cast, browse):
    cast.li.set_password("an-older-secret-1")
    cast.li.save()
    li, other = browse(cast.li), browse(cast.li)
    new = {"new_password1": "a-newer-secret-2", "new_password2": "a-newer-secret-2"}
    assert li.post("/settings/password/", new | {"old_password": "guess"}).status_code == 422
    assert li.post("/settings/password/", new | {"old_password": "an-older-secret-1"}).url
    assert li.get("/settings/profile/").status_code == 200
    assert other.get("/settings/profile/").status_code == 302, "other sessions are over"


def test_the_demos_passwords_stay(cast, browse):
    Person.objects.filter(pk=cast.li.pk).update(is_demo=True)
    assert browse(cast.li).get("/settings/password/").status_code == 404


def link_of(page):
    return page.split('id="link" value="')[1].split('"')[0].removeprefix(settings.SITE_URL)


def test_who_was_imported_sets_a_first_password_by_a_link_that_works_once(cast, browse):
    sun, li = browse(cast.sun), Client()
    give = f"/settings/people/{cast.li.pk}/password-link/"
    older, link = (link_of(sun.post(give).content.decode()) for _ in range(2))
    assert li.get(older, follow=True).status_code == 410, "a newer link ends it"
    page = li.get(link, follow=True)
    assert page.status_code == 200 and "李晓岚" in page.content.decode()
    new = {"new_password1": "a-first-secret-1", "new_password2": "a-first-secret-1"}
    address = page.redirect_chain[-1][0]
    assert li.post(address, new | {"new_password2": "another-secret"}).status_code == 422
    assert "密码已设置" in li.post(address, new, follow=True).content.decode()
    assert li.post("/login/", {"username": "li", "password": "a-first-secret-1"}).status_code == 302
    assert Client().get(link, follow=True).status_code == 410, "it works once"
    lines = Entry.objects.filter(subject=f"person:{cast.li.pk}").order_by("seq")
    told = [(line.verb, line.actor) for line in lines]
    assert told == [("password_link", cast.sun)] * 2 + [("password_changed", cast.li)]
    assert list(people.faults()) == [] and not Notice.objects.exists()


def test_whoever_has_a_password_learns_that_a_link_was_given_out(cast, browse, mailoutbox):
    cast.li.set_password("an-older-secret-1")
    cast.li.save()
    link = link_of(
        browse(cast.sun).post(f"/settings/people/{cast.li.pk}/password-link/").content.decode()
    )
    deliver_batch()
    assert Notice.objects.get(person=cast.li).topic == "password"
    assert "设置密码" in mailoutbox[0].subject and "/settings/profile/" in mailoutbox[0].body
    assert Client().get(link, follow=True).status_code == 200, "the control"
    Person.objects.filter(pk=cast.li.pk).update(is_active=False)
    assert Client().get(link, follow=True).status_code == 410, "whoever left sets none"


@pytest.mark.parametrize(("who", "answer"), [("sun", 422), ("wang", 404), ("li", 404)])
def test_nobody_gives_a_link_to_themselves_or_without_keeping_people(cast, browse, who, answer):
    one = cast.people[who]
    got = browse(one).post(f"/settings/people/{one.pk}/password-link/")
    assert got.status_code == answer and 'id="link"' not in got.content.decode()


@pytest.mark.parametrize("name", ["li", "wang", "director", "leader", "auditor"])
def test_whoever_keeps_no_people_loads_none(cast, browse, name):
    who = browse(cast.people[name])
    for path in ("files/people/", "files/posts/export/", "units/", "units/new/"):
        assert who.get(f"/settings/{path}").status_code == 404
    assert who.post("/settings/files/people/", {}).status_code == 404


@pytest.mark.parametrize(
    ("subject", "table", "made"),
    [
        ("people", PEOPLE, lambda: Person.objects.filter(username="xu")),
        ("posts", POSTS, lambda: Post.objects.filter(unit__code="OTHER", person__username="lin")),
        ("units", UNITS, lambda: Unit.objects.filter(path="ZJW/COUNTY/SB/")),
    ],
)
def test_a_file_is_looked_at_before_it_is_loaded(cast, browse, subject, table, made):
    sun = browse(cast.sun)
    page, address = brought(sun, subject, table)
    assert "新增 1 条" in page.content.decode() and not made().exists()
    assert sun.post(address).status_code == 302 and made().exists()


def test_a_file_with_one_fault_loads_nothing(cast, browse):
    sun = browse(cast.sun)
    page, address = brought(sun, "people", [*PEOPLE, ["", "无名", ""]])
    assert "q-err" in page.content.decode()
    assert sun.post(address).status_code == 409
    assert not Person.objects.filter(username="xu").exists()


@pytest.fixture
def elsewhere(cast):
    """Another bureau with a unit and a person of its own, and the administrator of the machine."""
    bureau = units.add(name="别的局", code="BJ", kind=UnitKind.BUREAU)
    county = units.add(name="别的分局", code="BC", kind=UnitKind.COUNTY, parent=bureau)
    person = Person.objects.create(username="bie", name="别人")
    Post.objects.create(person=person, unit=county, role=PostRole.COUNTY_HEAD, since="2020-01-01")
    Person.objects.create_superuser("root", password=None, name="管理员")
    return bureau


@pytest.mark.parametrize(
    ("subject", "row"),
    [
        ("people", ["bie", "改名", ""]),
        ("people", ["root", "改名", ""]),
        ("people", ["sun", "自己", ""]),
        ("posts", ["bie", "COUNTY", "客户经理", "2026-03-01"]),
        ("posts", ["lin", "BC", "客户经理", "2026-03-01"]),
        ("posts", ["sun", "CENTRE", "大客户中心总监", "2026-03-01"]),
        ("units", ["BC", "改名", "县区分局", "BJ"]),
        ("units", ["ZJW", "改名", "市局", ""]),
    ],
    ids=lambda given: "-".join(given[:2]) if isinstance(given, list) else given,
)
def test_a_file_reaches_neither_other_bureaus_nor_oneself(cast, browse, elsewhere, subject, row):
    head = {"people": PEOPLE, "posts": POSTS, "units": UNITS}[subject][0]
    before = (Person.objects.filter(name="改名").count(), Post.objects.count())
    page, address = brought(browse(cast.sun), subject, [head, row])
    assert "q-err" in page.content.decode()
    assert browse(cast.sun).post(address).status_code == 409
    assert (Person.objects.filter(name="改名").count(), Post.objects.count()) == before
    assert not Unit.objects.filter(name="改名").exists()


def test_what_is_exported_can_be_imported_again(cast, browse, elsewhere):
    sun = browse(cast.sun)
    for subject in ("people", "posts", "units"):
        content = sun.get(f"/settings/files/{subject}/export/").content
        assert "bie" not in str(
            CalamineWorkbook.from_filelike(_file(content)).get_sheet_by_index(0)
        )
        answer = sun.post(
            f"/settings/files/{subject}/", {"file": SimpleUploadedFile("a.xlsx", content)}
        )
        page = sun.get(answer["Location"]).content.decode()
        # Sun's own rows say what is; the code HR_UNIT is one of the tests alone.
        assert page.count('class="q-err"') == (subject == "units")


def _file(content):
    import io

    return io.BytesIO(content)


def test_somebody_elses_file_is_not_there(cast, browse):
    _page, address = brought(browse(cast.sun), "people", PEOPLE)
    assert browse(cast.qian).get(address).status_code == 404
    assert browse(cast.sun).post(f"{address}forget/").status_code == 302
    assert not Upload.objects.exists()


def test_a_unit_is_set_up_and_renamed_and_the_journal_tells(cast, browse):
    sun = browse(cast.sun)
    new = {"name": "望禾支局", "code": "WH", "kind": "sub_office", "parent": cast.county.pk}
    assert sun.post("/settings/units/new/", new).status_code == 302
    unit = Unit.objects.get(code="WH")
    assert (unit.path, unit.bureau) == ("ZJW/COUNTY/WH/", cast.bureau)
    assert sun.post("/settings/units/new/", new).status_code == 422, "one code once"
    assert sun.post("/settings/units/new/", new | {"code": "w h"}).status_code == 422
    renamed = {"name": "望禾营业所", "mark": "镇邮禾", "division": "440511"}
    assert sun.post(f"/settings/units/{unit.pk}/", renamed).status_code == 302
    assert sun.post(f"/settings/units/{unit.pk}/", renamed | {"division": "44"}).status_code == 422
    verbs = Entry.objects.filter(subject=f"unit:{unit.pk}").order_by("seq")
    assert [line.verb for line in verbs] == ["set_up", "changed"]
    assert list(units.faults()) == [] and list(people.faults()) == []


def test_a_unit_of_another_bureau_is_not_there(cast, browse, elsewhere):
    assert browse(cast.sun).get(f"/settings/units/{elsewhere.pk}/").status_code == 404
    new = {"name": "x", "code": "X", "kind": "sub_office", "parent": elsewhere.pk}
    assert browse(cast.sun).post("/settings/units/new/", new).status_code == 422
    assert not Unit.objects.filter(code="X").exists()


def words_of(answer) -> str:
    return answer.content.decode()


def test_a_file_that_was_left_is_found_again_by_whoever_brought_it(cast, browse):
    sun = browse(cast.sun)
    _page, address = brought(sun, "people", PEOPLE)
    assert address in words_of(sun.get("/settings/files/people/"))
    assert address not in words_of(browse(cast.qian).get("/settings/files/people/"))
    assert sun.post(address).status_code == 302
    assert address not in words_of(sun.get("/settings/files/people/"))


def test_the_button_that_loads_can_be_pressed_twice(cast, browse):
    sun = browse(cast.sun)
    _page, address = brought(sun, "people", PEOPLE)
    sun.post(address)
    again = sun.post(address, follow=True)
    assert again.status_code == 200 and "已由孙丽于" in words_of(again)
    assert Person.objects.filter(username="xu").count() == 1
    assert browse(cast.qian).post(address).status_code == 404


def test_a_file_without_a_row_is_not_called_loadable(cast, browse):
    page, _address = brought(browse(cast.sun), "people", PEOPLE[:1])
    assert "没有可载入的行" in words_of(page) and "各行均可载入" not in words_of(page)


@pytest.mark.parametrize(
    ("subject", "table"),
    [
        ("people", [["用户名", "姓名", "邮箱"], ["sun", "孙丽", "other@example.com"]]),
        (
            "posts",
            [["人员", "单位", "职务", "任职日期"], ["sun", "OTHER", "客户经理", "2026-03-01"]],
        ),
        (
            "posts",
            [
                ["人员", "单位", "职务", "任职日期", "离任日期"],
                ["sun", "HR_UNIT", "人力资源专员", "2020-01-01", "2030-01-01"],
            ],
        ),
    ],
)
def test_nobody_changes_the_own_row_by_a_file(cast, browse, subject, table):
    page, _address = brought(browse(cast.sun), subject, table)
    assert "不能为本人办理" in words_of(page)


def test_a_user_name_that_nobody_could_log_in_with_is_a_fault(cast, browse):
    page, _address = brought(browse(cast.sun), "people", [["用户名", "姓名"], ["ｘｕ", "徐行"]])
    assert "请改用半角字符：“xu”" in words_of(page)
