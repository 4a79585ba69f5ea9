"""What comes in broken, forged or far too long gets its sentence: never a page that says we broke."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from approvals.models import Assignment, Case, Opinion
from tests.cast import draft, row, submit

LONG = "长" * 3_400_000  # ten megabytes as it is sent


@pytest.fixture
def li(cast, browse):
    return browse(cast.li)


@pytest.fixture
def wang(cast, browse):
    return browse(cast.wang)


def verdict(case, cast, **said):
    given = {"verdict": "agreed", "text": "", "seen": 1, "key": str(uuid.uuid4())}
    address = reverse("decide", args=[case.pk, row(case, cast.wang).pk])
    return address, given | said


@pytest.mark.parametrize("field", ["title", "situation", "value_yuan", "customer"])
def test_ten_megabytes_in_a_field_are_refused_at_that_field(li, filled, field):
    answer = li.post("/requests/new/proposal/", filled(**{field: LONG}))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Case.objects.exists()


def test_ten_megabytes_of_opinion_are_refused_at_the_field(cast, wang):
    case = submit(cast, draft(cast, "5000"))
    address, said = verdict(case, cast, text=LONG)
    answer = wang.post(address, said)
    assert answer.status_code == 422 and "3400000" in answer.text.replace(",", "")
    assert not Opinion.objects.exists()


def test_a_form_that_is_too_large_as_a_whole_is_read_to_its_end_and_answered(li, filled):
    answer = li.post("/requests/new/proposal/", filled(title="a" * 40_000_000, plan=False))
    assert answer.status_code == 400
    assert answer.wsgi_request.read(1) == b""


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u200b"])
def test_hidden_controls_in_an_opinion_are_refused_and_the_words_kept(cast, wang, hidden):
    case = submit(cast, draft(cast, "5000"))
    address, said = verdict(case, cast, verdict="returned", text=f"请补{hidden}充")
    answer = wang.post(address, said)
    assert answer.status_code == 422 and f"U+{ord(hidden):04X}" in answer.text
    assert "充" in answer.text
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_key_of_another_form_is_answered_with_a_sentence(cast, wang, language):
    key = uuid.uuid4()
    submit(cast, draft(cast, "5000"), key=key)
    case = submit(cast, draft(cast, "5000"))
    wang.cookies["django_language"] = language
    address, said = verdict(case, cast, key=str(key))
    answer = wang.post(address, said)
    sentence = {"zh-hans": "这张表单先前已用于办理别的操作", "en": "This form was sent before"}
    assert answer.status_code == 409 and sentence[language] in answer.text
    assert row(case, cast.wang).state == Assignment.State.OPEN


def test_the_draft_of_a_key_is_given_to_nobody_else(cast, browse, filled):
    key = str(uuid.uuid4())
    assert browse(cast.li).post("/requests/new/proposal/", filled(key=key)).status_code == 302
    mine = {"unit": cast.other.pk, "customer": cast.foreign.name, "a_manager": cast.chen.pk}
    answer = browse(cast.chen).post("/requests/new/proposal/", filled(key=key, **mine))
    with translation.override("zh-hans"):
        assert answer.status_code == 409
    assert Case.objects.get().applicant == cast.li


@pytest.mark.parametrize("box", ["inbox", "done", "sent", "drafts"])
@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("0001-01-01T00:00:00+14:00", 404),
        ("9999-12-31T23:59:59-14:00", 404),
        ("2026-01-01T00:00:00+23:59", 200),
        ("0001-01-01T00:00:00+00:00", 200),
    ],
)
def test_a_box_is_turned_to_any_moment_that_there_is(li, box, moment, status):
    assert li.get(f"/{box}/", {"after": f"{moment},1"}).status_code == status


def test_a_user_name_longer_than_any_is_no_log_in(client, db):
    answer = client.post("/login/", {"username": "x" * 5_000, "password": "y" * 5_000})
    assert answer.status_code == 422
